/**
 * Whether the server at the other end of an open socket is still there. A socket whose other end
 * has gone without a word (a cable, a firewall that forgot, sleep) looks open for minutes: only an
 * answer proves it. Everything the server sends counts as one.
 */
export interface Pulse {
  /** When the server was last heard; milliseconds on the wall clock, which sleep does not stop. */
  readonly heardAt: number;
  /** When it was asked and has not answered since. */
  readonly askedAt: number | null;
  /** How long this question may stay unanswered; milliseconds. */
  readonly patience: number;
  readonly tickedAt: number;
  /** The question was asked because time had jumped. */
  readonly afterJump: boolean;
  /** How the server is asked: by OPTIONS, or by REGISTER where it leaves OPTIONS unanswered. */
  readonly ask: 'options' | 'register';
  /** It has answered an OPTIONS: from now on silence means something. */
  readonly answersOptions: boolean;
}

export type PulseStep = {
  readonly pulse: Pulse;
  readonly do: 'nothing' | 'ask' | 'give-up';
};

/** Milliseconds between two looks at the pulse. */
export const PULSE_TICK_MS = 1_000;

/**
 * Quiet for so long, the server is asked; milliseconds. With the patience and one tick each, a
 * half-open socket shows within 12 s (QUALITY.md asks for 15), at one request a phone in 6 s.
 */
export const ASK_AFTER_MS = 6_000;

/** An answer may take so long: more than a slow mobile network needs; milliseconds. */
export const PATIENCE_MS = 4_000;

/** After sleep the socket is most likely gone, and ten seconds are all there is; milliseconds. */
export const PATIENCE_AFTER_JUMP_MS = 2_000;

/**
 * In a call in which nothing comes any more: with a look before it and a re-INVITE after it, sound
 * is back within five seconds of another address (QUALITY.md); milliseconds.
 */
export const PATIENCE_IN_DOUBT_MS = 1_500;

/** The first REGISTER may wait for an exchange that many phones ask at once; milliseconds. */
export const PATIENCE_REGISTERING_MS = 10_000;

/** A tick that comes so late was not late: the computer slept; milliseconds. */
export const JUMP_MS = 5_000;

/** A new connection: the REGISTER just sent is the first question. */
export function newPulse(now: number, answersOptions: boolean): Pulse {
  return {
    heardAt: now,
    askedAt: now,
    patience: PATIENCE_REGISTERING_MS,
    tickedAt: now,
    afterJump: false,
    ask: 'options',
    answersOptions,
  };
}

/** Something came from the server. */
export function heard(pulse: Pulse, now: number): Pulse {
  return { ...pulse, heardAt: now, askedAt: null };
}

/** Asks at once: the network said that it changed, or it is not yet known how to ask. */
export function askNow(pulse: Pulse, now: number, patience = PATIENCE_MS): Pulse {
  return { ...pulse, askedAt: now, patience };
}

export function hasJumped(before: number, now: number): boolean {
  return now - before > JUMP_MS || now < before;
}

/** What a look at the clock asks for, every `PULSE_TICK_MS`. */
export function tickPulse(before: Pulse, now: number): PulseStep {
  const pulse: Pulse = { ...before, tickedAt: now };
  const asking = (more: Partial<Pulse>): PulseStep => ({
    pulse: { ...pulse, askedAt: now, ...more },
    do: 'ask',
  });

  if (hasJumped(before.tickedAt, now)) {
    // A hidden page whose timers come once a minute sees nothing but jumps: one is enough.
    return before.afterJump && before.askedAt !== null
      ? { pulse, do: 'give-up' }
      : asking({ afterJump: true, patience: PATIENCE_AFTER_JUMP_MS });
  }
  if (pulse.askedAt === null) {
    // REGISTER at once where it is not known what silence on OPTIONS means: asked one after the
    // other, a half-open socket would show after 16 s.
    const ask = pulse.answersOptions ? 'options' : 'register';
    return now - pulse.heardAt >= ASK_AFTER_MS
      ? asking({ afterJump: false, patience: PATIENCE_MS, ask })
      : { pulse, do: 'nothing' };
  }
  if (now - pulse.askedAt < pulse.patience) return { pulse, do: 'nothing' };
  // It may only be that this server does not care for OPTIONS. Every registrar answers REGISTER.
  if (pulse.ask === 'options' && !pulse.answersOptions) return asking({ ask: 'register' });
  return { pulse, do: 'give-up' };
}
