import type { LEFT } from '../script/run.ts';
import type { PracticeScenario, PracticeSpoken } from './scenario.ts';

/**
 * The customer's side of a conversation as a pure function: what was heard and how much time has
 * passed go in, what to say comes out. Times are milliseconds of one clock, given by the caller.
 *
 * ```txt
 * paused ──pause over──> speaking ──said──> listening ──agent spoke, now quiet, or waited enough──┐
 *    ^  ^                    │ said, then "continue"        │ not a word from the agent           │
 *    │  └────────────────────┘                              └──> speaking a silence reaction      │
 *    └────────────────────────────────────────────────────────────────────────────────────────────┘
 * A turn of the customer's begins with what the agent's guided steps call for, one reaction a turn.
 * held: stops talking in any phase. resumed: paused, says a "resumed" reaction, then listens;
 * what was interrupted is said again from its beginning. handedOn: over, with the last words, also on
 * hold. over: final.
 * ```
 */
export interface Conversation {
  readonly phase: ConversationPhase;
  /** Index of the next line of the scenario. */
  readonly next: number;
  readonly connectedAt: number;
  /** When the agent put the customer on hold; null while not on hold. */
  readonly heldAt: number | null;
  /** The agent is speaking now, as last reported. */
  readonly voice: boolean;
  /** Turns in a row in which the agent said nothing. */
  readonly silentTurns: number;
  /** Reactions used so far, so that they are said in turn. */
  readonly used: { readonly resumed: number; readonly silence: number };
  /** Steps of the guided script that the agent has taken, in order; null: not guided so far. */
  readonly taken: readonly string[] | null;
  /** Reactions to steps that were said to their end. */
  readonly reacted: readonly string[];
}

export type ConversationPhase =
  | { readonly kind: 'paused'; readonly until: number; readonly say: Saying }
  | { readonly kind: 'speaking'; readonly id: string; readonly what: 'line' | 'reaction' }
  | {
      readonly kind: 'listening';
      readonly since: number;
      readonly until: number;
      readonly heard: boolean;
      readonly quietSince: number;
      /** A silence reaction was already said in this turn. */
      readonly prompted: boolean;
    }
  | { readonly kind: 'over' };

/** `turn`: a reaction to a step, if one is due, else the line; `line`: on in the same turn. */
type Saying = 'turn' | 'line' | 'resumed';

export type ConversationEvent =
  | { readonly type: 'voice'; readonly speaking: boolean; readonly at: number }
  /** The audio of what was being said has ended. */
  | { readonly type: 'said'; readonly id: string; readonly at: number }
  | { readonly type: 'held'; readonly at: number }
  | { readonly type: 'resumed'; readonly at: number }
  /** The agent has left a step of the guided script: `next` and `choice` have taken it. */
  | {
      readonly type: 'guided';
      readonly stepId: string;
      readonly how: (typeof LEFT)[number];
      readonly at: number;
    }
  /** Somebody else takes the customer over. */
  | { readonly type: 'handedOn' }
  | { readonly type: 'time'; readonly at: number };

export type ConversationCommand =
  | { readonly type: 'say'; readonly spoken: PracticeSpoken }
  | { readonly type: 'stopSaying' }
  | { readonly type: 'hangUp'; readonly reason: HangUpReason };

/** Why the customer ends the call. */
export type HangUpReason = 'finished' | 'silence' | 'hold' | 'callLimit';

export interface ConversationStep {
  readonly state: Conversation;
  readonly commands: readonly ConversationCommand[];
}

/** Between being taken back from hold and the customer's first word. */
const RESUME_PAUSE_MS = 700;

export function startConversation(scenario: PracticeScenario, at: number): Conversation {
  const { opening } = scenario;
  return {
    phase:
      opening.kind === 'listen'
        ? listening(at, opening.maxMs, false, false)
        : { kind: 'paused', until: at + pauseBefore(scenario, 0), say: 'line' },
    next: 0,
    connectedAt: at,
    heldAt: null,
    voice: false,
    silentTurns: 0,
    used: { resumed: 0, silence: 0 },
    taken: null,
    reacted: [],
  };
}

/** When a `time` event is due at the latest; null when the conversation is over. */
export function nextDeadline(state: Conversation, scenario: PracticeScenario): number | null {
  const { phase } = state;
  const { limits } = scenario;
  if (phase.kind === 'over') return null;
  const due = [state.connectedAt + limits.callMs];
  if (state.heldAt !== null) {
    due.push(state.heldAt + limits.holdMs);
  } else if (phase.kind === 'paused') {
    due.push(phase.until);
  } else if (phase.kind === 'listening') {
    due.push(phase.until);
    if (phase.heard && !state.voice) due.push(phase.quietSince + limits.turnGapMs);
    if (mayPrompt(state, scenario)) due.push(phase.since + limits.silenceMs);
  }
  return Math.min(...due);
}

export function stepConversation(
  state: Conversation,
  event: ConversationEvent,
  scenario: PracticeScenario,
): ConversationStep {
  if (state.phase.kind === 'over') return stay(state);
  switch (event.type) {
    case 'voice':
      return onTime(withVoice(state, event.speaking, event.at), event.at, scenario);
    case 'said':
      return onSaid(state, event.id, event.at, scenario);
    case 'held':
      return onHeld(state, event.at);
    case 'resumed':
      return onResumed(state, event.at, scenario);
    case 'guided':
      return onTime(withGuided(state, event.stepId, event.how), event.at, scenario);
    case 'handedOn':
      return onHandedOn(state, scenario);
    case 'time':
      return onTime(state, event.at, scenario);
  }
}

function withVoice(state: Conversation, speaking: boolean, at: number): Conversation {
  const { phase } = state;
  if (phase.kind !== 'listening' || state.heldAt !== null) return { ...state, voice: speaking };
  return {
    ...state,
    voice: speaking,
    silentTurns: speaking ? 0 : state.silentTurns,
    phase: {
      ...phase,
      heard: phase.heard || speaking,
      quietSince: state.voice && !speaking ? at : phase.quietSince,
    },
  };
}

function withGuided(state: Conversation, stepId: string, how: (typeof LEFT)[number]): Conversation {
  const taken = state.taken ?? [];
  const isNew = (how === 'next' || how === 'choice') && !taken.includes(stepId);
  return { ...state, taken: isNew ? [...taken, stepId] : taken };
}

/** What the customer has to say to the agent's steps now, at the beginning of a turn. */
function dueReaction(state: Conversation, scenario: PracticeScenario): PracticeSpoken | undefined {
  const { taken, reacted } = state;
  if (taken === null) return undefined;
  const { steps, missed } = scenario.reactions;
  const toTaken = taken.flatMap((stepId) =>
    steps.filter((reaction) => reaction.steps.includes(stepId)),
  );
  const by = scenario.lines[state.next]?.id;
  const toMissed = missed.filter(
    (reaction) => reaction.by === by && !reaction.steps.some((step) => taken.includes(step)),
  );
  return [...toTaken, ...toMissed].find(({ id }) => !reacted.includes(id));
}

function onSaid(
  state: Conversation,
  id: string,
  at: number,
  scenario: PracticeScenario,
): ConversationStep {
  const { phase } = state;
  // Late news of something that was interrupted: the conversation has moved on.
  if (phase.kind !== 'speaking' || phase.id !== id || state.heldAt !== null) return stay(state);
  if (phase.what === 'reaction') {
    const { replyMs } = scenario.limits;
    const reacted = isToStep(scenario, id) ? [...state.reacted, id] : state.reacted;
    return stay({ ...state, reacted, phase: listening(at, replyMs, true, state.voice) });
  }
  const then = scenario.lines[state.next]?.then;
  const next = state.next + 1;
  if (then === undefined || then.kind === 'hangUp' || next >= scenario.lines.length) {
    return end(state, 'finished');
  }
  const phaseNow: ConversationPhase =
    then.kind === 'continue'
      ? { kind: 'paused', until: at + pauseBefore(scenario, next), say: 'line' }
      : listening(at, then.maxMs, false, state.voice);
  return stay({ ...state, next, phase: phaseNow });
}

function isToStep({ reactions }: PracticeScenario, id: string): boolean {
  return [...reactions.steps, ...reactions.missed].some((reaction) => reaction.id === id);
}

function onHeld(state: Conversation, at: number): ConversationStep {
  if (state.heldAt !== null) return stay(state);
  const held: Conversation = { ...state, heldAt: at, voice: false };
  return state.phase.kind === 'speaking'
    ? { state: held, commands: [{ type: 'stopSaying' }] }
    : stay(held);
}

function onResumed(state: Conversation, at: number, scenario: PracticeScenario): ConversationStep {
  if (state.heldAt === null) return stay(state);
  const say = scenario.reactions.resumed.length > 0 ? 'resumed' : 'turn';
  return stay({
    ...state,
    heldAt: null,
    phase: { kind: 'paused', until: at + RESUME_PAUSE_MS, say },
  });
}

function onHandedOn(state: Conversation, scenario: PracticeScenario): ConversationStep {
  const { commands } = say(state, scenario.reactions.handedOn, 'reaction');
  const stop: readonly ConversationCommand[] =
    state.phase.kind === 'speaking' ? [{ type: 'stopSaying' }] : [];
  return { state: { ...state, phase: { kind: 'over' } }, commands: [...stop, ...commands] };
}

function onTime(state: Conversation, at: number, scenario: PracticeScenario): ConversationStep {
  const { phase } = state;
  const { limits } = scenario;
  if (at >= state.connectedAt + limits.callMs) return end(state, 'callLimit');
  if (state.heldAt !== null) {
    return at >= state.heldAt + limits.holdMs ? end(state, 'hold') : stay(state);
  }
  if (phase.kind === 'paused' && at >= phase.until) {
    if (phase.say === 'resumed') return react(state, 'resumed', scenario);
    const due = phase.say === 'turn' ? dueReaction(state, scenario) : undefined;
    return due ? say(state, due, 'reaction') : sayLine(state, scenario);
  }
  if (phase.kind !== 'listening') return stay(state);
  const answered = phase.heard && !state.voice && at >= phase.quietSince + limits.turnGapMs;
  if (answered) return toNextLine(state, at, scenario);
  if (at >= phase.until) {
    if (phase.heard) return toNextLine(state, at, scenario);
    const silentTurns = state.silentTurns + 1;
    if (silentTurns >= limits.silentTurns) return end(state, 'silence');
    return toNextLine({ ...state, silentTurns }, at, scenario);
  }
  if (mayPrompt(state, scenario) && at >= phase.since + limits.silenceMs) {
    return react(state, 'silence', scenario);
  }
  return stay(state);
}

/** A turn in which nothing is heard gets one silence reaction. */
function mayPrompt(state: Conversation, scenario: PracticeScenario): boolean {
  const { phase } = state;
  return (
    phase.kind === 'listening' &&
    !phase.heard &&
    !phase.prompted &&
    scenario.reactions.silence.length > 0
  );
}

function toNextLine(state: Conversation, at: number, scenario: PracticeScenario): ConversationStep {
  const until = at + pauseBefore(scenario, state.next);
  return stay({ ...state, phase: { kind: 'paused', until, say: 'turn' } });
}

function sayLine(state: Conversation, scenario: PracticeScenario): ConversationStep {
  const line = scenario.lines[state.next];
  if (line === undefined) return end(state, 'finished');
  return say(state, line, 'line');
}

function react(
  state: Conversation,
  kind: 'resumed' | 'silence',
  scenario: PracticeScenario,
): ConversationStep {
  const reactions = scenario.reactions[kind];
  const reaction = reactions[state.used[kind] % reactions.length];
  if (reaction === undefined) return sayLine(state, scenario);
  const used = { ...state.used, [kind]: state.used[kind] + 1 };
  return say({ ...state, used }, reaction, 'reaction');
}

function say(
  state: Conversation,
  { id, say: text, audio, mood }: PracticeSpoken,
  what: 'line' | 'reaction',
): ConversationStep {
  return {
    state: { ...state, phase: { kind: 'speaking', id, what } },
    commands: [{ type: 'say', spoken: { id, say: text, audio, ...(mood && { mood }) } }],
  };
}

function end(state: Conversation, reason: HangUpReason): ConversationStep {
  const commands: ConversationCommand[] = [{ type: 'hangUp', reason }];
  // After its own last line there is nothing to stop; a limit may strike in mid-sentence.
  if (state.phase.kind === 'speaking' && reason !== 'finished') {
    commands.unshift({ type: 'stopSaying' });
  }
  return { state: { ...state, phase: { kind: 'over' } }, commands };
}

function stay(state: Conversation): ConversationStep {
  return { state, commands: [] };
}

function listening(
  at: number,
  maxMs: number,
  prompted: boolean,
  voice: boolean,
): ConversationPhase {
  return {
    kind: 'listening',
    since: at,
    until: at + maxMs,
    heard: voice,
    quietSince: at,
    prompted,
  };
}

function pauseBefore(scenario: PracticeScenario, index: number): number {
  return scenario.lines[index]?.pauseMs ?? 0;
}
