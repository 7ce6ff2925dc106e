import { describe, expect, it } from 'vitest';
import { applyToDelivery, DELIVERY_STATES, isUnderway } from './delivery.ts';
import type { Delivery } from './delivery.ts';

type Fact = Parameters<typeof applyToDelivery>[1];
type State = Delivery['state'] | 'none';

const ATTEMPT = '01990000-0000-7000-8000-000000000001';
const OTHER = '01990000-0000-7000-8000-000000000002';
const why = { code: 'gateway.busy', words: 'Too many requests' };

const sending = (attemptId = ATTEMPT): Fact => ({
  ...{ type: 'sending', attemptId, gatewayId: 'g', gatewayName: 'Gateway', at: 1 },
  ...{ form: 'sms', key: 'k' },
});

const FACTS: Readonly<Record<Fact['type'], Fact>> = {
  sending: sending(OTHER),
  accepted: { type: 'accepted', attemptId: ATTEMPT, ref: 'r', at: 2 },
  delayed: { type: 'delayed', attemptId: ATTEMPT, ...why, retryAt: 9, because: 'busy', at: 2 },
  failed: { type: 'failed', attemptId: ATTEMPT, ...why, at: 2 },
  unsure: { type: 'unsure', attemptId: ATTEMPT, ...why, at: 2 },
  delivered: { type: 'delivered', attemptId: ATTEMPT, at: 2 },
  retried: { type: 'retried', at: 2 },
  confirmed: { type: 'confirmed', at: 2 },
};

function at(state: State): Delivery | null {
  if (state === 'none') return null;
  const begun = applyToDelivery(null, sending());
  const reached = state === 'sending' ? begun : applyToDelivery(begun, FACTS[state]);
  if (reached?.state !== state) throw new Error(`No way to ${state}.`);
  return reached;
}

const _ = null;
/** What each state becomes by each fact; `_` where it stays as it is. */
const TABLE: Readonly<Record<State, Readonly<Record<Fact['type'], State | null>>>> = {
  // prettier-ignore
  none:      { sending: 'sending', accepted: _, delayed: _, failed: _, unsure: _, delivered: _, retried: _, confirmed: _ },
  // prettier-ignore
  sending:   { sending: _, accepted: 'accepted', delayed: 'delayed', failed: 'failed', unsure: 'unsure', delivered: 'delivered', retried: _, confirmed: _ },
  // prettier-ignore
  accepted:  { sending: _, accepted: _, delayed: _, failed: 'failed', unsure: _, delivered: 'delivered', retried: _, confirmed: _ },
  // prettier-ignore
  delivered: { sending: _, accepted: _, delayed: _, failed: _, unsure: _, delivered: _, retried: _, confirmed: _ },
  // prettier-ignore
  delayed:   { sending: 'sending', accepted: _, delayed: _, failed: _, unsure: _, delivered: _, retried: _, confirmed: _ },
  // prettier-ignore
  failed:    { sending: _, accepted: _, delayed: _, failed: _, unsure: _, delivered: _, retried: 'none', confirmed: _ },
  // prettier-ignore
  unsure:    { sending: _, accepted: 'accepted', delayed: _, failed: 'failed', unsure: _, delivered: 'delivered', retried: 'none', confirmed: 'delivered' },
};

describe('a text on its way', () => {
  for (const state of ['none', ...DELIVERY_STATES] as const) {
    for (const type of Object.keys(FACTS) as Fact['type'][]) {
      const expected = TABLE[state][type];
      it(`${state} and ${type}: ${expected ?? 'stays as it is'}`, () => {
        const before = at(state);
        const after = applyToDelivery(before, FACTS[type]);
        if (expected === null) expect(after).toBe(before);
        else expect(after?.state ?? 'none').toBe(expected);
      });
    }
  }

  it('an answer to an earlier attempt says nothing of the one that runs', () => {
    const again = applyToDelivery(at('delayed'), sending(OTHER));
    expect(applyToDelivery(again, FACTS.accepted)).toBe(again);
  });

  it('counts how often a gateway was given it, anew when a person decides', () => {
    expect(applyToDelivery(at('delayed'), sending(OTHER))?.attempts).toBe(2);
    const decided = applyToDelivery(at('failed'), FACTS.retried);
    expect(applyToDelivery(decided, sending(OTHER))?.attempts).toBe(1);
  });

  it('does not count a gateway that could not be reached, and remembers one that refused', () => {
    const begun = at('sending');
    const told = { type: 'delayed', attemptId: ATTEMPT, ...why, retryAt: 9, at: 2 } as const;
    const offline = applyToDelivery(begun, { ...told, because: 'offline' });
    expect(offline).toMatchObject({ attempts: 0, refused: [], retryAt: 9 });
    const refused = applyToDelivery(begun, { ...told, because: 'refused' });
    expect(refused).toMatchObject({ attempts: 1, refused: ['g sms'] });
    // It stays known while another one is asked, until a person decides.
    expect(applyToDelivery(refused, sending(OTHER))?.refused).toEqual(['g sms']);
  });

  it.each([
    ['none', false],
    ['sending', true],
    ['accepted', true],
    ['delivered', true],
    ['delayed', false],
    ['failed', false],
    ['unsure', true],
  ] as const)('%s: is out of our hands: %s', (state, out) => {
    expect(isUnderway(at(state))).toBe(out);
  });
});
