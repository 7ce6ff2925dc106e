import type { PracticeCaption } from './practiceExchange.ts';
import type { CustomerWords } from '../../../../shared/domain/practice/mirror.ts';

/** As many practice calls as can be looked back on. */
const CALLS_KEPT = 10;

/** What the customers said, by call: the screen keeps less, and only what is said now. */
export class CustomerLog {
  readonly #calls = new Map<string, CustomerWords[]>();

  add({ callId, at, speaker, text, final, mood }: PracticeCaption): void {
    if (speaker !== 'customer') return;
    const said = this.#calls.get(callId) ?? [];
    this.#calls.set(callId, said);
    // Its last words come when it ends, when it began is known from the first time.
    if (final && said.length > 0) said[said.length - 1] = { ...said[said.length - 1]!, text };
    else said.push({ at, text, mood });
    for (const old of [...this.#calls.keys()].slice(0, -CALLS_KEPT)) this.#calls.delete(old);
  }

  of(callId: string): readonly CustomerWords[] {
    return this.#calls.get(callId) ?? [];
  }
}
