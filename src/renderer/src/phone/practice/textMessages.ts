import { PRACTICE_DOMAIN, PRACTICE_USER, SERVER } from './exchangeIdentity.ts';
import { via } from './sipDialog.ts';
import type { SipRequest } from './sipMessage.ts';

/** What simulated customers write back, one after the other. They write Korean, as they speak. */
const ANSWERS: readonly string[] = [
  '네, 확인했습니다. 감사합니다.',
  '알겠습니다. 안내해 주신 대로 기다리겠습니다.',
  '문자 잘 받았습니다. 궁금한 점이 있으면 다시 연락드릴게요.',
  '네, 내일 오전에 통화 가능합니다.',
];

export function answerToText(turn: number): string {
  return ANSWERS[turn % ANSWERS.length] ?? '';
}

/**
 * What they write back to times to choose from: the second, as somebody does who reads them all.
 * @param words with `{n}` for its number
 */
export function answerToSlots(offered: number, words = '{n}번이요'): string {
  return words.replace('{n}', String(Math.min(2, offered)));
}

/** A text out of any call, RFC 3428 §4. */
export function textFrom(
  { number, name }: { readonly number: string; readonly name: string | null },
  contact: string,
  body: string,
  id: () => string,
): SipRequest {
  const from = `<sip:${number}@${PRACTICE_DOMAIN}>;tag=${id()}`;
  return {
    kind: 'request',
    method: 'MESSAGE',
    uri: contact,
    headers: [
      via(id()),
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: name === null ? from : `"${name.replace(/["\\]/g, '\\$&')}" ${from}` },
      { name: 'To', value: `<sip:${PRACTICE_USER}@${PRACTICE_DOMAIN}>` },
      { name: 'Call-ID', value: `${id()}@${PRACTICE_DOMAIN}` },
      { name: 'CSeq', value: '1 MESSAGE' },
      SERVER,
      { name: 'Content-Type', value: 'text/plain;charset=UTF-8' },
    ],
    body,
  };
}
