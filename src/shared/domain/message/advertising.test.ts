import { describe, expect, it } from 'vitest';
import type { Consent, ConsentKind } from '../customer/customer.ts';
import { advertisingFaults, advertisingWaitsUntil, asAdvertisement } from './advertising.ts';
import { advertisingSettingsSchema } from './advertisingSettings.ts';

const settings = advertisingSettingsSchema.parse({
  ...{ sender: '한빛전자', contact: '1588-1234', optOut: '080-123-4567' },
});
const consent = (kind: ConsentKind, given: boolean, on = 0): Consent => ({
  ...{ kind, given, on, at: on, source: '전화' },
  id: '018f0000-0000-7000-8000-000000000000',
});
const at = (hour: number, minute = 0) => new Date(2026, 10, 26, hour, minute).getTime();
const RIGHT = '(광고)한빛전자 1588-1234\n신제품을 소개합니다.\n무료수신거부 080-123-4567';

const faults = (
  body: string,
  {
    consents = [consent('advertising', true)],
    when = at(14),
    own = settings,
  }: { consents?: readonly Consent[]; when?: number; own?: typeof settings } = {},
) => advertisingFaults({ body, category: 'advertising', consents, at: when, settings: own });
const kinds = (...parameters: Parameters<typeof faults>) =>
  faults(...parameters).map(({ kind }) => kind);

describe('the form of an advertisement', () => {
  it('is right', () => {
    expect(faults(RIGHT)).toEqual([]);
    expect(faults(RIGHT.replace('080-123-4567', '0801234567'))).toEqual([]);
    expect(faults(RIGHT.replace('무료수신거부 080-123-4567', '무료거부 080-123-4567\n'))).toEqual(
      [],
    );
  });

  it.each([
    ['[광고]한빛전자', '[광고]'],
    [' (광고)한빛전자', ' (광고)'],
    ['(광 고)한빛전자', '(광 고)'],
    ['（광고）한빛전자', '（광고）'],
    ['광고)한빛전자', '광고)'],
    ['\u200B(광고)한빛전자', '\u200B(광고)'],
    ['한빛전자(광고)', ''],
  ])('does not begin as %j does', (head, said) => {
    expect(faults(RIGHT.replace('(광고)한빛전자', head))).toMatchObject([
      { kind: 'mark', severity: 'stop', from: 0, said, offer: '(광고)' },
    ]);
  });

  it.each([
    ['sender', RIGHT.replace('한빛전자', '우리')],
    ['contact', RIGHT.replace('1588-1234', '')],
    ['opt-out', RIGHT.replace('무료수신거부 080-123-4567', '')],
    ['opt-out', RIGHT.replace('무료', '')],
    ['opt-out', RIGHT.replace('080-123-4567', '080-999-4567')],
    ['opt-out', `${RIGHT}\n또 만나요`],
  ])('lacks its %s', (kind, body) => {
    expect(kinds(body)).toEqual([kind]);
  });

  it('cannot be right while nobody has said who advertises', () => {
    expect(kinds(RIGHT, { own: advertisingSettingsSchema.parse({}) })).toEqual([
      ...['sender', 'contact', 'opt-out'],
    ]);
  });

  it.each([
    '신제품을 소개합니다.',
    '[광고] 신제품을 소개합니다.',
    '（광고）신제품을 소개합니다.',
    '  (광고) 한빛전자 신제품을 소개합니다.',
    '신제품을 소개합니다.\n무료수신거부 080-123-4567',
    '신제품을 소개합니다.\n문의 1588-1234',
    '',
    RIGHT,
  ])('is made of %j, once', (body) => {
    const made = asAdvertisement(body, settings);
    expect(faults(made)).toEqual([]);
    expect(asAdvertisement(made, settings)).toBe(made);
    expect(made.match(/광고/g)).toHaveLength(1);
  });

  it('stays as it is where it is right', () => {
    expect(asAdvertisement(RIGHT, settings)).toBe(RIGHT);
    expect(asAdvertisement('신제품을 소개합니다.', settings)).toBe(RIGHT);
  });
});

describe('consent', () => {
  it.each<[string, readonly Consent[], readonly string[]]>([
    ['none was given', [], ['no-consent']],
    ['only to texts about their own matter', [consent('informational', true)], ['no-consent']],
    [
      'it was withdrawn',
      [consent('advertising', true), consent('advertising', false, 1)],
      ['no-consent'],
    ],
    ['it was given again', [consent('advertising', false), consent('advertising', true, 1)], []],
    ['only for the night', [consent('advertising-night', true)], ['no-consent']],
  ])('%s', (_, consents, expected) => {
    expect(kinds(RIGHT, { consents })).toEqual(expected);
  });

  it.each([
    [20, 59, null],
    [21, 0, new Date(2026, 10, 27, 8, 0).getTime()],
    [23, 59, new Date(2026, 10, 27, 8, 0).getTime()],
    [0, 0, at(8)],
    [7, 59, at(8)],
    [8, 0, null],
  ])('at %i:%i it waits until %s', (hour, minute, until) => {
    const when = at(hour, minute);
    const day = [consent('advertising', true)];
    expect(kinds(RIGHT, { when })).toEqual(until === null ? [] : ['night']);
    expect(advertisingWaitsUntil(day, when, settings)).toBe(until);
    const both = [...day, consent('advertising-night', true)];
    expect(kinds(RIGHT, { when, consents: both })).toEqual([]);
    expect(advertisingWaitsUntil(both, when, settings)).toBeNull();
    const withdrawn = [...both, consent('advertising-night', false, 1)];
    expect(advertisingWaitsUntil(withdrawn, when, settings)).toBe(until);
  });
});

describe('information', () => {
  const looks = (body: string) =>
    advertisingFaults({
      ...{ body, category: 'information' as const, consents: [], at: at(23), settings },
    }).map(({ kind, severity, said }) => [kind, severity, said]);

  it('has no form, needs no such consent, and leaves at any hour', () => {
    expect(looks('[한빛] 11/26(목) 15:00에 전화드리겠습니다. 급한 문의: 1588-1234')).toEqual([]);
  });

  it.each([
    ['50% 할인 행사, 할인은 오늘까지', '할인'],
    ['（광고）안내', '（광고）'],
    ['신규 쿠폰을 드립니다', '쿠폰'],
    ['지금 가입하시면 좋습니다', '지금 가입하'],
    ['Big SALE today', 'SALE'],
  ])('is looked at where it reads like advertising: %j', (body, said) => {
    expect(looks(body)).toEqual([['reads-like-it', 'look', said]]);
  });
});

it('the night has a beginning and another end', () => {
  expect(advertisingSettingsSchema.safeParse({ nightFrom: 60, nightTo: 60 }).success).toBe(false);
});
