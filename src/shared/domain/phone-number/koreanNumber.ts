/*
 * The Korean numbering plan as far as it is shown and told apart, by prefix of the national form.
 * Source: 전기통신번호관리세칙 (the numbering rules of the Ministry of Science and ICT).
 */

export type KoreanKind =
  | 'mobile'
  | 'landline'
  /** 070. */
  | 'internet'
  /** 080. */
  | 'toll-free'
  /** 060. */
  | 'premium'
  /** 050x: personal and safe (masked) numbers; they usually take no texts. */
  | 'safe'
  /** 15xx, 16xx, 18xx: eight digits, never with an area code or a leading 0. */
  | 'representative'
  /** 114, 119, 120, 1345, 02-120: short, and valid as they are. */
  | 'special'
  /** Within the plan, none of the above. */
  | 'other';

const KINDS: readonly (readonly [RegExp, KoreanKind])[] = [
  [/^01[016789]/, 'mobile'],
  [/^070/, 'internet'],
  [/^080/, 'toll-free'],
  [/^060/, 'premium'],
  [/^050/, 'safe'],
  [/^1[568]\d{6}$/, 'representative'],
  [/^0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])/, 'landline'],
];

export function kindOfKorean(national: string): KoreanKind {
  return KINDS.find(([prefix]) => prefix.test(national))?.[1] ?? 'other';
}

/** Where libphonenumber splits a number as no Korean would; null leaves it to the library. */
export function formatKorean(national: string): string | null {
  // 15xx, 16xx, 18xx: 1588-1234.
  if (/^1[568]\d{6}$/.test(national)) return national.replace(/^(\d{4})/, '$1-');
  // 050x is a four-digit prefix of its own: 0507-1234-5678, 0505-123-4567.
  const safe = /^(050\d)(\d{3,4})(\d{4})$/;
  if (safe.test(national)) return national.replace(safe, '$1-$2-$3');
  return null;
}

/** The special number as it is written, or null: 1xx, 13xx, and either behind an area code. */
export function specialKorean(compact: string): string | null {
  const match = /^(?:\+82|0082)?0?(2|3[1-3]|4[1-4]|5[1-5]|6[1-4])?(1\d\d|13\d\d)$/.exec(compact);
  if (!match) return null;
  const [, area, number = ''] = match;
  if (area) return /^(?:0|\+82|0082)/.test(compact) ? `0${area}-${number}` : null;
  // 0114 is no number; 114 is.
  return compact.startsWith('0') && !compact.startsWith('0082') ? null : number;
}
