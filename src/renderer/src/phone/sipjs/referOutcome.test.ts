import { describe, expect, it } from 'vitest';
import { referOutcome } from './referOutcome.ts';

describe('what a NOTIFY says of a transfer', () => {
  it.each([
    ['SIP/2.0 100 Trying', 'active;expires=60', { type: 'transferProgress', status: 100 }],
    ['SIP/2.0 180 Ringing\r\n', 'active', { type: 'transferProgress', status: 180 }],
    ['SIP/2.0 200 OK', 'terminated;reason=noresource', { type: 'transferred' }],
    // Some phones leave the reason phrase out, or add headers of the response.
    ['SIP/2.0 200\r\nContact: <sip:x@y>\r\n', 'active', { type: 'transferred' }],
    [
      'SIP/2.0 486 Busy Here\r\n',
      'terminated',
      {
        type: 'transferFailed',
        cause: { code: 'sip.486', status: 486, text: 'Busy Here' },
      },
    ],
    [
      'SIP/2.0 603',
      'terminated',
      { type: 'transferFailed', cause: { code: 'sip.603', status: 603 } },
    ],
  ] as const)('%j while %s', (body, state, event) => {
    expect(referOutcome(body, state)).toEqual(event);
  });

  it('that ends without a final status is a failure nobody has to wait for', () => {
    const event = { type: 'transferFailed', cause: { code: 'transfer.unknown' } };
    expect(referOutcome('SIP/2.0 180 Ringing', 'terminated;reason=timeout')).toEqual(event);
    expect(referOutcome('', 'terminated')).toEqual(event);
  });

  it.each(['', 'hello', 'SIP/2.0 099 Nothing', 'HTTP/1.1 200 OK', ' SIP/2.0 200 OK'])(
    'says nothing with %j',
    (body) => {
      expect(referOutcome(body, 'active')).toBeNull();
    },
  );

  it('keeps no more than 200 characters of the far end’s words', () => {
    const event = referOutcome(`SIP/2.0 480 ${'x'.repeat(5_000)}`, 'active');
    expect(event?.type === 'transferFailed' && event.cause.text).toHaveLength(200);
  });
});
