import { describe, expect, it } from 'vitest';
import type { Lamp } from './dialogInfo.ts';
import { newSwitchState, onSwitch, positionOf, SETTLE_MS, viewOf } from './switches.ts';
import type { SwitchInput } from './switches.ts';

const ON: SwitchInput = { type: 'pressed', wanted: 'on' };
const OFF: SwitchInput = { type: 'pressed', wanted: 'off' };
const ACCEPTED: SwitchInput = { type: 'answered', answer: { type: 'accepted' } };
const REFUSED: SwitchInput = {
  type: 'answered',
  answer: { type: 'refused', status: 403, text: 'Forbidden' },
};
const UNANSWERED: SwitchInput = { type: 'answered', answer: { type: 'unanswered' } };
const LOST: SwitchInput = { type: 'lineLost' };
const shows = (position: 'on' | 'off' | 'unknown'): SwitchInput => ({ type: 'watched', position });

/** What is shown at once after the last input, and when everything has settled. */
function after(watch: string | undefined, inputs: readonly SwitchInput[]): string {
  let state = newSwitchState(watch === undefined ? {} : { watch });
  for (const input of inputs) state = onSwitch(state, input, 0);
  const words = [0, SETTLE_MS].map((now) => {
    const { position, disagrees, unsure } = viewOf(state, now);
    return [position, disagrees && 'disagrees', unsure && 'unsure'].filter(Boolean).join(' ');
  });
  return words[0] === words[1] ? words[0]! : words.join(', then ');
}

describe('not watched', () => {
  it.each<[string, readonly SwitchInput[]]>([
    ['unknown', []],
    ['unknown', [ON]],
    ['on', [ON, ACCEPTED]],
    ['off', [ON, ACCEPTED, OFF, ACCEPTED]],
    ['unknown', [ON, ACCEPTED, OFF]],
    ['unknown', [ON, REFUSED]],
    ['unknown unsure', [ON, UNANSWERED]],
    // After a reconnect nobody knows.
    ['unknown', [ON, ACCEPTED, LOST]],
    ['unknown unsure', [ON, LOST]],
  ])('%s after %j', (view, inputs) => {
    expect(after(undefined, inputs)).toBe(view);
  });
});

describe('watched', () => {
  it.each<[string, readonly SwitchInput[]]>([
    ['unknown', []],
    ['on', [shows('on')]],
    ['off, then off disagrees', [shows('off'), ON, ACCEPTED]],
    ['on', [shows('off'), ON, ACCEPTED, shows('on')]],
    // The lead has logged the agent out meanwhile.
    ['off, then off disagrees', [ON, ACCEPTED, shows('on'), shows('off')]],
    ['off', [shows('off'), ON]],
    ['off', [shows('off'), ON, REFUSED]],
    ['off, then off disagrees', [shows('off'), ON, UNANSWERED]],
    // An answer proves nothing where the truth should be seen and is not.
    ['unknown, then unknown unsure', [ON, ACCEPTED]],
    ['unknown', [ON, ACCEPTED, shows('on'), LOST]],
    ['on', [ON, ACCEPTED, LOST, shows('on')]],
  ])('%s after %j', (view, inputs) => {
    expect(after('7000', inputs)).toBe(view);
  });

  it('is looked at again when the exchange has had its time', () => {
    let state = newSwitchState({ watch: '7000' });
    for (const input of [shows('off'), ON, ACCEPTED]) state = onSwitch(state, input, 1_000);
    expect(viewOf(state, 1_500).lookAgainMs).toBe(SETTLE_MS - 500);
    expect(viewOf(state, 1_000 + SETTLE_MS).lookAgainMs).toBeNull();
  });
});

it.each<[Lamp, 'busy' | 'free' | undefined, string]>([
  ['busy', undefined, 'on'],
  ['ringing', undefined, 'on'],
  ['free', undefined, 'off'],
  ['free', 'free', 'on'],
  ['busy', 'free', 'off'],
  ['unknown', 'free', 'unknown'],
])('a %s lamp, on when %s: %s', (lamp, onWhen, position) => {
  expect(positionOf(lamp, onWhen === undefined ? {} : { onWhen })).toBe(position);
});
