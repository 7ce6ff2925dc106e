import { describe, expect, it } from 'vitest';
import { reasonHeader, saysAnsweredElsewhere } from './reasonHeader.ts';

describe('the Reason header (RFC 3326)', () => {
  it.each([
    ['SIP;cause=200;text="Call completed elsewhere"', true],
    ['sip ; text="Call completed elsewhere" ; cause=200', true],
    ['SIP;cause=600;text="Busy Everywhere"', false],
    ['Q.850;cause=16;text="Terminated"', false],
    ['SIP;cause=2000', false],
    ['', false],
  ])('%j: answered elsewhere is %s', (value, expected) => {
    expect(saysAnsweredElsewhere([value])).toBe(expected);
  });

  it('takes the first SIP or Q.850 value', () => {
    expect(reasonHeader(['preemption;cause=1', 'Q.850;cause=16;text="Normal"'])).toEqual({
      text: 'Normal',
    });
    expect(reasonHeader(['SIP;cause=503;text="overload"'])).toEqual({
      status: 503,
      text: 'overload',
    });
  });

  it('shortens a long text and survives nonsense', () => {
    expect(reasonHeader([`SIP;cause=500;text="${'x'.repeat(900)}"`]).text).toHaveLength(200);
    expect(reasonHeader(['SIP;cause=abc;text="'])).toEqual({});
    expect(reasonHeader([])).toEqual({});
  });
});
