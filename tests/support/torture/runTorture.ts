import { TORTURE } from './corpus.ts';
import { phoneAt } from './torture.ts';
import type { TortureMessage } from './torture.ts';
import type { ScriptedExchange } from '../scriptedExchange.ts';

export interface TortureResult {
  readonly message: TortureMessage;
  /** The status of every answer, in order. */
  readonly answers: readonly number[];
  /** The last of them. */
  readonly answer: string;
}

/** Milliseconds. An answer comes at once or not at all. */
const PATIENCE = 5_000;

/** Sends the phone every message of RFC 4475, one after the other; withdraws the calls. */
export async function sendTorture(exchange: ScriptedExchange): Promise<readonly TortureResult[]> {
  const results: TortureResult[] = [];
  for (const message of TORTURE) {
    const begin = exchange.received.length;
    const frame = message.frame(phoneAt(exchange.target));
    const mark = markOf(frame.toString('utf8'));
    const answers = (): readonly string[] =>
      exchange.received
        .slice(begin)
        .filter((text) => text.startsWith('SIP/') && text.includes(mark));
    exchange.send(frame);
    await settled(exchange, message, () => answers().map(statusOf));
    if (message.expected === 'rings') {
      exchange.send(cancelOf(frame.toString('utf8')));
      await until(() => answers().some((text) => statusOf(text) === 487));
    }
    const all = answers();
    results.push({ message, answers: all.map(statusOf), answer: all.at(-1) ?? '' });
  }
  return results;
}

/** The answers that are not as RFC 4475 wants them. */
export function faultsOf(results: readonly TortureResult[]): readonly string[] {
  return results.map(faultOf).filter((fault) => fault !== null);
}

function faultOf({ message, answers, answer }: TortureResult): string | null {
  const { name, expected, says } = message;
  const given = answers.join(' ') || 'nothing';
  const final = answers.filter((status) => status >= 200);
  const right =
    expected === 'nothing'
      ? answers.length === 0
      : expected === 'rings'
        ? answers.includes(180) && final.at(-1) === 487
        : final.length === 1 && expected.includes(final[0] ?? 0);
  if (!right) return `${name}: ${given} instead of ${String(expected)}`;
  return says === undefined || says.test(answer) ? null : `${name}: ${answer}`;
}

async function settled(
  exchange: ScriptedExchange,
  { expected }: TortureMessage,
  statuses: () => readonly number[],
): Promise<void> {
  // What comes after it is answered: so the message has been dealt with.
  const sentinel = `sentinel-${exchange.received.length}`;
  exchange.send(
    [
      `OPTIONS ${exchange.target} SIP/2.0`,
      `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-${sentinel}`,
      'From: <sip:sentinel@caller.invalid>;tag=1',
      'To: <sip:agent@hostile.invalid>',
      `Call-ID: ${sentinel}`,
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
  await until(() => exchange.received.some((text) => text.includes(`Call-ID: ${sentinel}`)));
  if (expected === 'rings') await until(() => statuses().some((status) => status >= 180));
  else if (expected !== 'nothing') await until(() => statuses().some((status) => status >= 200));
}

async function until(condition: () => boolean): Promise<void> {
  const limit = performance.now() + PATIENCE;
  while (!condition() && performance.now() < limit) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What its answer is known by. */
function markOf(frame: string): string {
  const callId = /^(?:Call-ID|i) *: *(.*?)\r$/im.exec(frame)?.[1];
  return callId ?? /branch=[^\s;]+/.exec(frame)?.[0] ?? frame;
}

function statusOf(answer: string): number {
  return Number(/^SIP\/2\.0 (\d{3})/.exec(answer)?.[1]);
}

/** RFC 3261 §9.1. */
function cancelOf(invite: string): string {
  const head = invite.slice(0, invite.indexOf('\r\n\r\n'));
  const lines = head
    .replace(/^INVITE/, 'CANCEL')
    .replace(/^(CSeq *: *\d+ +)INVITE/im, '$1CANCEL')
    .split('\r\n')
    .filter((line) => !/^(?:Content-|C:|L:)/i.test(line));
  return [...lines, 'Content-Length: 0', '', ''].join('\r\n');
}
