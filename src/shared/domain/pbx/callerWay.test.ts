import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '../../../../tests/support/hostileNames.ts';
import { parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import { callerWay, houseNames, identitySchema, stationSchema } from './callerWay.ts';
import type { Identity, WayHeaders } from './callerWay.ts';

const from = (dialled: string, name: string | null = null): Identity => ({
  address: `sip:${dialled}@carrier.example`,
  dialled,
  e164: parsePhoneNumber(dialled).e164,
  name,
  rawName: name,
});
const NONE: WayHeaders = { asserted: [], diversion: [], historyInfo: [] };
const house = houseNames([
  { number: '1588-0000', name: '대표번호' },
  { number: '7000', name: '상담 큐' },
]);
const way = (caller: Identity, headers: Partial<WayHeaders>) =>
  callerWay(caller, { ...NONE, ...headers }, '1001', house);

describe('who calls', () => {
  it('is who From names when nobody vouches for anybody', () => {
    expect(way(from('01012345678', '김하늘'), {})).toEqual(from('01012345678', '김하늘'));
  });

  it('is who the exchange vouches for when From is anonymous, and both are kept', () => {
    const anonymous = from('anonymous', 'Anonymous');
    expect(way(anonymous, { asserted: ['"김하늘" <sip:+821012345678@pbx.example>'] })).toEqual({
      address: 'sip:+821012345678@pbx.example',
      dialled: '+821012345678',
      e164: '+821012345678',
      name: '김하늘',
      rawName: '김하늘',
      claimed: anonymous,
    });
  });

  it('is who the exchange vouches for when From names another, whose name is not lent', () => {
    const caller = way(from('15880000', '은행'), { asserted: ['<tel:+821012345678>'] });
    expect(caller).toMatchObject({ e164: '+821012345678', name: null });
    expect(caller.claimed).toMatchObject({ dialled: '15880000', name: '은행' });
  });

  it.each([
    ['the same number otherwise written', ['<sip:+82-10-1234-5678@b>']],
    ['nobody', []],
    ['somebody anonymous', ['"Anonymous" <sip:anonymous@anonymous.invalid>']],
    ['a host alone', ['<sip:pbx.example>']],
    ['rubbish', ['%%%', '<javascript:1>']],
  ])('stays who From names when vouched for is %s', (_what, asserted) => {
    expect(way(from('01012345678', '김하늘'), { asserted })).toEqual(from('01012345678', '김하늘'));
  });

  it('takes the exchange’s name for the same number', () => {
    const caller = way(from('01012345678', 'WIRELESS CALLER'), {
      asserted: ['"김하늘" <sip:01012345678@b>'],
    });
    expect(caller).toMatchObject({ dialled: '01012345678', name: '김하늘' });
    expect(caller.claimed?.name).toBe('WIRELESS CALLER');
  });

  it('takes the telephone number of a sip: and a tel: one', () => {
    const asserted = ['"김하늘" <sip:haneul@b>', '<tel:+821012345678>'];
    expect(way(from('anonymous'), { asserted }).e164).toBe('+821012345678');
  });
});

describe('the call’s way', () => {
  const numbers = (headers: Partial<WayHeaders>) =>
    way(from('01012345678'), headers).via?.map(({ number, name, reason }) => [
      number,
      name,
      reason,
    ]);

  it('begins with the number that was dialled, named by the house', () => {
    expect(
      numbers({
        diversion: [
          '<sip:7000@b>;reason=no-answer;counter=1',
          '"본사" <sip:15880000@b>;reason=unconditional',
        ],
      }),
    ).toEqual([
      ['15880000', '대표번호', 'unconditional'],
      ['7000', '상담 큐', 'no-answer'],
    ]);
  });

  it('is read from a history, which ends with ourselves', () => {
    expect(
      numbers({
        historyInfo: [
          '<sip:15880000@b>;index=1, <sip:7000@b?Reason=SIP%3Bcause%3D302>;index=1.1',
          '<sip:1001@b;cause=408>;index=1.1.1',
        ],
      }),
    ).toEqual([
      ['15880000', '대표번호', null],
      ['7000', '상담 큐', '302'],
    ]);
  });

  it.each<[string, Partial<WayHeaders>]>([
    ['nothing was diverted', {}],
    ['the history is of one', { historyInfo: ['<sip:1001@b>;index=1'] }],
    ['only ourselves diverted', { diversion: ['<sip:1001@b>'] }],
    ['it cannot be read', { diversion: ['"x <sip:1@b>'], historyInfo: [';;;'] }],
  ])('is not there when %s', (_what, headers) => {
    expect(way(from('01012345678'), headers)).toEqual(from('01012345678'));
  });

  it('keeps five stations, each once', () => {
    const diversion = Array.from({ length: 400 }, (_, index) => `<sip:${index % 7}@b>`);
    expect(numbers({ diversion })).toHaveLength(5);
  });

  it('keeps a reason of letters only', () => {
    expect(numbers({ diversion: ['<sip:1@b>;reason="<b>x</b>"'] })).toEqual([['1', null, null]]);
  });
});

describe('hostile names', () => {
  it.each(HOSTILE_NAMES)('%# are text, short and without unseen characters', (name) => {
    const header = `${name} <sip:01012345678@b>`;
    const caller = way(from('anonymous'), { asserted: [header], diversion: [header] });
    for (const text of [caller.name, caller.via?.[0]?.name]) {
      expect(text ?? '').not.toMatch(/(?![\u200C\u200D])[\p{Cc}\p{Cf}]/u);
    }
    expect(identitySchema.safeParse(caller).success).toBe(true);
    for (const station of caller.via ?? []) {
      expect(stationSchema.safeParse(station).success).toBe(true);
    }
  });
});
