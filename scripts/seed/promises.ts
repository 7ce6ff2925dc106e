import type { PromiseFact } from '#shared/domain/callback/record.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { Random } from './random.ts';
import { TOPICS } from './words.ts';

const HOUR = 3_600_000;

/** A promise to whoever was not reached, and what became of it; none for most calls. */
export function promiseOf(
  call: CallRow,
  random: Random,
  idAt: (at: number) => string,
  until: number,
): PromiseFact[] {
  const missed = call.direction === 'inbound' && call.outcome === 'missed';
  if (!random.happens(missed ? 0.6 : 0.03)) return [];
  const at = call.endedAt ?? call.startedAt;
  const promiseId = idAt(at);
  const { address, dialled, e164, name, practice } = call;
  const from = at + HOUR;
  const facts: PromiseFact[] = [
    {
      ...{ id: idAt(at), promiseId, at, type: 'made', address, dialled, e164, name, practice },
      ...{ topic: random.pick(TOPICS), urgency: random.happens(0.1) ? 'urgent' : 'normal' },
      ...{ window: { from, to: from + HOUR }, owner: null, channel: 'phone', note: '', cryAt: at },
      origin: { kind: missed ? 'missed' : 'hand', callId: call.id, messageId: null },
    },
  ];
  const due = from + HOUR;
  if (due > until || random.happens(0.04)) return facts;
  const callId = idAt(from);
  if (random.happens(0.88)) {
    const when = from + random.below(HOUR) + (random.happens(0.12) ? 2 * HOUR : 0);
    facts.push(
      { id: idAt(when), promiseId, at: when, type: 'answered', callId },
      { id: idAt(when), promiseId, at: when + 90_000, type: 'kept', callId },
    );
  } else {
    const reason = random.pick(['unreachable', 'withdrawn', 'solved'] as const);
    facts.push({ id: idAt(due), promiseId, at: due, type: 'closed', reason, words: '' });
  }
  return facts;
}
