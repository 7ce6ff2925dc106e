import type { Lamp } from './dialogInfo.ts';
import type { Switch } from './pbxSettings.ts';

/*
 * What is known of something that is switched by dial code. Two may speak of it: the exchange's
 * answer to the last call, and the state it shows where it is watched. The second is the truth.
 */

export type Position = 'on' | 'off';

/** What came of the last call to the exchange. */
export type SwitchAnswer =
  | { readonly type: 'accepted' }
  /** `text`: the exchange's own words, untrusted. */
  | { readonly type: 'refused'; readonly status: number; readonly text: string | null }
  | { readonly type: 'unanswered' };

export interface SwitchState {
  /** What the agent pressed last; null since the start or the last loss of the line. */
  readonly wanted: Position | null;
  readonly calling: boolean;
  readonly answer: SwitchAnswer | null;
  /** Milliseconds on the clock of `now`. */
  readonly answeredAt: number | null;
  /** Null: nobody watches it. */
  readonly watched: Position | 'unknown' | null;
}

export function newSwitchState({ watch }: Pick<Switch, 'watch'>): SwitchState {
  const watched = watch === undefined ? null : 'unknown';
  return { wanted: null, calling: false, answer: null, answeredAt: null, watched };
}

export type SwitchInput =
  | { readonly type: 'pressed'; readonly wanted: Position }
  | { readonly type: 'answered'; readonly answer: SwitchAnswer }
  | { readonly type: 'watched'; readonly position: Position | 'unknown' }
  /** What the exchange has been told it may have forgotten, and what it shows nobody tells us. */
  | { readonly type: 'lineLost' };

export function onSwitch(state: SwitchState, input: SwitchInput, now: number): SwitchState {
  switch (input.type) {
    case 'pressed':
      return { ...state, wanted: input.wanted, calling: true, answer: null, answeredAt: null };
    case 'answered':
      return { ...state, calling: false, answer: input.answer, answeredAt: now };
    case 'watched':
      return { ...state, watched: input.position };
    case 'lineLost':
      return {
        wanted: null,
        calling: false,
        answer: state.calling ? { type: 'unanswered' } : null,
        answeredAt: state.calling ? now : null,
        watched: state.watched === null ? null : 'unknown',
      };
  }
}

/** Milliseconds in which the exchange may bring its own display up to date. */
export const SETTLE_MS = 4_000;

export interface SwitchView {
  readonly position: Position | 'unknown';
  /** The exchange shows something else than what was pressed. */
  readonly disagrees: boolean;
  /** It was pressed, and nothing says whether that did anything. */
  readonly unsure: boolean;
  /** Milliseconds until it has to be looked at again, or null. */
  readonly lookAgainMs: number | null;
}

export function viewOf(state: SwitchState, now: number): SwitchView {
  const { wanted, calling, answer, answeredAt, watched } = state;
  const settled = answeredAt === null ? 0 : SETTLE_MS - (now - answeredAt);
  const settling = wanted !== null && (calling || settled > 0);
  if (watched === 'on' || watched === 'off') {
    // A refusal is said by itself; that nothing has changed is what it means.
    const differs = wanted !== null && watched !== wanted && answer?.type !== 'refused';
    return {
      position: watched,
      disagrees: differs && !settling,
      unsure: false,
      lookAgainMs: differs && settling && !calling ? settled : null,
    };
  }
  const accepted = answer?.type === 'accepted' && wanted !== null;
  return {
    // Where it is watched but nobody tells, the answer to a call proves nothing.
    position: accepted && watched === null ? wanted : 'unknown',
    disagrees: false,
    unsure: answer?.type === 'unanswered' || (accepted && watched === 'unknown' && !settling),
    lookAgainMs: accepted && watched === 'unknown' && settling ? settled : null,
  };
}

/** What a lamp means for something that is switched. */
export function positionOf(
  lamp: Lamp,
  { onWhen = 'busy' }: Pick<Switch, 'onWhen'>,
): Position | 'unknown' {
  if (lamp === 'unknown') return 'unknown';
  return (lamp === 'free') === (onWhen === 'free') ? 'on' : 'off';
}
