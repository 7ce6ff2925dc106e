import { decideOutbound } from '#shared/domain/outbound-policy/policy.ts';
import type { Decision, OutboundPolicy } from '#shared/domain/outbound-policy/policy.ts';

/**
 * Who may be called or sent a customer to. The call center asks it for every target, wherever the
 * wish came from; what needs the agent's yes passes once for each yes.
 */
export class OutboundGate {
  readonly #policy: () => OutboundPolicy;
  #consented: string | null = null;

  constructor(policy: () => OutboundPolicy) {
    this.#policy = policy;
  }

  decide(target: string): Decision {
    return decideOutbound(this.#policy(), target);
  }

  /** The agent has said yes to this target, now. */
  consent(target: string): void {
    this.#consented = target;
  }

  passes(target: string): boolean {
    const consented = this.#consented === target;
    this.#consented = null;
    const { verdict } = this.decide(target);
    return verdict === 'allow' || (verdict === 'confirm' && consented);
  }
}
