import { defineStore } from 'pinia';
import { markRaw, shallowRef } from 'vue';
import type { Decision } from '#shared/domain/outbound-policy/policy.ts';
import { OutboundGate } from '../phone/outboundGate.ts';
import type { Hold } from '#shared/domain/callback/attempts.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
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

/** A customer who was promised a call and is not to be called now. */
interface HeldBack {
  readonly text: string;
  readonly row: PromiseRow;
  readonly hold: Hold;
  readonly go: () => DialRefusal | null;
}

/** The outbound policy at work: what is refused is said, what needs a yes is asked. */
export const useOutboundStore = defineStore('outbound', () => {
  const settings = useSettingsStore();
  const promises = usePromiseStore();
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
    const held = customer && decision.by !== 'emergency' ? promises.holdOf(customer) : null;
    if (held) {
      heldBack.value = { ...held, text, go: () => ask(target, text, decision, go) };
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
    await promises.decide(held.row, { type: 'override', why, code: held.hold.code });
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
