import { bytesOf, LARGEST_SENT, partsOf } from './body.ts';
import { composed, unitsOf, unsendableIn } from './charset.ts';
import type { Charset } from './charset.ts';
import type { Encoding } from './encodings.ts';
import { offersFor } from './replacements.ts';

const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/*
 * How much of a text message a text fills, and as what it leaves. Lengths are those of DOMAIN.md;
 * outside Korea a long text is cut into segments, each with a header of its own (3GPP TS 23.040
 * §9.2.3.24), and every one of them costs.
 */

/** Bytes of an SMS, and of the body of an LMS or MMS. */
export const SMS_BYTES = 90;
export const LMS_BYTES = 2_000;
/** Bytes of the subject of an LMS or MMS. */
export const SUBJECT_BYTES = 40;

/** Septets or code units of one segment alone, of one of several, and how many there may be. */
const SEGMENTS = {
  gsm7: { alone: 160, each: 153 },
  ucs2: { alone: 70, each: 67 },
} as const;
const MOST_SEGMENTS = 10;

export interface Unsendable {
  /** What a person sees as one: a family of four is one emoji of seven code points. */
  readonly character: string;
  /** How often it stands in the text. */
  readonly count: number;
  /** See `offersFor`. */
  readonly offers: readonly string[];
}

export interface Measure {
  readonly charset: Charset;
  /** Bytes, septets or code units; what cannot be sent counts as one that can would. */
  readonly units: number;
  /** Up to where nothing changes: of this form, or of these segments. */
  readonly limit: number;
  /** Null where it is longer than anything that can be sent. */
  readonly form: 'sms' | 'lms' | 'mms' | null;
  /** How many texts are paid for; one but for long ones outside Korea. */
  readonly segments: number;
  readonly unsendable: readonly Unsendable[];
  /** Units of the subject that are too many; 0 where it fits. */
  readonly subjectOver: number;
}

export interface Measured {
  readonly body: string;
  readonly subject: string;
  readonly attachments: number;
}

/** @param text what is sent, with everything filled in */
export function measure({ body, subject, attachments }: Measured, encoding: Encoding): Measure {
  const charset = encoding === 'gsm7-or-ucs2' ? internationalCharset(body) : encoding;
  const text = composed(body);
  const characters = [...text];
  const units = unitsIn(characters, charset);
  const unsendable = unsendableOf(`${text}\n${composed(subject)}`, charset);
  if (charset === 'gsm7' || charset === 'ucs2') {
    return {
      charset,
      units,
      ...inSegments(characters, units, charset),
      unsendable,
      subjectOver: 0,
    };
  }
  const lms = subject !== '' || units > SMS_BYTES;
  const form = attachments > 0 ? 'mms' : lms ? 'lms' : 'sms';
  const limit = form === 'sms' ? SMS_BYTES : LMS_BYTES;
  const subjectOver = Math.max(0, unitsIn([...composed(subject)], charset) - SUBJECT_BYTES);
  return {
    ...{ charset, units, limit, segments: 1, unsendable, subjectOver },
    form: units > limit ? null : form,
  };
}

/** By whatever it leaves. */
export interface Size extends Omit<Measure, 'charset' | 'form'> {
  /** `sip`: by the phone, as a MESSAGE of RFC 3428. */
  readonly form: Measure['form'] | 'sip';
}

export interface CountedBy {
  /** Null: the phone, which carries every character. */
  readonly encoding: Encoding | null;
  readonly newline: 'lf' | 'crlf';
}

export function sizeBy({ encoding, newline }: CountedBy, text: Measured): Size {
  if (encoding !== null) {
    return measure({ ...text, body: withNewlines(text.body, newline) }, encoding);
  }
  // In as many pieces as it takes.
  const segments = Math.max(1, partsOf(text.body).length);
  return {
    ...{ form: 'sip', units: bytesOf(text.body), limit: segments * LARGEST_SENT, segments },
    ...{ unsendable: [], subjectOver: 0 },
  };
}

/** The end of a line as a gateway counts it: one that wants two bytes is given them. */
export function withNewlines(body: string, newline: CountedBy['newline']): string {
  return newline === 'crlf' ? body.replace(/\r\n?|\n/g, '\n\n') : body;
}

function internationalCharset(body: string): 'gsm7' | 'ucs2' {
  return [...composed(body)].every((one) => unitsOf(one, 'gsm7') !== null) ? 'gsm7' : 'ucs2';
}

/** What would replace a character of two bytes is of two bytes, and any other of one. */
const STANDS_FOR_UNSENDABLE: Readonly<Record<Charset, number>> = {
  cp949: 2,
  ksx1001: 2,
  gsm7: 1,
  ucs2: 1,
};

function unitsIn(characters: readonly string[], charset: Charset): number {
  return characters.reduce(
    (sum, one) => sum + (unitsOf(one, charset) ?? STANDS_FOR_UNSENDABLE[charset]),
    0,
  );
}

function unsendableOf(text: string, charset: Charset): readonly Unsendable[] {
  const counts = new Map<string, number>();
  for (const { segment } of graphemes.segment(text)) {
    if (unsendableIn(segment, charset).length === 0) continue;
    counts.set(segment, (counts.get(segment) ?? 0) + 1);
  }
  return [...counts].map(([character, count]) => ({
    ...{ character, count },
    offers: offersFor(character, charset),
  }));
}

/** No character is cut in two: what does not fit goes into the next segment as a whole. */
function inSegments(
  characters: readonly string[],
  units: number,
  charset: 'gsm7' | 'ucs2',
): Pick<Measure, 'segments' | 'limit' | 'form'> {
  const { alone, each } = SEGMENTS[charset];
  if (units <= alone) return { segments: 1, limit: alone, form: 'sms' };
  let segments = 1;
  let filled = 0;
  for (const one of characters) {
    const size = unitsOf(one, charset) ?? STANDS_FOR_UNSENDABLE[charset];
    if (filled + size > each) {
      segments += 1;
      filled = 0;
    }
    filled += size;
  }
  // How far the last segment goes, as the text has been cut.
  const limit = units + each - filled;
  return { segments, limit, form: segments > MOST_SEGMENTS ? null : 'sms' };
}

/** Bytes of the text as a Korean gateway counts it. */
export function cp949Bytes(text: string): number {
  return unitsIn([...text], 'cp949');
}
