import { describe, expect, it } from 'vitest';
import { withoutTel, withTel } from './telAddress.ts';

const frame = (from: string): string =>
  `INVITE sip:1001@x SIP/2.0\r\nFrom: ${from};tag=abc\r\nTo: <sip:1001@x>\r\n\r\n<tel:body>`;

describe('an address of the tel: kind', () => {
  it.each([
    ['<tel:+821012345678>', '<sip:+821012345678@tel.ieum.invalid>'],
    ['"김하늘" <tel:010-1234-5678>', '"김하늘" <sip:010-1234-5678@tel.ieum.invalid>'],
    ['<tel:1234;phone-context=+82>', '<sip:1234@tel.ieum.invalid;phone-context=+82>'],
  ])('%s becomes one that can be read, and goes back as it came', (given, read) => {
    expect(withoutTel(frame(given))).toBe(frame(read));
    expect(withTel(withoutTel(frame(given)))).toBe(frame(given));
  });

  it('leaves everything else as it is, the body included', () => {
    const plain = frame('<sip:01012345678@x>');
    expect(withoutTel(plain)).toBe(plain);
    expect(withTel(plain)).toBe(plain);
    expect(withoutTel(frame('<tel:1>'))).toContain('\r\n\r\n<tel:body>');
  });

  it('reads the short form of the header', () => {
    expect(withoutTel('INVITE x SIP/2.0\r\nf: <tel:114>\r\n\r\n')).toContain('f: <sip:114@');
  });
});
