import type { SendAnswer } from '#host/gateways/gateway.ts';
import type { GatewayWay } from '#host/outbox/ways.ts';

/** The gateway of `startTextServer`: as plain as one can be. @param url where it listens */
export function httpWay(url: string, takesKey: boolean): GatewayWay {
  return {
    ...{ kind: 'gateway', id: 'http', name: 'HTTP', from: '0215881234' },
    ...{ numberKinds: ['mobile'], encoding: 'cp949', newline: 'lf' },
    gateway: {
      takesKey,
      forms: ['sms', 'lms'],
      learn: null,
      async send({ key, to }): Promise<SendAnswer> {
        try {
          const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ key, to }) });
          const { ref } = (await answer.json()) as { ref: string };
          return { kind: 'accepted', ref };
        } catch {
          return { kind: 'unsure', code: 'gateway.cut', words: '' };
        }
      },
    },
  };
}
