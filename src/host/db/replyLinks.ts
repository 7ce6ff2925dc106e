import { customerKey } from '#shared/domain/callback/record.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { readReply } from '#shared/domain/message/reply.ts';
import type { MessageRow } from '#shared/domain/message/record.ts';
import type { TextContent } from '#shared/domain/outbox/content.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import type { Db } from './database.ts';
import { textsOfCustomer } from './outbox.ts';
import { addPromiseFact } from './promiseProjection.ts';
import type { PromiseRules } from './promiseLinks.ts';
import { openPromisesOf } from './promises.ts';

/** Newest first; an offer older than so many texts is none that anybody answers. */
const TEXTS_LOOKED_AT = 50;
const HOUR_MS = 3_600_000;

interface Offer {
  readonly text: TextRow;
  readonly promise: PromiseRow;
}

/** @param decided the promise was moved; else the agent is asked */
export interface LinkedReply {
  readonly promiseId: string;
  readonly decided: boolean;
}

/**
 * What a message that came says of times that were offered to its sender, in the transaction that
 * stores it. Where it picks one of the newest offer the promise moves; where it may, the agent is
 * asked. Null: it answers nothing.
 */
export function linkReply(
  db: Db,
  agentId: string,
  message: MessageRow,
  { policy, clock, newId }: Pick<PromiseRules, 'policy' | 'clock' | 'newId'>,
): LinkedReply | null {
  if (message.direction !== 'inbound') return null;
  const now = clock();
  const offers = offersTo(db, message, now - policy().offerHours * HOUR_MS);
  const [newest] = offers;
  if (newest === undefined) return null;
  const { text, promise } = newest;
  const slots = slotsOf(text);
  const read = readReply(message.body, slots, { at: message.at, now });
  // Thanks after a choice are no answer to what nobody asks any more.
  const answered = promise.reply?.textId === text.id && promise.reply.slot !== null;
  if (answered && read.why === 'nothing') return null;
  // Of two promises either may be meant.
  const { slot, why } =
    read.slot !== null && offers.length > 1 ? { slot: null, why: 'offers' as const } : read;
  const added = addPromiseFact(
    db,
    {
      ...{ id: newId(), promiseId: promise.id, at: now, type: 'replied' },
      ...{ messageId: message.id, textId: text.id, slots, slot, why },
    },
    agentId,
  );
  return added ? { promiseId: promise.id, decided: slot !== null } : null;
}

/** The newest offer for each open promise of the sender, newest first. @param since epoch milliseconds */
function offersTo(db: Db, message: MessageRow, since: number): readonly Offer[] {
  const customer = { customer: customerKey(message), practice: message.practice };
  const open = new Map(openPromisesOf(db, customer).map((row) => [row.id, row]));
  // Most messages are of somebody who was promised nothing: no reading for those.
  if (open.size === 0) return [];
  const offers = new Map<string, Offer>();
  for (const text of textsOfCustomer(db, customer, TEXTS_LOOKED_AT)) {
    const promise = open.get(text.origin.promiseId ?? '');
    if (!promise || offers.has(promise.id) || !isOffer(text, since)) continue;
    offers.set(promise.id, { text, promise });
  }
  return [...offers.values()];
}

/** A row of before there were offers has no slots. */
const slotsOf = ({ content }: { readonly content?: Partial<TextContent> }): TextContent['slots'] =>
  content?.slots ?? [];

function isOffer(text: TextRow, since: number): boolean {
  if (slotsOf(text).length === 0) return false;
  const left = leftAt(text);
  return left !== null && left >= since;
}

/** When the customer may have got it; null: not yet, or never. */
function leftAt({ end, delivery, writtenAt }: TextRow): number | null {
  if (end?.how === 'handed') return end.at;
  const gone = ['sending', 'accepted', 'delivered', 'unsure'];
  if (delivery === null || !gone.includes(delivery.state)) return null;
  return Math.max(writtenAt, delivery.at);
}
