import type { Consent } from '../customer/customer.ts';
import { standing } from '../customer/unite.ts';
import type { TextContent } from '../outbox/content.ts';
import { quietUntil } from '../outbox/quietHours.ts';
import type { AdvertisingSettings } from './advertisingSettings.ts';
import type { Finding, Severity } from './finding.ts';
import { folded, placeOf } from './folded.ts';
import { telephoneKey } from './telephone.ts';

/*
 * Advertising by text in Korea, as far as it is this product's behaviour (DOMAIN.md); what an
 * organisation may do is for it to know, so the hours and the words of its own are settings. A text
 * about the customer's own matter is no advertising, and none of the form is asked of it.
 */

export const ADVERTISING_KINDS = [
  /** It does not begin exactly `(광고)`. */
  'mark',
  'sender',
  'contact',
  /** It does not end with how it is refused, free of charge. */
  'opt-out',
  /** The customer has not agreed to advertising, or no longer. */
  'no-consent',
  /** Agreed, but not to any at night: it waits for the day. */
  'night',
  /** Marked as information, and reads like advertising. */
  'reads-like-it',
] as const;
export type AdvertisingKind = (typeof ADVERTISING_KINDS)[number];

export interface AdvertisingInput {
  readonly body: string;
  readonly category: TextContent['category'];
  /** All that the customer has said; see `unite`. */
  readonly consents: readonly Consent[];
  /** When it would leave, epoch milliseconds. */
  readonly at: number;
  readonly settings: AdvertisingSettings;
}

export interface AdvertisingFinding extends Finding {
  readonly kind: AdvertisingKind;
}

const MARK = '(광고)';
/** What is meant for the mark, and would not count. */
const LIKE_MARK = /^\s*[[(<{【〔]?\s{0,2}광\s{0,2}고\s{0,2}[\])>}】〕]|^\s{0,20}\(광고\)/;
const REFUSAL = /무료.{0,12}(?:거부|해지|차단)|(?:거부|해지|차단).{0,12}무료/;

/** What keeps an advertisement from leaving; for information, a look at what reads like one. */
export function advertisingFaults(input: AdvertisingInput): readonly AdvertisingFinding[] {
  const { body, category, consents, at, settings } = input;
  if (category === 'information') return readsLikeIt(body);
  const found: AdvertisingFinding[] = [];
  const stop = (kind: AdvertisingKind, from = 0, to = from, offer: string | null = null): void => {
    found.push(finding(body, { kind, severity: 'stop', from, to, offer }));
  };
  if (!body.startsWith(MARK)) {
    const fold = folded(body);
    const like = LIKE_MARK.exec(fold.text);
    // Without any it is put before the first character; with one, what is unseen before it goes too.
    stop('mark', 0, like ? placeOf(fold, 0, like[0].length).to : 0, MARK);
  }
  const [last = ''] = linesOf(body).slice(-1);
  if (!names(body, settings.sender)) stop('sender');
  if (!names(body, settings.contact)) stop('contact');
  if (!REFUSAL.test(last) || !names(last, settings.optOut)) stop('opt-out', body.length);
  if (standing(consents).advertising?.given !== true) stop('no-consent');
  else if (advertisingWaitsUntil(consents, at, settings) !== null) stop('night');
  return found;
}

/**
 * When an advertisement that is ready may leave, for a customer who has agreed to some.
 * @param at epoch milliseconds
 * @returns null where it may leave at once: by day, or when they have agreed to the night too
 */
export function advertisingWaitsUntil(
  consents: readonly Consent[],
  at: number,
  { nightFrom, nightTo }: Pick<AdvertisingSettings, 'nightFrom' | 'nightTo'>,
): number | null {
  if (standing(consents)['advertising-night']?.given === true) return null;
  return quietUntil({ quiet: true, quietFrom: nightFrom, quietTo: nightTo }, at);
}

/** The text in the form of an advertisement; one that has it stays as it is. */
export function asAdvertisement(body: string, settings: AdvertisingSettings): string {
  const { sender, contact, optOut } = settings;
  const fold = folded(body);
  const like = LIKE_MARK.exec(fold.text)?.[0].length ?? 0;
  const words = (
    body.startsWith(MARK) ? body.slice(MARK.length) : body.slice(placeOf(fold, 0, like).to)
  ).trim();
  const lines = linesOf(words);
  const [last = ''] = lines.slice(-1);
  const refusal =
    REFUSAL.test(last) && names(last, optOut) ? null : `무료수신거부 ${optOut}`.trim();
  const missing = [sender, contact].filter((one) => one !== '' && !names(words, one)).join(' ');
  const head = missing === '' ? words : `${missing}\n${words}`.trim();
  return [`${MARK}${head}`, refusal].filter((one) => one !== null).join('\n');
}

const linesOf = (text: string): readonly string[] =>
  text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');

/** Whether a name or a number stands there, however it is spaced or hyphenated. */
function names(text: string, what: string): boolean {
  if (what === '') return false;
  const tight = (one: string): string => one.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  if (tight(text).includes(tight(what))) return true;
  const number = telephoneKey(what);
  return number.length >= 8 && text.normalize('NFKC').replace(/\D/g, '').includes(number);
}

/** What hardly stands in a text about somebody's own matter. */
const SELLS =
  /\(광고\)|할인|세일|특가|이벤트|쿠폰|프로모션|사은품|경품|추첨|혜택|신상품|최저가|한정 ?(?:수량|판매|기간)|무료 ?체험|1\+1|친구 ?추천|지금 ?(?:구매|가입|신청)하|(?:구매|가입)하시면|\b(?:sale|discount|coupon|promotion|special offer|free trial)\b/gi;

function readsLikeIt(body: string): readonly AdvertisingFinding[] {
  const fold = folded(body);
  const seen = new Set<string>();
  return [...fold.text.matchAll(SELLS)].flatMap(({ 0: said, index }) => {
    const word = said.replace(/\s/g, '').toLowerCase();
    // Each of them once.
    if (seen.has(word)) return [];
    seen.add(word);
    const place = placeOf(fold, index, index + said.length);
    return [finding(body, { kind: 'reads-like-it', severity: 'look', ...place, offer: null })];
  });
}

function finding(
  body: string,
  one: {
    readonly kind: AdvertisingKind;
    readonly severity: Severity;
    readonly from: number;
    readonly to: number;
    readonly offer: string | null;
  },
): AdvertisingFinding {
  const said = body.slice(one.from, one.to);
  return { key: `advertising:${one.kind}:${[...said].slice(0, 20).join('')}`, ...one, said };
}
