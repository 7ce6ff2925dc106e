import { describe, expect, it } from 'vitest';
import { parseNameAddrs } from './nameAddr.ts';

const read = (...values: string[]) =>
  parseNameAddrs(values, 10).map(({ uri, name, params }) => [
    uri,
    name,
    Object.fromEntries(params),
  ]);

describe('parseNameAddrs', () => {
  it.each([
    ['<sip:a@b>', [['sip:a@b', null, {}]]],
    ['sip:a@b;reason=busy', [['sip:a@b', null, { reason: 'busy' }]]],
    ['"김하늘" <sip:010@b>', [['sip:010@b', '김하늘', {}]]],
    [String.raw`"a\", b" <sip:a@b>`, [['sip:a@b', 'a", b', {}]]],
    ['Kim Haneul <tel:+821012345678>', [['tel:+821012345678', 'Kim Haneul', {}]]],
    ['<sip:a@b;user=phone>;X=1;y', [['sip:a@b;user=phone', null, { x: '1', y: '' }]]],
    // Separators in quotes, brackets and escapes are none.
    [
      String.raw`"a, \"b\"; <sip:evil@x>" <sip:a@b>;text="1;2,3", <tel:114>`,
      [
        ['sip:a@b', 'a, "b"; <sip:evil@x>', { text: '1;2,3' }],
        ['tel:114', null, {}],
      ],
    ],
    [
      '<sip:a@b?Reason=SIP%3Bcause%3D302>;index=1',
      [['sip:a@b?Reason=SIP%3Bcause%3D302', null, { index: '1' }]],
    ],
  ])('reads %s', (text, addresses) => {
    expect(read(text)).toEqual(addresses);
  });

  it.each([
    '',
    ',,,',
    '"never ends <sip:a@b>',
    '<javascript:alert(1)>',
    '<sip:a b@c>',
    '<sip:a@b',
    '<<sip:a@b>>',
    'sip:',
    '<https://evil.invalid/>',
    `<sip:${'a'.repeat(2_000)}@b>`,
  ])('passes over %j', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('reads the header however often it is there, in its order', () => {
    expect(read('<sip:1@b>, <sip:2@b>', '<sip:3@b>').map(([uri]) => uri)).toEqual([
      'sip:1@b',
      'sip:2@b',
      'sip:3@b',
    ]);
  });

  it('is done quickly with whatever comes', () => {
    const began = performance.now();
    for (const text of ['"'.repeat(1e6), '<'.repeat(1e6), ',;'.repeat(1e6), '\\'.repeat(1e6)]) {
      expect(parseNameAddrs([text, text], 5)).toEqual([]);
    }
    expect(
      parseNameAddrs(
        Array.from({ length: 1e5 }, () => '<sip:a@b>'),
        5,
      ),
    ).toHaveLength(5);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
