import { describe, expect, it } from 'vitest';
import { applyToMistake, stateOf, stepsLeft, waitingRemedies } from './record.ts';
import * as rules from './record.ts';
import type { MistakeFact, MistakeRow } from './record.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const REMEDY = '01900000-0000-7000-8000-000000000002';
const LESSON = '01900000-0000-7000-8000-000000000003';

type BodyOf<F> = F extends MistakeFact ? Omit<F, 'id' | 'mistakeId' | 'at'> : never;
type Body = BodyOf<MistakeFact>;

let n = 0;
function fact(body: Body, at = 100): MistakeFact {
  n += 1;
  const id = `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`;
  return { ...body, id, mistakeId: ID, at };
}

const REPORTED: Body = {
  type: 'reported',
  ...{ callId: null, promiseId: null, practice: false, kind: 'wrong-information' },
  customer: { address: 'x', dialled: '01099991234', e164: '+821099991234', name: null },
  ...{ said: '오늘 도착', inconvenience: '', correct: '' },
};
const TOLD: Body = { type: 'told', to: '팀장', how: 'spoken', text: '' };
const APOLOGISED: Body = { type: 'apologised', channel: 'call', words: '죄송합니다' };
const CORRECTED: Body = { type: 'corrected', text: '' };
const SOLVED: Body = { type: 'checked', solved: true, further: '' };
const UNSOLVED: Body = { type: 'checked', solved: false, further: '포장도 젖음' };
const PROPOSED: Body = { type: 'remedy', remedyId: REMEDY, option: 'refund', text: '배송비' };
const decided = (decision: 'approved' | 'declined'): Body => ({
  ...{ type: 'remedy-decided', remedyId: REMEDY, decision, by: '팀장', note: '' },
});

function after(...bodies: readonly Body[]): MistakeRow {
  let row = applyToMistake(null, fact(REPORTED, 1));
  for (const body of bodies) row = applyToMistake(row, fact(body));
  if (!row) throw new Error('There is no row.');
  return row;
}

describe('a mistake', () => {
  it.each<[string, readonly Body[], string, readonly string[]]>([
    ['reported', [], 'open', ['told', 'apologised', 'corrected', 'checked']],
    ['told', [TOLD], 'told', ['apologised', 'corrected', 'checked']],
    [
      'corrected at once, nothing else',
      [CORRECTED],
      'corrected',
      ['told', 'apologised', 'checked'],
    ],
    ['told last', [APOLOGISED, CORRECTED, TOLD], 'corrected', ['checked']],
    ['checked in vain', [UNSOLVED], 'checked', ['told', 'apologised', 'corrected', 'checked']],
    ['checked again', [UNSOLVED, SOLVED], 'checked', ['told', 'apologised', 'corrected']],
    ['closed with nothing done', [{ type: 'closed' }], 'closed', []],
    [
      'opened again',
      [TOLD, { type: 'closed' }, { type: 'reopened' }],
      'told',
      ['apologised', 'corrected', 'checked'],
    ],
  ])('%s: may be taken in any order, none is forced', (_name, bodies, state, left) => {
    expect(stateOf(after(...bodies))).toBe(state);
    expect(stepsLeft(after(...bodies))).toEqual(left);
  });

  it('names compensation only where somebody has said yes to it', () => {
    expect(waitingRemedies(after(PROPOSED))).toHaveLength(1);
    expect(stepsLeft(after(PROPOSED))).not.toContain('compensated');
    expect(stepsLeft(after(PROPOSED, decided('declined')))).not.toContain('compensated');
    const approved = after(PROPOSED, decided('approved'));
    expect(stepsLeft(approved)).toContain('compensated');
    expect(waitingRemedies(approved)).toEqual([]);
    const given: Body = { type: 'compensated', remedyId: REMEDY, text: '' };
    expect(stepsLeft(after(PROPOSED, decided('approved'), given))).not.toContain('compensated');
  });

  it('is put right by another fact, and still hears what comes after its end', () => {
    const account = { kind: 'omission', said: '빠뜨림', inconvenience: '', correct: '' } as const;
    const row = after({ type: 'closed' }, { type: 'amended', ...account, why: '' });
    expect(row).toMatchObject({ kind: 'omission', said: '빠뜨림', closedAt: 100 });
    const learnt = after({ type: 'closed' }, { type: 'lesson', lessonId: LESSON });
    expect(learnt.lessonIds).toEqual([LESSON]);
  });

  it('is nothing without its report, and reported once', () => {
    expect(applyToMistake(null, fact(TOLD))).toBeNull();
    const row = after();
    expect(applyToMistake(row, fact(REPORTED, 9))).toBe(row);
  });

  it('does not say who reported it, so that nothing can count or order people by it', () => {
    expect(JSON.stringify(after(TOLD, PROPOSED, decided('approved')))).not.toMatch(/agent/i);
    const schemas = [rules.mistakeRowSchema, ...rules.mistakeFactSchema.options];
    for (const { shape } of schemas) {
      expect(Object.keys(shape).filter((key) => /agent|author|reporter|user/i.test(key))).toEqual(
        [],
      );
    }
    const counting = Object.keys(rules).filter((name) =>
      /rank|count|group|score|by[A-Z]/.test(name),
    );
    expect(counting).toEqual([]);
  });
});
