import type { AwayReason } from '../availability/reasons.ts';
import type { MissedTexts } from './policy.ts';

type Language = MissedTexts['language'];

/**
 * Why nobody answered, as a customer may hear it. What is private is not among them, and neither is
 * a reason of the desk's own: its name was never meant for customers.
 */
const REASON_WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  ko: { meeting: '회의 중', training: '교육 중', meal: '식사 중', outage: '시스템 점검 중' },
  en: {
    meeting: 'in a meeting',
    training: 'in training',
    meal: 'at lunch',
    outage: 'working on our system',
  },
};

/** @returns empty for one that a customer is not told */
export function reasonWords(
  reason: Pick<AwayReason, 'id' | 'name'> | null,
  language: Language,
): string {
  return reason?.name == null ? (REASON_WORDS[language][reason?.id ?? ''] ?? '') : '';
}
