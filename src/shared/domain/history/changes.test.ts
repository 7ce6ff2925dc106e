import { describe, expect, it } from 'vitest';
import type { CallFact } from '../call/record.ts';
import { noteVersions, tagVersions } from './changes.ts';

const noted = (at: number, note: string): CallFact => ({
  ...{ id: `n${at}`, callId: 'c', at, type: 'noted', note },
});
const tagged = (at: number, ...tags: string[]): CallFact => ({
  ...{ id: `t${at}`, callId: 'c', at, type: 'tagged', tags },
});
const MINUTE = 60_000;

describe('a note', () => {
  it('has the versions that somebody has left, the newest first', () => {
    const facts = [
      noted(0, '배'),
      noted(2_000, '배송 지연'),
      tagged(3_000, 'VIP'),
      noted(5 * MINUTE, '배송 지연, 환불'),
      noted(9 * MINUTE, ''),
    ];
    expect(noteVersions(facts).map(({ value }) => value)).toEqual([
      ...['', '배송 지연, 환불', '배송 지연'],
    ]);
  });

  it('that was stored twice as it is has one version', () => {
    expect(noteVersions([noted(0, '가'), noted(2 * MINUTE, '가')])).toHaveLength(1);
  });
});

describe('tags', () => {
  it('have a version for each change, none of them left out for being quick', () => {
    const facts = [tagged(0, 'VIP'), noted(1, '가'), tagged(2, 'VIP', '단골'), tagged(3)];
    expect(tagVersions(facts)).toEqual([
      { id: 't3', at: 3, value: [] },
      { id: 't2', at: 2, value: ['VIP', '단골'] },
      { id: 't0', at: 0, value: ['VIP'] },
    ]);
  });
});
