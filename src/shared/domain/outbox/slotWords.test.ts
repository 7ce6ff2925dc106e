import { describe, expect, it } from 'vitest';
import { readReply } from '../message/reply.ts';
import { composeText } from './compose.ts';
import type { ComposeAbout } from './compose.ts';
import { textContentSchema } from './content.ts';
import { saysSlots, slotWords, withSlots } from './slotWords.ts';

const at = (text: string): number => new Date(text).getTime();
const slot = (text: string) => ({ from: at(text), to: at(text) + 3_600_000 });
const SLOTS = [slot('2026-11-27T10:00:00'), slot('2026-11-27T15:00:00')];
const OTHERS = [slot('2026-11-30T09:00:00'), ...SLOTS];
const LINES = '1) 11/27(금) 10:00~11:00\n2) 11/27(금) 15:00~16:00';

describe('times to choose from in a text', () => {
  it('are numbered, after a line that says how to answer', () => {
    expect(slotWords(SLOTS, 'ko')).toBe(`전화받기 편하신 시간의 번호로 답해 주십시오.\n${LINES}`);
    expect(slotWords(SLOTS, 'en')).toMatch(
      /answer with a number\.\n1\) Fri 27 Nov 10:00-11:00\n2\)/,
    );
    expect(slotWords([], 'ko')).toBe('');
  });

  it('are given in the place of a time that would be promised, and of the other reply line', () => {
    const about: ComposeAbout = {
      ...{
        strategy: 'confirmation',
        language: 'ko',
        company: '이음',
        agent: '',
        customer: '김철수',
      },
      ...{ agreed: '환불 접수', window: SLOTS[0] ?? null, reservation: null, reply: true },
      now: at('2026-11-26T10:00:00'),
    };
    const text = composeText({ ...about, slots: SLOTS });
    expect(text).toBe(
      `[이음] 김철수님, 확인드립니다: 환불 접수.\n전화받기 편하신 시간의 번호로 답해 주십시오.\n${LINES}`,
    );
    expect(composeText(about)).toContain('전화드리겠습니다');
  });

  it('are exchanged, added and taken away in words of the agent’s own', () => {
    const own = '상담사가 고친 문자입니다.';
    const offered = withSlots(own, [], SLOTS, 'ko');
    expect(offered).toBe(`${own}\n${slotWords(SLOTS, 'ko')}`);
    const other = withSlots(offered, SLOTS, OTHERS, 'ko');
    expect(other).toBe(`${own}\n${slotWords(OTHERS, 'ko')}`);
    expect(withSlots(other, OTHERS, [], 'ko')).toBe(own);
  });

  it('have to stand there once, as they are offered', () => {
    const text = `안녕하세요.\n${slotWords(SLOTS, 'ko')}`;
    expect(saysSlots(text, SLOTS, 'ko')).toBe(true);
    expect(saysSlots(text, OTHERS, 'ko')).toBe(false);
    expect(saysSlots(text.replace('2)', '3)'), SLOTS, 'ko')).toBe(false);
    expect(saysSlots(text.replace('15:00~', '16:00~'), SLOTS, 'ko')).toBe(false);
    expect(saysSlots(`${text}\n${LINES}`, SLOTS, 'ko')).toBe(false);
    expect(saysSlots('아무것도 없는 문자', [], 'ko')).toBe(true);
  });

  it('are picked by sending back a line of them, whole', () => {
    const now = at('2026-11-26T10:00:00');
    for (const [place, line] of LINES.split('\n').entries()) {
      expect(readReply(line, SLOTS, { at: now, now })).toEqual({ slot: place, why: null });
    }
    expect(readReply(LINES, SLOTS, { at: now, now }).slot).toBeNull();
  });

  it('are none in a text that was stored before there were any', () => {
    const { slots: _, ...before } = textContentSchema.parse({});
    expect(textContentSchema.parse(before).slots).toEqual([]);
  });
});
