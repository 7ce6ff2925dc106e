import { describe, expect, it } from 'vitest';
import type { Consent } from '../customer/customer.ts';
import { advertisingSettingsSchema } from '../message/advertisingSettings.ts';
import { NO_FACTS } from '../message/proof.ts';
import { secondCheckSchema } from '../message/secondCheckWords.ts';
import { WORDS_ONLY } from './content.ts';
import type { TextContent } from './content.ts';
import { mended, review } from './review.ts';
import type { Review } from './review.ts';

/** A Thursday, two in the afternoon. */
const NOW = new Date('2026-11-26T14:00:00').getTime();
const read = (body: string, content: Partial<TextContent> = {}, consents: Consent[] = []): Review =>
  review({
    ...{
      body,
      way: { encoding: 'cp949', newline: 'lf' },
      at: NOW,
      customer: '김하늘',
      others: [],
      facts: NO_FACTS,
    },
    content: { ...WORDS_ONLY, ...content },
    numbers: { desk: [], customer: ['01012345678'] },
    consents,
    advertising: advertisingSettingsSchema.parse({}),
    secondCheck: secondCheckSchema.parse({}),
  });
const CARD = '카드 4111-1111-1111-1111로 결제했습니다.';

describe('a text that is read before it goes', () => {
  it('goes where nothing is found', () => {
    const { size, checks, blocks } = read('내일 전화드리겠습니다.');
    expect([size.units, size.form, checks, blocks]).toEqual([22, 'sms', [], []]);
  });

  it.each<[string, string, Partial<TextContent>, readonly string[]]>([
    ['nothing is written', ' \n', {}, ['empty']],
    ['a character cannot be sent', '감사합니다 😀', {}, ['unsendable']],
    ['it is longer than anything', '가'.repeat(1_001), {}, ['too-long']],
    ['its subject is too long', '감사합니다.', { subject: '가'.repeat(21) }, ['subject']],
    ['a hole is left', '{약속}에 전화드리겠습니다.', {}, ['finding']],
    ['a card number stands in it', CARD, {}, ['finding']],
    ['it is of money', '대출 금리를 안내드립니다.', {}, ['second-check']],
    ['it advertises without consent', '(광고)새 상품', { category: 'advertising' }, ['finding']],
  ])('stays where %s', (_name, body, content, blocks) => {
    expect(read(body, content).blocks).toEqual(blocks);
  });

  it('stays where the customer wants no texts, until somebody says why they get this one', () => {
    const no: Consent = {
      ...{ kind: 'informational', given: false, on: NOW, at: NOW, id: 'c', source: '전화' },
    };
    expect(read('내일 뵙겠습니다.', {}, [no]).blocks).toEqual(['unwanted']);
    expect(read('내일 뵙겠습니다.', { despite: '예약 변경' }, [no]).blocks).toEqual([]);
    expect(read('내일 뵙겠습니다.', {}, [no, { ...no, given: true }]).blocks).toEqual([]);
  });

  it('goes once it was read a second time', () => {
    expect(read('대출 금리를 안내드립니다.', { secondCheckAt: NOW }).blocks).toEqual([]);
  });

  it('finds a wrong weekday, in its place, with the right one', () => {
    const { checks, blocks } = read('11/27(목) 10:00에 전화드리겠습니다.');
    expect(checks).toMatchObject([{ kind: 'weekday', step: 'proof', mayStand: true }]);
    expect(blocks).toEqual([]);
    const [check] = checks;
    expect(check && mended('11/27(목) 10:00에 전화드리겠습니다.', check)).toBe(
      '11/27(금) 10:00에 전화드리겠습니다.',
    );
  });

  it('masks a card, or lets it stand where the agent says so', () => {
    const [check] = read(CARD).checks;
    expect(check).toMatchObject({ step: 'private', said: '4111-1111-1111-1111', mayStand: true });
    expect(read(mended(CARD, check ?? { from: 0, to: 0, offer: null })).blocks).toEqual([]);
    expect(read(CARD, { passed: [check?.key ?? ''] }).checks).toEqual([]);
  });

  it('never lets a hole stand', () => {
    const hole = '{약속}에 전화드리겠습니다.';
    const keys = read(hole).checks.map(({ key }) => key);
    expect(read(hole, { passed: keys }).blocks).toEqual(['finding']);
  });
});
