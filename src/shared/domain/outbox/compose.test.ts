import { describe, expect, it } from 'vitest';
import { unsendableIn } from '../message/charset.ts';
import { cp949Bytes, SMS_BYTES } from '../message/meter.ts';
import { findPrivate } from '../message/privacy.ts';
import { NO_FACTS, proofread } from '../message/proof.ts';
import { composeText } from './compose.ts';
import type { ComposeAbout } from './compose.ts';
import { STRATEGIES } from './content.ts';

/** A Thursday, two in the afternoon. */
const NOW = new Date('2026-11-26T14:00:00').getTime();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const reservation = { at: NOW + DAY, place: '본관 2층', bring: '신분증', state: 'booked' } as const;
const compose = (change: Partial<ComposeAbout> = {}): string =>
  composeText({
    ...{ strategy: 'confirmation', language: 'ko', company: '한빛상사', agent: '이상담' },
    ...{ customer: '김하늘', agreed: '배송지 변경', reservation: null, reply: false, now: NOW },
    window: { from: NOW + 20 * HOUR, to: NOW + 22 * HOUR },
    ...change,
  });

describe('a confirmation', () => {
  it('says what was agreed and when they will be called, in one SMS', () => {
    expect(compose()).toBe(
      '[한빛상사] 김하늘님, 확인드립니다: 배송지 변경. 11/27(금) 10:00~12:00에 전화드리겠습니다.',
    );
    expect(cp949Bytes(compose())).toBeLessThanOrEqual(SMS_BYTES);
  });

  it('takes a sentence as it was written', () => {
    expect(compose({ agreed: '새 제품을 보내 드립니다.', window: null })).toBe(
      '[한빛상사] 김하늘님, 새 제품을 보내 드립니다.',
    );
  });

  it('has no hole where nothing is known, nor a call that is over', () => {
    const bare = { company: '', agent: '', customer: '', agreed: ' \n ' };
    expect(compose({ ...bare, window: { from: NOW - 2, to: NOW - 1 } })).toBe(
      '고객님, 통화로 말씀하신 내용을 접수했습니다.',
    );
  });

  it('says it in English', () => {
    const text = compose({
      ...{ language: 'en', company: 'Hanbit', customer: 'Ms Kim', agreed: 'new address' },
    });
    expect(text).toBe(
      '[Hanbit] Ms Kim, Noted: new address. We will call you Fri 27 Nov 10:00-12:00.',
    );
    expect(cp949Bytes(text)).toBeLessThanOrEqual(SMS_BYTES);
  });
});

describe('a detailed text', () => {
  it('has a line for each thing, the agent, and a line that asks for an answer', () => {
    expect(
      compose({ strategy: 'detail', agreed: '원인: 배송 누락\n처리: 재발송', reply: true }),
    ).toBe(
      [
        '[한빛상사] 김하늘님, 통화로 안내해 드린 내용입니다.',
        '- 원인: 배송 누락',
        '- 처리: 재발송',
        '11/27(금) 10:00~12:00에 전화드리겠습니다.',
        '담당: 이상담',
        '회신은 이 번호로 주십시오.',
      ].join('\n'),
    );
  });
});

describe('a notice of a reservation', () => {
  const notice = (change: Partial<ComposeAbout> = {}): string =>
    compose({ strategy: 'reservation', agreed: '', reservation, ...change });

  it('says when, where and what to bring, in one SMS', () => {
    expect(notice()).toBe(
      '[한빛상사] 김하늘님, 예약을 안내드립니다.\n11/27(금) 14:00, 본관 2층\n준비물: 신분증',
    );
    expect(cp949Bytes(notice())).toBeLessThanOrEqual(SMS_BYTES);
  });

  it('says that it has moved, in one SMS', () => {
    const moved = { ...reservation, state: 'changed', at: NOW + 2 * DAY } as const;
    expect(notice({ reservation: moved })).toBe(
      '[한빛상사] 김하늘님, 예약이 바뀌었습니다.\n11/28(토) 14:00, 본관 2층\n준비물: 신분증',
    );
    expect(cp949Bytes(notice({ reservation: moved }))).toBeLessThanOrEqual(SMS_BYTES);
  });

  it('says that it is cancelled, and no longer what to bring', () => {
    expect(notice({ reservation: { ...reservation, state: 'cancelled' } })).toBe(
      '[한빛상사] 김하늘님, 아래 예약을 취소했습니다.\n11/27(금) 14:00, 본관 2층',
    );
  });

  it('says nothing to bring where there is nothing', () => {
    expect(notice({ reservation: { ...reservation, bring: '' } })).not.toContain('준비물');
  });
});

describe.each(['ko', 'en'] as const)('every sentence of ours in %s', (language) => {
  it.each(STRATEGIES)('%s can be sent, and passes the checks that it is put to', (strategy) => {
    const customer = language === 'ko' ? '김하늘' : 'Ms Kim';
    for (const state of ['booked', 'changed', 'cancelled'] as const) {
      const body = compose({
        strategy,
        language,
        customer,
        reply: true,
        reservation: { ...reservation, state },
      });
      expect(unsendableIn(body)).toEqual([]);
      expect(findPrivate(body)).toEqual([]);
      const times = [reservation.at, NOW + 20 * HOUR, NOW + 22 * HOUR];
      const facts = { ...NO_FACTS, times };
      const read = { body, now: NOW, customer, others: [], facts };
      expect(proofread(read)).toEqual([]);
    }
  });
});
