import { newId } from '#host/newId.ts';
import { WORDS_ONLY } from '#shared/domain/outbox/content.ts';
import { slotWords } from '#shared/domain/outbox/slotWords.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { TEN_O_CLOCK } from './facts.ts';
import { made } from './promiseFacts.ts';
import { textSaid, written } from './textFacts.ts';

const HOUR = 3_600_000;
const slot = (hours: number): { from: number; to: number } => ({
  from: TEN_O_CLOCK + hours * HOUR,
  to: TEN_O_CLOCK + (hours + 1) * HOUR,
});
/** Four and six hours after ten o'clock. */
export const SLOTS = [slot(4), slot(6)];

type Change = Partial<
  Pick<Parameters<typeof written>[0] & object, 'practice' | 'at' | 'dialled' | 'e164'>
>;

/**
 * A promise and a text that has offered two times for it, which the agent has sent by another way.
 * @param given another promise's text where it is about one that is there
 */
export async function offer(
  client: RpcClient<IeumContract>,
  change: Change & { readonly promiseId?: string; readonly slots?: typeof SLOTS } = {},
): Promise<{ readonly promiseId: string; readonly textId: string }> {
  const { promiseId = newId(), slots = SLOTS, ...someone } = change;
  const promise = made({ ...someone, promiseId, cryAt: someone.at ?? TEN_O_CLOCK });
  if (change.promiseId === undefined) await client.call('promises.append', { facts: [promise] });
  const text = written({
    ...someone,
    body: slotWords(slots, 'ko'),
    content: { ...WORDS_ONLY, slots },
    origin: { kind: 'promise', callId: null, promiseId, reasonId: null, reasonName: null },
  });
  const sent = textSaid(text.textId, text.at, { type: 'handed' });
  await client.call('outbox.append', { facts: [text, sent] });
  return { promiseId, textId: text.textId };
}
