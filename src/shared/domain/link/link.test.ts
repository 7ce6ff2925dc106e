import { describe, expect, it } from 'vitest';
import { dialString } from '../phone-number/phoneNumber.ts';
import { findLink, LINK_REFUSALS, readLink } from './link.ts';

const DOMAIN = 'pbx.example.com';

describe('a link', () => {
  it.each([
    ['tel:01012345678', '01012345678'],
    ['tel:+82-10-1234-5678', '+82-10-1234-5678'],
    ['TEL:02)123-4567', '02)123-4567'],
    ['tel://010-1234-5678', '010-1234-5678'],
    ['tel:%2B82%2010%201234%205678', '+82 10 1234 5678'],
    ['tel:０１０－１２３４－５６７８', '010-1234-5678'],
    ['tel:*72%23', '*72#'],
    ['tel:114', '114'],
    ['tel:02-123-4567;phone-context=+82', '02-123-4567'],
    [`tel:1001;phone-context=${DOMAIN}`, '1001'],
    ['callto:01012345678', '01012345678'],
    ['callto://+821012345678', '+821012345678'],
    ['callto:kim.minji', 'kim.minji'],
    [`sip:1001@${DOMAIN}`, '1001'],
    ['sip:1001@PBX.example.com:5061', '1001'],
    [`sips:kim@${DOMAIN}`, 'kim'],
    [`sip:+82101234567@${DOMAIN};user=phone`, '+82101234567'],
    ['sip:1001', '1001'],
  ])('%j fills the dial box with %j', (link, text) => {
    expect(readLink(link, DOMAIN)).toEqual({ ok: true, text, extension: null });
  });

  it('says the extension to ask for, and does not dial it', () => {
    expect(readLink('tel:02-123-4567;ext=301', null)).toEqual({
      ok: true,
      text: '02-123-4567',
      extension: '301',
    });
  });

  it.each([
    // A request would carry what the link's writer wants.
    ['sip:1001@pbx.example.com?Subject=hi', 'headers'],
    ['sip:1001@pbx.example.com?Replaces=abc%3Bto-tag%3D1', 'headers'],
    ['tel:0101234?body=x', 'headers'],
    ['sip:1001@pbx.example.com;transport=udp', 'parameters'],
    ['sip:1001@pbx.example.com;maddr=10.0.0.1', 'parameters'],
    ['sip:1001@pbx.example.com;method=REFER', 'parameters'],
    ['tel:0101234;postd=pp22', 'parameters'],
    ['tel:0101234;isub=1', 'parameters'],
    ['tel:0101234;ext=1%0d%0a2', 'parameters'],
    ['tel:0101234;', 'parameters'],
    ['tel:1234;phone-context=+1', 'context'],
    ['tel:1234;phone-context=evil.example', 'context'],
    ['tel:1234;phone-context=', 'context'],
    ['sip:1001@evil.example', 'host'],
    ['sip:1001@pbx.example.com.evil.example', 'host'],
    ['sip:1001@pbx.example.com%00', 'host'],
    ['sip:1001@', 'host'],
    ['sip:1001@evil.example@pbx.example.com', 'characters'],
    ['sip:1001:secret@pbx.example.com', 'password'],
    // Another call than the one that is read.
    ['tel:010\r\nVia: x', 'unseen'],
    ['tel:010%0d%0aVia:x', 'unseen'],
    ['tel:010%001234', 'unseen'],
    ['tel:010\u202e4321', 'unseen'],
    ['tel:%E2%80%AE0101234', 'unseen'],
    ['tel:010%E2%80%8B1234', 'unseen'],
    ['tel:\u2066010\u2069', 'unseen'],
    ['tel:010%ED%A0%80', 'encoding'],
    ['tel:%253B0101234', 'encoding'],
    ['tel:010%2', 'encoding'],
    ['tel:%zz', 'encoding'],
    ['tel:%FF', 'encoding'],
    // Encoded, and still no number.
    ['tel:010%3Fx=1', 'characters'],
    ['tel:010%3Bext=1', 'characters'],
    ['sip:1001%40evil.example@pbx.example.com', 'characters'],
    ['tel:010,,1234', 'characters'],
    ['tel:<b>010</b>', 'characters'],
    ['tel:공일공', 'characters'],
    ['callto:kim minji', 'characters'],
    ['sip:sip:1001@pbx.example.com', 'password'],
    [`tel:${'1'.repeat(65)}`, 'too-long'],
    [`tel:${'1'.repeat(1_000_000)}`, 'too-long'],
    [`tel:${'%31'.repeat(22)}`, 'too-long'],
    ['tel:', 'empty'],
    ['tel:%20', 'empty'],
    ['tel:---', 'empty'],
    ['javascript:alert(1)', 'scheme'],
    ['mailto:a@b.c', 'scheme'],
    ['tel', 'scheme'],
    ['xtel:0101234', 'scheme'],
    ['', 'scheme'],
  ])('%j is refused: %s', (link, code) => {
    expect(readLink(link, DOMAIN)).toEqual({ ok: false, code });
  });

  it('at any host is refused without an account', () => {
    expect(readLink('sip:1001@pbx.example.com', null)).toEqual({ ok: false, code: 'host' });
  });

  it('is never read as something that cannot be dialled, whatever it is', () => {
    const pieces = ['tel:', 'sip:', '0', '1', '+', '%', '%3', ';', '?', '@', ':', '/', '\\', '\n'];
    const more = ['\u202e', '\ud800', '가', ' ', '#', '*', 'a', ';ext=', '%25', '%00', '..', '"'];
    const all = [...pieces, ...more];
    let seed = 20_261_125;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
    const wrong: string[] = [];
    for (let run = 0; run < 20_000; run += 1) {
      let link = all[next() % 2] ?? '';
      for (let length = next() % 12; length > 0; length -= 1) link += all[next() % all.length];
      const read = readLink(link, DOMAIN);
      if (read.ok ? !dialString(read.text).ok : !LINK_REFUSALS.includes(read.code)) {
        wrong.push(link);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('among arguments', () => {
  it.each([
    [['--data-dir', '/d', 'tel:010'], 'tel:010'],
    [['.', '--', 'SIP:1001@a.kr'], 'SIP:1001@a.kr'],
    [['--inspect', 'x'], null],
    [['--link=tel:010'], null],
    [[], null],
  ])('%j the link is %j', (args, link) => {
    expect(findLink(args)).toBe(link);
  });
});
