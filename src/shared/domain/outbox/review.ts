import type { Consent } from '../customer/customer.ts';
import { advertisingFaults } from '../message/advertising.ts';
import type { AdvertisingSettings } from '../message/advertisingSettings.ts';
import type { Finding } from '../message/finding.ts';
import { sizeBy } from '../message/meter.ts';
import type { CountedBy, Size } from '../message/meter.ts';
import { findPrivate } from '../message/privacy.ts';
import type { KnownNumbers } from '../message/privacy.ts';
import { refusesTexts } from '../customer/unite.ts';
import { proofread } from '../message/proof.ts';
import type { ProofFacts } from '../message/proof.ts';
import { secondCheckOf } from '../message/secondCheck.ts';
import type { SecondCheck } from '../message/secondCheck.ts';
import type { SecondCheckWords } from '../message/secondCheckWords.ts';
import type { TextContent } from './content.ts';

/*
 * A text is read once more before it goes: how long it is, what cannot be sent, what is found in it,
 * and what of that keeps it here.
 */

export interface ReviewInput {
  readonly body: string;
  /** What it leaves by; see `wayTo`. */
  readonly way: CountedBy;
  readonly content: Pick<
    TextContent,
    'subject' | 'category' | 'attachments' | 'passed' | 'secondCheckAt' | 'despite'
  >;
  /** When it would leave, epoch milliseconds. */
  readonly at: number;
  readonly customer: string | null;
  readonly others: readonly string[];
  readonly facts: ProofFacts;
  readonly numbers: KnownNumbers;
  readonly consents: readonly Consent[];
  readonly advertising: AdvertisingSettings;
  readonly secondCheck: SecondCheckWords;
}

export interface Check extends Finding {
  readonly step: 'proof' | 'private' | 'advertising';
  /** The agent may say that it is right as it stands. */
  readonly mayStand: boolean;
}

/** Why it stays here, what is to be done first standing first. */
export const BLOCKS = [
  'empty',
  /** The customer wants no texts, and nobody has said why they get this one. */
  'unwanted',
  'unsendable',
  'too-long',
  'subject',
  'finding',
  'second-check',
] as const;
export type Block = (typeof BLOCKS)[number];

export interface Review {
  readonly size: Size;
  /** In the order of the text, without those that the agent has let stand. */
  readonly checks: readonly Check[];
  /** Why it is to be read twice; empty: it is not, or it has been. */
  readonly twice: readonly SecondCheck[];
  readonly blocks: readonly Block[];
}

export function review(input: ReviewInput): Review {
  const { body, way, content, at } = input;
  const { subject, attachments, category, passed } = content;
  const size = sizeBy(way, { body, subject, attachments: attachments.length });
  const checks = checksOf(input)
    .filter(({ key, mayStand }) => !(mayStand && passed.includes(key)))
    .toSorted((a, b) => a.from - b.from);
  const twice =
    content.secondCheckAt === null ? secondCheckOf(`${subject}\n${body}`, input.secondCheck) : [];
  const empty = body.trim() === '';
  const holds: Readonly<Record<Block, boolean>> = {
    empty,
    unwanted: content.despite.trim() === '' && refusesTexts(input.consents),
    unsendable: size.unsendable.length > 0,
    'too-long': size.form === null,
    subject: size.subjectOver > 0,
    finding: checks.some(({ severity }) => severity === 'stop'),
    'second-check': twice.length > 0,
  };
  return { size, checks, twice, blocks: BLOCKS.filter((block) => holds[block]) };

  function checksOf(of: ReviewInput): readonly Check[] {
    const { customer, others, facts, consents, advertising, numbers } = of;
    return [
      ...proofread({ body, now: at, customer, others, facts }).map((one) => ({
        ...one,
        step: 'proof' as const,
        mayStand: one.severity === 'look',
      })),
      // What only looks like a number of somebody's is known to nobody but the agent.
      ...findPrivate(body, numbers).map(({ masked, ...one }) => ({
        ...one,
        step: 'private' as const,
        said: body.slice(one.from, one.to),
        offer: masked,
        mayStand: true,
      })),
      ...advertisingFaults({ body, category, consents, at, settings: advertising }).map((one) => ({
        ...one,
        step: 'advertising' as const,
        mayStand: one.severity === 'look',
      })),
    ];
  }
}

/** The text with what is offered in the place of what was found. */
export function mended(
  body: string,
  { from, to, offer }: Pick<Check, 'from' | 'to' | 'offer'>,
): string {
  return offer === null ? body : body.slice(0, from) + offer + body.slice(to);
}
