import { defineStore } from 'pinia';
import { markRaw, shallowRef } from 'vue';
import type { Decision } from '#shared/domain/outbound-policy/policy.ts';
import { OutboundGate } from '../phone/outboundGate.ts';
import type { DialRefusal } from './phoneStore.ts';
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

/** The outbound policy at work: what is refused is said, what needs a yes is asked. */
export const useOutboundStore = defineStore('outbound', () => {
  const settings = useSettingsStore();
  const gate = markRaw(new OutboundGate(() => settings.settings.outbound));

  /** What the agent is asked about now. */
  const asked = shallowRef<Held | null>(null);
  const denied = shallowRef<Pick<Held, 'text' | 'decision'> | null>(null);

  /** @returns why nothing was begun, or null */
  function attempt(target: string, text: string, go: Go): DialRefusal | null {
    denied.value = null;
    const decision = gate.decide(target);
    if (decision.verdict === 'allow') return go(null);
    if (decision.verdict === 'deny') {
      denied.value = { text, decision };
      return 'denied';
    }
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

  return {
    asked,
    denied,
    attempt,
    confirm,
    cancel: () => (asked.value = null),
    dismissDenied: () => (denied.value = null),
    decide: (target: string): Decision => gate.decide(target),
    mayReach: (target: string): boolean => gate.passes(target),
  };
});
