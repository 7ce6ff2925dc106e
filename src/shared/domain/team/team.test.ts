import { describe, expect, it } from 'vitest';
import { isContested, mergeVerdict, stationsAfter } from './merging.ts';
import { CHECK_WORDS, groupedCode, readCode } from './teamCode.ts';
import {
  readTeamFileName,
  takeApart,
  teamFileName,
  unfinishedName,
  unfinishedOf,
} from './teamFile.ts';
import { searchWords, withoutWho } from './teamRecord.ts';
import type { TeamRecordOf } from './teamRecord.ts';

const AGENT = '01a21a3b-688f-7498-9955-a0ea7137bfcd';

describe('a record that comes', () => {
  const there = { revision: 5, madeAt: 100, body: 'a' };
  it.each([
    ['with a new id is added', null, there, 'added'],
    ['with a greater revision replaces', there, { revision: 6, madeAt: 50, body: 'b' }, 'changed'],
    ['with a smaller one is older', there, { revision: 4, madeAt: 200, body: 'b' }, 'older'],
    ['word for word changes nothing', there, { revision: 5, madeAt: 200, body: 'a' }, 'unchanged'],
    // Words that were erased are no new fact.
    [
      'of one revision counts if written later',
      there,
      { ...there, madeAt: 101, body: '' },
      'changed',
    ],
    ['and not if written earlier', there, { ...there, madeAt: 99, body: '' }, 'older'],
  ] as const)('%s', (_name, before, comes, verdict) => {
    expect(mergeVerdict(before, comes)).toBe(verdict);
  });
});

it('an agent may move to another computer, but not be at two', () => {
  const moved = ['a', 'a', 'b', 'b'].reduce(stationsAfter, [] as readonly string[]);
  expect(moved).toEqual(['a', 'b']);
  expect(isContested(moved)).toBe(false);
  expect(isContested(stationsAfter(moved, 'a'))).toBe(true);
});

describe('a name in the folder', () => {
  it('says whose day it is', () => {
    const name = teamFileName(AGENT, '2026-11-21');
    expect(readTeamFileName(name)).toEqual({ agentId: AGENT, day: '2026-11-21' });
    expect(unfinishedOf(unfinishedName(AGENT, '2026-11-21', '0123abcd'))).toBe(AGENT);
  });

  it.each([
    `../ieum-team-${AGENT}-2026-11-21.jsonl`,
    `ieum-team-${AGENT}-2026-11-21 (1).jsonl`,
    `ieum-team-${AGENT}-2026-11-21.jsonl.bak`,
    `ieum-team-${AGENT.toUpperCase()}-2026-11-21.jsonl`,
    `ieum-team-../../etc/passwd-2026-11-21.jsonl`,
    '',
  ])('is none of ours: %s', (name) => {
    expect(readTeamFileName(name)).toBeNull();
    expect(unfinishedOf(name)).toBeNull();
  });
});

describe('a code', () => {
  it('is read as people type it', () => {
    expect(readCode(' 0123a-bcdef–ghjkm nopqr ')).toBe('0123ABCDEFGHJKMN0PQR');
    expect(readCode('oooiI-lLabc-defgh-jkmnp')).toBe('0001111ABCDEFGHJKMNP');
    expect(groupedCode('0123ABCDEFGHJKMN0PQR')).toBe('0123A-BCDEF-GHJKM-N0PQR');
  });

  it.each([
    '',
    '0123A',
    '0123A-BCDEF-GHJKM-N0PQU',
    '0123A-BCDEF-GHJKM-N0PQRR',
    '가나다라마바사아자차카타파하',
  ])('is none: %s', (typed) => expect(readCode(typed)).toBeNull());

  it('has sixty-four words to be compared by, each once', () => {
    expect(new Set(CHECK_WORDS.map(({ ko }) => ko)).size).toBe(64);
    expect(new Set(CHECK_WORDS.map(({ en }) => en)).size).toBe(64);
  });
});

describe('a text', () => {
  it.each([
    ['', 'partial'],
    ['{}', 'partial'],
    ['{}\n', 'partial'],
    ['{"form":"ieum-team","version":2}\n', 'version'],
    ['{"form":"ieum-team","version":1}\n{"end":"ieum-team"}\n', 'partial'],
  ])('%s: %s', (text, fault) => {
    expect(takeApart(text)).toBe(fault);
  });

  it('of a trailer that is written in another way was altered', () => {
    const sha256 = '0'.repeat(64);
    const trailer = `{"end":"ieum-team","records":0,"sha256":"${sha256}","mac":null}`;
    const header = '{"form":"ieum-team","version":1}\n';
    expect(takeApart(`${header}${trailer}\n`)).toMatchObject({ records: [] });
    expect(takeApart(`${header}${trailer.replace(',"mac"', ', "mac"')}\n`)).toBe('altered');
    expect(takeApart(`${header}{}\n${trailer}\n`)).toBe('altered');
  });
});

describe('a customer who was erased', () => {
  const promise: TeamRecordOf<'promise'> = {
    ...{ kind: 'promise', id: AGENT, revision: 1, at: 1 },
    who: { number: '01012345678', e164: '+821012345678', name: '김철수', customer: null },
    ...{ topic: '배송', urgent: false, window: { from: 1, to: 2 }, dueAt: 2, owner: null },
    ...{ escalatedTo: null, origin: 'hand', cries: 1, attempts: 0, end: null, note: '메모' },
  };

  it('leaves that a promise was made', () => {
    expect(JSON.stringify(withoutWho(promise))).not.toMatch(/0101|김철수|배송|메모/);
    expect(withoutWho(promise)).toMatchObject({ window: { to: 2 }, cries: 1 });
  });

  it('was found by number, name and words before', () => {
    for (const word of ['345678', '철수', '배송', '메모']) {
      expect(searchWords(promise)).toContain(word);
      expect(searchWords(withoutWho(promise))).not.toContain(word);
    }
  });
});
