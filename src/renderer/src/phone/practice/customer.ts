import {
  nextDeadline,
  startConversation,
  stepConversation,
  type Conversation,
  type ConversationCommand,
  type ConversationEvent,
} from '../../../../shared/domain/practice/conversation.ts';
import type { LEFT } from '../../../../shared/domain/script/run.ts';
import type {
  PracticeScenario,
  PracticeSpoken,
} from '../../../../shared/domain/practice/scenario.ts';
import { isVoice } from '../../../../shared/domain/practice/voiceActivity.ts';
import type { CustomerMedia } from './customerMedia.ts';
import type { ExchangeClock } from './exchangeClock.ts';

/** How long a caption stays when its sound is missing: a slow reader's pace. */
const READING_MS_PER_LETTER = 120;

export interface CustomerOutput {
  /** `final` is false while the line is being said, true when it was said or cut short. */
  caption(spoken: PracticeSpoken, final: boolean, interrupted: boolean): void;
  hangUp(): void;
}

/** Plays one scenario in one call: feeds the conversation rule, does what it says. */
export class Customer {
  readonly #scenario: PracticeScenario;
  readonly #media: CustomerMedia;
  readonly #clock: ExchangeClock;
  readonly #output: CustomerOutput;
  #conversation: Conversation;
  #voice = false;
  #saying: PracticeSpoken | null = null;
  #cancelTimer: () => void = () => undefined;
  #gone = false;
  /** What is said now are the last words: whole, also where the call ends before their sound. */
  #parting = false;

  constructor(
    scenario: PracticeScenario,
    media: CustomerMedia,
    clock: ExchangeClock,
    output: CustomerOutput,
  ) {
    this.#scenario = scenario;
    this.#media = media;
    this.#clock = clock;
    this.#output = output;
    this.#conversation = startConversation(scenario, clock.now());
    this.#prepareNext();
    this.#schedule();
  }

  held(): void {
    this.#step({ type: 'held', at: this.#clock.now() });
  }

  resumed(): void {
    this.#step({ type: 'resumed', at: this.#clock.now() });
  }

  /** The agent has left a step of the guided script. */
  guided(stepId: string, how: (typeof LEFT)[number]): void {
    this.#step({ type: 'guided', stepId, how, at: this.#clock.now() });
  }

  /** Somebody else takes the customer over. */
  handedOn(): void {
    this.#step({ type: 'handedOn' });
    this.#parting = true;
  }

  /** @param rms level of what is heard, 0 to 1. */
  level(rms: number): void {
    const speaking = isVoice(this.#voice, rms);
    if (speaking === this.#voice) return;
    this.#voice = speaking;
    this.#step({ type: 'voice', speaking, at: this.#clock.now() });
  }

  /** The call is over. */
  leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#cancelTimer();
    this.#cutShort();
  }

  #step(event: ConversationEvent): void {
    if (this.#gone) return;
    const { state, commands } = stepConversation(this.#conversation, event, this.#scenario);
    this.#conversation = state;
    for (const command of commands) this.#do(command);
    this.#schedule();
  }

  #do(command: ConversationCommand): void {
    switch (command.type) {
      case 'say':
        return void this.#say(command.spoken);
      case 'stopSaying':
        return this.#cutShort();
      case 'hangUp':
        return this.#output.hangUp();
    }
  }

  async #say(spoken: PracticeSpoken): Promise<void> {
    this.#saying = spoken;
    this.#output.caption(spoken, false, false);
    const played = await this.#media.say(spoken.audio);
    if (this.#saying !== spoken) return;
    if (!played) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#clock.after(spoken.say.ko.length * READING_MS_PER_LETTER, resolve);
      await promise;
      if (this.#saying !== spoken) return;
    }
    this.#saying = null;
    this.#output.caption(spoken, true, false);
    this.#step({ type: 'said', id: spoken.id, at: this.#clock.now() });
    this.#prepareNext();
  }

  #cutShort(): void {
    const spoken = this.#saying;
    if (spoken === null) return;
    this.#saying = null;
    this.#media.stop();
    this.#output.caption(spoken, true, !this.#parting);
  }

  #prepareNext(): void {
    const line = this.#scenario.lines[this.#conversation.next];
    if (line !== undefined && !this.#gone) this.#media.prepare(line.audio);
  }

  #schedule(): void {
    this.#cancelTimer();
    if (this.#gone) return;
    const deadline = nextDeadline(this.#conversation, this.#scenario);
    if (deadline === null) return;
    const now = this.#clock.now();
    this.#cancelTimer = this.#clock.after(Math.max(0, deadline - now), () =>
      this.#step({ type: 'time', at: this.#clock.now() }),
    );
  }
}
