import { defineStore } from 'pinia';
import { markRaw, shallowRef } from 'vue';
import type { Decision } from '#shared/domain/outbound-policy/policy.ts';
import { OutboundGate } from '../phone/outboundGate.ts';
import type { Held as HeldCustomer } from '#shared/domain/callback/attempts.ts';
import { usePauseStore } from './pauseStore.ts';
import type { DialRefusal } from './phoneStore.ts';
import { usePromiseStore } from './promiseStore.ts';
import type { Customer } from './promiseStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** @param confirmed what the agent said yes to, null where nobody had to ask */
type Go = (confirmed: Decision | null) => DialRefusal | null;

interface Held {
  readonly target: string;
  /** As the agent wrote it. */
  readonly text: string;
  readonly decision: Decision;
  readonly go: Go;
}

/** A customer who is not to be called now: by a promise, or because their contact is paused. */
interface HeldBack {
  readonly text: string;
  /** At least one; whose it is stands in its row. */
  readonly holds: readonly [HeldCustomer, ...HeldCustomer[]];
  readonly go: () => DialRefusal | null;
}

/** The outbound policy at work: what is refused is said, what needs a yes is asked. */
export const useOutboundStore = defineStore('outbound', () => {
  const settings = useSettingsStore();
  const promises = usePromiseStore();
  const pauses = usePauseStore();
  const gate = markRaw(new OutboundGate(() => settings.settings.outbound));

  /** What the agent is asked about now. */
  const asked = shallowRef<Held | null>(null);
  const denied = shallowRef<Pick<Held, 'text' | 'decision'> | null>(null);

  const heldBack = shallowRef<HeldBack | null>(null);

  /**
   * @param customer who is called; left out for whoever is none, such as a colleague asked
   * @returns why nothing was begun, or null
   */
  function attempt(
    target: string,
    text: string,
    go: Go,
    customer: Customer | null = null,
  ): DialRefusal | null {
    denied.value = null;
    const decision = gate.decide(target);
    if (decision.verdict === 'deny') {
      denied.value = { text, decision };
      return 'denied';
    }
    // Whoever needs help at once is never held back.
    const [first, ...others] =
      customer && decision.by !== 'emergency' ? pauses.holdsOf(customer) : [];
    if (first) {
      const holds = [first, ...others] as const;
      heldBack.value = { holds, text, go: () => ask(target, text, decision, go) };
      return 'confirm';
    }
    return ask(target, text, decision, go);
  }

  function ask(target: string, text: string, decision: Decision, go: Go): DialRefusal | null {
    if (decision.verdict === 'allow') return go(null);
    asked.value = { target, text, decision, go };
    return 'confirm';
  }

  /** The agent says yes. */
  function confirm(): DialRefusal | null {
    const held = asked.value;
    asked.value = null;
    if (!held) return null;
    gate.consent(held.target);
    return held.go(held.decision);
  }

  /**
   * The agent calls although something holds it back, for a reason that is kept.
   * @throws AppError when the reason could not be stored: then nobody is called
   */
  async function callHeldBack(why: string): Promise<DialRefusal | null> {
    const held = heldBack.value;
    if (!held) return null;
    const ofPause = held.holds.filter((one) => one.by === 'pause');
    const [paused] = ofPause;
    if (paused) {
      const codes = ofPause.map(({ hold }) => hold.code);
      await pauses.decide(paused.row, { type: 'override', why, codes });
    }
    for (const one of held.holds) {
      if (one.by === 'pause') continue;
      await promises.decide(one.row, { type: 'override', why, code: one.hold.code });
    }
    heldBack.value = null;
    return held.go();
  }

  return {
    asked,
    heldBack,
    callHeldBack,
    leaveHeldBack: () => (heldBack.value = null),
    denied,
    attempt,
    confirm,
    cancel: () => (asked.value = null),
    dismissDenied: () => (denied.value = null),
    decide: (target: string): Decision => gate.decide(target),
    mayReach: (target: string): boolean => gate.passes(target),
  };
});
