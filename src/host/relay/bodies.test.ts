import { describe, expect, it } from 'vitest';
import { readCallback, readOwn } from './bodies.ts';

const at = (kind: 'twilio' | 'solapi' | 'nhn') => ({ kind, id: 'one' });
const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

describe('what a body of a callback says', () => {
  it('of our own: reports and texts, in their order', () => {
    const events = [
      { type: 'report', ref: 'r1', what: 'failed', code: 'gateway.carrier', words: '결번' },
      { type: 'text', id: 'm1', gateway: 'one', from: '01012345678', body: '네' },
    ];
    expect(readOwn(JSON.stringify({ events }))).toEqual([
      { ...events[0], gateway: undefined, gatewayId: null },
      { ...events[1], gateway: undefined, gatewayId: 'one', to: '' },
    ]);
    for (const wrong of ['', '[]', '{}', '{"events":{}}', '{"events":[{"type":"other"}]}']) {
      expect(readOwn(wrong)).toBeNull();
    }
  });

  it.each([
    ['sent', []],
    ['queued', []],
    ['delivered', [{ what: 'delivered', ref: 'SM1', gatewayId: 'one' }]],
    ['read', [{ what: 'delivered' }]],
    ['undelivered', [{ what: 'failed' }]],
    ['failed', [{ what: 'failed' }]],
  ])('of Twilio: a text that is %s', (MessageStatus, found) => {
    const body = form({ MessageSid: 'SM1', MessageStatus, ErrorCode: '30003' });
    expect(readCallback(at('twilio'), body)).toMatchObject(found);
  });

  it('of Twilio: a text that came, also an empty one', () => {
    const came = { MessageSid: 'SM2', SmsStatus: 'received', From: '+821012345678', To: '+1500' };
    expect(readCallback(at('twilio'), form({ ...came, Body: '2번+3 & 네' }))).toEqual([
      {
        type: 'text',
        id: 'SM2',
        gatewayId: 'one',
        from: '+821012345678',
        to: '+1500',
        body: '2번+3 & 네',
      },
    ]);
    expect(readCallback(at('twilio'), form({ ...came, Body: '' }))).toMatchObject([{ body: '' }]);
    expect(readCallback(at('twilio'), form({ ...came, Body: 'a'.repeat(9_000) }))).toBeNull();
    expect(readCallback(at('twilio'), '{"json":1}')).toBeNull();
  });

  it('of Solapi: a list of messages, of which those under way say nothing', () => {
    const list = [
      { messageId: 'M1', statusCode: '4000' },
      { messageId: 'M2', statusCode: '3000' },
      { messageId: 'M3', statusCode: '3014', statusMessage: '결번' },
      { other: 1 },
      null,
    ];
    expect(readCallback(at('solapi'), JSON.stringify(list))).toMatchObject([
      { ref: 'M1', what: 'delivered' },
      { ref: 'M3', what: 'failed', gatewayId: 'one' },
    ]);
    expect(readCallback(at('solapi'), '{}')).toBeNull();
  });

  it('of NHN Cloud: texts as they are called where they were sent', () => {
    const hooks = [
      { messageType: 'SMS', requestId: 'R1', msgStatus: '3' },
      { messageType: 'LMS', requestId: 'R2', msgStatus: '4', resultCode: '3014' },
      { messageType: 'SMS', requestId: 'R3', msgStatus: '2' },
      { messageType: 'SMS' },
    ];
    expect(readCallback(at('nhn'), JSON.stringify({ hooks }))).toMatchObject([
      { ref: 'sms:R1', what: 'delivered' },
      { ref: 'mms:R2', what: 'failed' },
    ]);
    expect(readCallback(at('nhn'), 'no JSON')).toBeNull();
  });
});
