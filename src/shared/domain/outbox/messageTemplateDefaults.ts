import { messageTemplateSchema } from './messageTemplate.ts';
import type { MessageTemplate } from './messageTemplate.ts';

/*
 * The templates that come with the app, in both languages. An apology is said once; nothing is
 * promised that is not known; what a call left open drops out with its sentence.
 */

type Row = Pick<MessageTemplate, 'strategy'> &
  Partial<Pick<MessageTemplate, 'notice' | 'types' | 'reasons'>> & {
    readonly id: string;
    /** Name, words and, for what is longer than an SMS, a subject. */
    readonly ko: readonly [string, readonly string[], string?];
    readonly en: readonly [string, readonly string[], string?];
  };

/** Reasons of an absence that come with the app; a customer is never told a private one. */
const AWAY = ['meeting', 'training', 'meal', 'rest', 'away', 'coaching', 'focus', 'outage'];

const ROWS: readonly Row[] = [
  {
    id: 'confirmation',
    strategy: 'confirmation',
    ko: [
      '간단한 확인',
      [
        '<[{회사}] ><{고객}님, >말씀하신 내용을 접수했습니다. 확인 내용: {합의}. {약속}에 전화드리겠습니다.',
      ],
    ],
    en: [
      'Short confirmation',
      [
        '<[{company}] ><Hello {customer}. >We have noted what you told us. Noted: {agreed}. We will call you {window}.',
      ],
    ],
  },
  {
    id: 'detail',
    strategy: 'detail',
    ko: [
      '상세 정보',
      [
        '<[{회사}] ><{고객}님, >통화로 안내해 드린 내용을 정리해 드립니다.',
        '용건: {용건}',
        '상품: {상품}',
        '- {합의}',
        '{약속}에 다시 전화드리겠습니다.',
        '담당: {상담사}',
        '궁금하신 점은 {번호}(으)로 연락해 주십시오.',
      ],
      '<[{회사}] >상담 내용 안내',
    ],
    en: [
      'Details',
      [
        '<[{company}] ><Hello {customer}. >Here is what we told you on the phone.',
        'About: {topic}',
        'Product: {product}',
        '- {agreed}',
        'We will call you again {window}.',
        'Your contact: {agent}',
        'For any question please call {number}.',
      ],
      '<[{company}] >About our call',
    ],
  },
  {
    id: 'booked',
    strategy: 'reservation',
    notice: 'booked',
    ko: [
      '예약 안내',
      [
        '<[{회사}] ><{고객}님, >예약을 안내드립니다.',
        '일시: {예약시각}',
        '장소: {장소}',
        '준비물: {준비물}',
        '- {합의}',
        '변경이나 취소를 원하시면 {번호}(으)로 연락해 주십시오.',
      ],
    ],
    en: [
      'Reservation',
      [
        '<[{company}] ><Hello {customer}. >This is your reservation.',
        'When: {time}',
        'Where: {place}',
        'Please bring: {bring}',
        '- {agreed}',
        'To change or cancel it, please call {number}.',
      ],
    ],
  },
  {
    id: 'changed',
    strategy: 'reservation',
    notice: 'changed',
    ko: [
      '예약 변경',
      [
        '<[{회사}] ><{고객}님, >예약이 아래와 같이 변경되었습니다.',
        '일시: {예약시각}',
        '장소: {장소}',
        '준비물: {준비물}',
        '- {합의}',
        '이전에 안내해 드린 예약 대신 이 내용을 확인해 주십시오.',
        '맞지 않으시면 {번호}(으)로 연락해 주십시오.',
      ],
    ],
    en: [
      'Reservation moved',
      [
        '<[{company}] ><Hello {customer}. >Your reservation has been changed.',
        'When: {time}',
        'Where: {place}',
        'Please bring: {bring}',
        '- {agreed}',
        'It stands in place of what we told you before.',
        'If it does not suit you, please call {number}.',
      ],
    ],
  },
  {
    id: 'cancelled',
    strategy: 'reservation',
    notice: 'cancelled',
    ko: [
      '예약 취소',
      [
        '<[{회사}] ><{고객}님, >예약이 취소되었습니다.',
        '취소된 예약: {예약시각}<, {장소}>',
        '- {합의}',
        '다시 예약하시려면 {번호}(으)로 연락해 주십시오.',
      ],
    ],
    en: [
      'Reservation cancelled',
      [
        '<[{company}] ><Hello {customer}. >Your reservation is cancelled.',
        'Cancelled: {time}<, {place}>',
        '- {agreed}',
        'To book again, please call {number}.',
      ],
    ],
  },
  {
    id: 'absent',
    strategy: 'confirmation',
    reasons: AWAY,
    ko: [
      '부재 안내',
      [
        '<[{회사}] ><지금 {사유}이라 >전화를 받지 못해 죄송합니다. {복귀} 이후 통화하실 수 있습니다. {약속}에 전화드리겠습니다. 급하신 일은 {대체}(으)로 연락해 주십시오.',
      ],
    ],
    en: [
      'Absence',
      [
        '<[{company}] >Sorry we missed your call<; we are {reason}>. You can reach us after {back}. We will call you {window}. If it is urgent, please call {alternate}.',
      ],
    ],
  },
  {
    id: 'delayed',
    strategy: 'detail',
    types: ['deadline'],
    ko: [
      '처리 지연 안내',
      [
        '<[{회사}] ><{고객}님, ><{상품} >처리가 예정보다 늦어져 죄송합니다.',
        '지금 상황: {합의}.',
        '{약속}에 진행 상황을 전화로 알려 드리겠습니다.',
        '담당: {상담사}',
        '그 전에 궁금하신 점은 {번호}(으)로 연락해 주십시오.',
      ],
      '<[{회사}] >처리 지연 안내',
    ],
    en: [
      'Delay',
      [
        '<[{company}] ><Hello {customer}. >We are sorry that this takes longer than planned<: {product}>.',
        'Where it stands: {agreed}.',
        'We will call you {window} to tell you how it goes on.',
        'Your contact: {agent}',
        'For any question before then please call {number}.',
      ],
      '<[{company}] >Delay',
    ],
  },
  {
    id: 'corrected',
    strategy: 'detail',
    ko: [
      '사과와 재안내',
      [
        '<[{회사}] ><{고객}님, >앞서 드린 안내가 정확하지 않아 죄송합니다. 바로잡은 내용을 다시 안내드립니다.',
        '- {합의}',
        '{약속}에 전화로 한 번 더 확인드리겠습니다.',
        '담당: {상담사}',
        '궁금하신 점은 {번호}(으)로 연락해 주십시오.',
      ],
      '<[{회사}] >안내 내용 정정',
    ],
    en: [
      'Apology and correction',
      [
        '<[{company}] ><Hello {customer}. >We are sorry that what we told you was not right. This is the correct information.',
        '- {agreed}',
        'We will call you {window} to make sure.',
        'Your contact: {agent}',
        'For any question please call {number}.',
      ],
      '<[{company}] >Correction',
    ],
  },
];

export const SHIPPED_TEMPLATES: readonly MessageTemplate[] = (['ko', 'en'] as const).flatMap(
  (language) =>
    ROWS.map(({ id, ko, en, ...rest }) => {
      const [name, body, subject = ''] = language === 'ko' ? ko : en;
      return messageTemplateSchema.parse({
        ...{ ...rest, id: `${id}-${language}`, name, language, subject, body: body.join('\n') },
      });
    }),
);
