import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../message/outcome.ts';
import { reportOf } from './byPhone.ts';

const delivered: SendOutcome = { type: 'delivered' };
const accepted: SendOutcome = { type: 'accepted' };
const failed = (code: string): SendOutcome => ({ type: 'failed', cause: { code } });
const uncertain: SendOutcome = { type: 'uncertain', cause: { code: 'message.no-answer' } };

describe('a text that the phone has sent', () => {
  it.each([
    [[delivered], 'delivered', ''],
    [[delivered, delivered], 'delivered', ''],
    [[delivered, accepted], 'accepted', ''],
    [[failed('sip.404')], 'failed', 'sip.404'],
    [[uncertain], 'unsure', 'message.no-answer'],
    // It has not left: it waits, and nothing is wrong with it.
    [[failed('message.no-line')], 'delayed', 'message.no-line'],
    [[failed('message.line-changed')], 'delayed', 'message.no-line'],
    [[failed('network.down')], 'delayed', 'message.no-line'],
    [[failed('storage.full')], 'delayed', 'message.no-line'],
    // A part of it is there: sent again it would be there twice.
    [[delivered, failed('network.down')], 'unsure', 'outbox.part'],
    [[accepted, failed('sip.404')], 'unsure', 'outbox.part'],
  ] as const)('%j: %s', (outcomes, what, code) => {
    expect(reportOf(outcomes)).toMatchObject({ what, code });
  });
});
