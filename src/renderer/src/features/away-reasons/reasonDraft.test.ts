import { describe, expect, it } from 'vitest';
import { awayReasonSchema, DEFAULT_REASONS } from '#shared/domain/availability/reasons.ts';
import { checkReason, draftOf } from './reasonDraft.ts';
import type { ReasonDraft, ReasonFault } from './reasonDraft.ts';

const draft = (change: Partial<ReasonDraft> = {}): ReasonDraft => ({
  ...draftOf(null, '외근'),
  ...change,
});

describe('a reason for being away in the form', () => {
  it('comes back as it was, under its usual name', () => {
    for (const reason of DEFAULT_REASONS) {
      const checked = checkReason(draftOf(reason, '회의'), reason.id, '회의');
      expect(checked).toEqual({ reason, faults: new Set() });
    }
  });

  it('is stored under a name of its own', () => {
    const typed = draft({
      name: ' 외근 ',
      minutes: '９０',
      treatment: 'forward',
      forwardTo: '1002',
    });
    const { reason, faults } = checkReason(typed, 'r1', null);
    expect(faults).toEqual(new Set());
    expect(awayReasonSchema.parse(reason)).toEqual(reason);
    expect(reason).toMatchObject({ name: '외근', minutes: 90, forwardTo: '1002' });
  });

  it('keeps whom it forwarded to, unless that is nobody', () => {
    const kept = (forwardTo: string) => checkReason(draft({ forwardTo }), 'r1', null);
    expect(kept('1002').reason.forwardTo).toBe('1002');
    expect(kept('옆자리')).toMatchObject({ reason: { forwardTo: '' }, faults: new Set() });
  });

  it('that comes with the app gets its usual name back when it is left empty', () => {
    expect(checkReason(draft({ name: '' }), 'meeting', '회의').reason.name).toBeNull();
  });

  it.each<[ReasonFault, Partial<ReasonDraft>]>([
    ['name', { name: ' ' }],
    ['name', { name: '가'.repeat(41) }],
    ['minutes', { minutes: '0' }],
    ['minutes', { minutes: '1441' }],
    ['minutes', { minutes: '한 시간' }],
    ['forwardTo', { treatment: 'forward' }],
    ['forwardTo', { treatment: 'forward', forwardTo: '옆자리' }],
  ])('says what is wrong with %s: %j', (fault, change) => {
    expect([...checkReason(draft(change), 'r1', null).faults]).toEqual([fault]);
  });
});
