import { describe, expect, it } from 'vitest';
import { causeOfStatus, reasonText } from './statusCause.ts';

describe('what the other side gives as its reason', () => {
  it('is kept with the status', () => {
    expect(causeOfStatus(486, 'Busy Here')).toEqual({
      code: 'sip.486',
      status: 486,
      text: 'Busy Here',
    });
    expect(causeOfStatus(486, '')).toEqual({ code: 'sip.486', status: 486 });
  });

  it('is none where SIP.js made the status up', () => {
    expect(causeOfStatus(0, 'anything')).toEqual({ code: 'network.down' });
  });

  it.each([
    ['\u202Egnp.exe\u202C', 'gnp.exe'],
    ['a\u001B[31mb\u0000c', 'a[31mbc'],
    ['<b>Busy</b>', '<b>Busy</b>'],
  ])('%j is shown as %j', (raw, shown) => {
    expect(reasonText(raw)).toEqual({ text: shown });
  });

  it('is cut at 200, and left out where nothing is to be seen', () => {
    expect(reasonText('x'.repeat(5_000)).text).toHaveLength(200);
    expect(reasonText('\u200B\u0007 ')).toEqual({});
    expect(reasonText(undefined)).toEqual({});
  });
});
