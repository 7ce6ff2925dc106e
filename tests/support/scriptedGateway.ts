import type { OutgoingText, SendAnswer, TextGateway } from '#host/gateways/gateway.ts';
import type { GatewayWay } from '#host/outbox/ways.ts';

type Answer = SendAnswer | Promise<SendAnswer>;

export interface ScriptedGateway {
  readonly way: GatewayWay;
  /** Every text that it was given, in order. */
  readonly asked: OutgoingText[];
  /** What it says from now on. */
  answer: (text: OutgoingText, times: number) => Answer;
  /** What it says when asked about a text. */
  delivery: TextGateway['learn'];
  /** How often it was asked. */
  learnt: string[];
}

/** A gateway that does what a test says: to begin with it takes everything and delivers it. */
export function scriptedGateway(
  change: Partial<Omit<GatewayWay, 'gateway' | 'kind'>> & Partial<TextGateway> = {},
): ScriptedGateway {
  const { takesKey = true, forms = ['sms', 'lms'], ...way } = change;
  const scripted: ScriptedGateway = {
    asked: [],
    learnt: [],
    answer: (_text, times) => ({ kind: 'accepted', ref: `${scripted.way.id}-${times}` }),
    delivery: () => Promise.resolve({ kind: 'delivered' }),
    way: {
      ...{ kind: 'gateway', id: 'one', name: 'One', from: '0215881234' },
      ...{ numberKinds: ['mobile'], encoding: 'cp949', newline: 'lf' },
      ...way,
      gateway: {
        takesKey,
        forms,
        send: async (text) => {
          scripted.asked.push(text);
          return scripted.answer(text, scripted.asked.length);
        },
        learn: (ref) => {
          scripted.learnt.push(ref);
          return scripted.delivery?.(ref) ?? Promise.resolve({ kind: 'pending' });
        },
      },
    },
  };
  return scripted;
}
