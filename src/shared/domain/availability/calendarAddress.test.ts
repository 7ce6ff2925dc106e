import { describe, expect, it } from 'vitest';
import { calendarAddress, placeOf } from './calendarAddress.ts';

describe('the address of a calendar', () => {
  it.each([
    ['https://calendar.example/a/basic.ics', 'https://calendar.example/a/basic.ics'],
    ['  webcal://calendar.example/a.ics ', 'https://calendar.example/a.ics'],
    ['WEBCAL://calendar.example/a.ics', 'https://calendar.example/a.ics'],
    ['http://localhost:8080/a.ics', 'http://localhost:8080/a.ics'],
    ['http://127.0.0.1/a.ics', 'http://127.0.0.1/a.ics'],
    ['http://[::1]:9/a.ics', 'http://[::1]:9/a.ics'],
  ])('may be %s', (written, address) => {
    expect(calendarAddress(written)).toBe(address);
  });

  it.each([
    '',
    'calendar.example/a.ics',
    'http://calendar.example/a.ics',
    'http://10.0.0.1/a.ics',
    'http://localhost.example/a.ics',
    'file:///etc/passwd',
    'ftp://calendar.example/a.ics',
    'javascript:alert(1)',
    'https://calendar.example@evil.example/a.ics',
    'https://user:word@calendar.example/a.ics',
    'https://calendar.example/\u202egnp.ics',
    `https://calendar.example/${'a'.repeat(2_000)}`,
  ])('may not be %j', (written) => {
    expect(calendarAddress(written)).toBeNull();
  });

  it('is shown as its place only', () => {
    expect(placeOf('https://calendar.example:8443/private-0123/basic.ics?token=abc')).toBe(
      'calendar.example:8443',
    );
  });
});
