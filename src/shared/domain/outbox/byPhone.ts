import type { SendOutcome } from '../message/outcome.ts';
import { NO_LINE } from './holds.ts';

/** What the page that sends a text by the phone says of it; see `outbox.report`. */
interface PhoneReport {
  readonly what: 'accepted' | 'delivered' | 'delayed' | 'failed' | 'unsure';
  readonly code: string;
  readonly words: string;
}

/** It has not left, and nothing is wrong with it. */
const WAITS: readonly string[] = [
  ...['message.no-line', 'message.line-changed', 'network.down', 'transport.closed'],
  ...['storage.full', 'storage.read-only', 'storage.failed', 'storage.in-use'],
];

/**
 * One text may be several messages. Once a part of it has arrived it is none that has surely not.
 * @param outcomes of the parts that were sent, in order; none is sent after one that went wrong
 */
export function reportOf(outcomes: readonly SendOutcome[]): PhoneReport {
  const bad = outcomes.find(
    (one): one is Extract<SendOutcome, { cause: unknown }> =>
      one.type === 'failed' || one.type === 'uncertain',
  );
  if (!bad) {
    const delivered = outcomes.every(({ type }) => type === 'delivered');
    return { what: delivered ? 'delivered' : 'accepted', code: '', words: '' };
  }
  const { code, text = '' } = bad.cause;
  const told = { code: code.slice(0, 80), words: text.slice(0, 200) };
  if (bad.type === 'uncertain') return { what: 'unsure', ...told };
  if (outcomes.length > 1) return { what: 'unsure', code: 'outbox.part', words: told.words };
  if (WAITS.includes(code)) return { what: 'delayed', code: NO_LINE, words: '' };
  return { what: 'failed', ...told };
}
