import { describe, expect, it } from 'vitest';
import { dialString, parsePhoneNumber, userPartOf } from './phoneNumber.ts';

describe('parsePhoneNumber', () => {
  it.each([
    ['01012345678', '+821012345678', '010-1234-5678', 'mobile'],
    ['010-1234-5678', '+821012345678', '010-1234-5678', 'mobile'],
    ['010 1234 5678', '+821012345678', '010-1234-5678', 'mobile'],
    ['010.1234.5678', '+821012345678', '010-1234-5678', 'mobile'],
    ['０１０－１２３４－５６７８', '+821012345678', '010-1234-5678', 'mobile'],
    ['+82 10-1234-5678', '+821012345678', '010-1234-5678', 'mobile'],
    ['+82 010-1234-5678', '+821012345678', '010-1234-5678', 'mobile'],
    ['821012345678', '+821012345678', '010-1234-5678', 'mobile'],
    ['00821012345678', '+821012345678', '010-1234-5678', 'mobile'],
    ['0082 010 1234 5678', '+821012345678', '010-1234-5678', 'mobile'],
    ['0111234567', '+82111234567', '011-123-4567', 'mobile'],
    ['021234567', '+8221234567', '02-123-4567', 'landline'],
    ['02-1234-5678', '+82212345678', '02-1234-5678', 'landline'],
    ['82 2 1234 5678', '+82212345678', '02-1234-5678', 'landline'],
    ['031-123-4567', '+82311234567', '031-123-4567', 'landline'],
    ['064-123-4567', '+82641234567', '064-123-4567', 'landline'],
    ['07012345678', '+827012345678', '070-1234-5678', 'internet'],
    ['0802345678', '+82802345678', '080-234-5678', 'toll-free'],
    ['0601234567', '+82601234567', '060-123-4567', 'premium'],
    ['050712345678', '+8250712345678', '0507-1234-5678', 'safe'],
    ['+82 50712345678', '+8250712345678', '0507-1234-5678', 'safe'],
    ['05051234567', '+825051234567', '0505-123-4567', 'safe'],
    ['15881234', '+8215881234', '1588-1234', 'representative'],
    ['1600-1234', '+8216001234', '1600-1234', 'representative'],
    ['18001234', '+8218001234', '1800-1234', 'representative'],
    ['+8215881234', '+8215881234', '1588-1234', 'representative'],
    ['114', null, '114', 'special'],
    ['119', null, '119', 'special'],
    ['120', null, '120', 'special'],
    ['1345', null, '1345', 'special'],
    ['02120', null, '02-120', 'special'],
    ['031-120', null, '031-120', 'special'],
    ['+82 2 120', null, '02-120', 'special'],
    ['+1 415 555 2671', '+14155552671', '+1 415 555 2671', 'international'],
    ['00114155552671', '+14155552671', '+1 415 555 2671', 'international'],
    ['0014155552671', '+14155552671', '+1 415 555 2671', 'international'],
    ['+81 3-1234-5678', '+81312345678', '+81 3 1234 5678', 'international'],
    ['2101', null, '2101', 'short'],
    ['70', null, '70', 'short'],
    ['*98', null, '*98', 'code'],
    ['*72 010-1234', null, '*720101234', 'code'],
    ['alice.kim', null, 'alice.kim', 'user'],
    ['alice kim', null, 'alice kim', 'unknown'],
    ['anonymous', null, 'anonymous', 'user'],
    // 010 has eleven digits, though the library would take ten.
    ['0101234567', null, '0101234567', 'unknown'],
    ['0123456789012345678901', null, '0123456789012345678901', 'unknown'],
    ['', null, '', 'unknown'],
    ['\u202E0101234\u202C5678', '+821012345678', '010-1234-5678', 'mobile'],
    ['김철수', null, '김철수', 'unknown'],
  ])('reads %j', (input, e164, display, kind) => {
    expect(parsePhoneNumber(input)).toEqual({ e164, display, kind });
  });

  it('reads its own display again', () => {
    for (const input of ['01012345678', '050712345678', '15881234', '+14155552671', '021234567']) {
      const first = parsePhoneNumber(input);
      expect(parsePhoneNumber(first.display)).toEqual(first);
    }
  });

  it('is bounded for a megabyte of digits', () => {
    expect(parsePhoneNumber('1'.repeat(1_000_000)).kind).toBe('unknown');
  });
});

describe('dialString', () => {
  it.each([
    ['010-1234-5678', '01012345678'],
    [' (02) 123–4567 ', '021234567'],
    ['+82 10 1234 5678', '+821012345678'],
    ['０１０１２３４', '0101234'],
    ['114', '114'],
    ['*98', '*98'],
    ['#21#', '%2321%23'],
    ['alice.kim', 'alice.kim'],
    ['agent-7', 'agent-7'],
    ['a'.repeat(64), 'a'.repeat(64)],
  ])('dials %j', (input, user) => {
    expect(dialString(input)).toEqual({ ok: true, user });
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['--', 'empty'],
    ['1'.repeat(65), 'too-long'],
    ['1'.repeat(100_000), 'too-long'],
    ['010\r\nVia: x', 'forbidden'],
    ['010\n1234', 'forbidden'],
    ['010\uFEFF1234', 'forbidden'],
    ['010\u202E1234', 'forbidden'],
    ['010\u200B1234', 'forbidden'],
    ['010\u00001234', 'forbidden'],
    ['alice@example.com', 'forbidden'],
    ['sip:alice', 'forbidden'],
    ['alice;transport=udp', 'forbidden'],
    ['alice?subject=x', 'forbidden'],
    ['alice kim', 'forbidden'],
    ['김철수', 'forbidden'],
    ['12%0a34', 'forbidden'],
  ])('refuses %j', (input, reason) => {
    expect(dialString(input)).toEqual({ ok: false, reason });
  });
});

describe('userPartOf', () => {
  it.each([
    ['sip:1001@pbx.example.com', '1001'],
    ['sips:alice@[::1]:5061;transport=wss', 'alice'],
    ['SIP:Alice@example.com', 'Alice'],
    ['sip:+82-10-1234;phone-context=x@example.com;user=phone', '+82-10-1234'],
    ['sip:alice:secret@example.com', 'alice'],
    ['sip:%EA%B9%80@example.com', '김'],
    ['sip:%E0%A4%A@example.com', '%E0%A4%A'],
    ['tel:+82-10-1234-5678;ext=1', '+821012345678'],
    ['tel:114', '114'],
    ['sip:example.com', ''],
    ['mailto:a@b', ''],
    ['', ''],
  ])('of %j', (uri, user) => {
    expect(userPartOf(uri)).toBe(user);
  });
});
