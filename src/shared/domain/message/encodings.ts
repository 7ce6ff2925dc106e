/**
 * What a gateway says it carries; `gsm7-or-ucs2`: the first where it suffices. By itself, since the
 * settings name it: what counts a text is read once somebody writes one.
 */
export const ENCODINGS = ['cp949', 'ksx1001', 'gsm7-or-ucs2'] as const;
export type Encoding = (typeof ENCODINGS)[number];
