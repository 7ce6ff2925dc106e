import type { TextGateway } from '../gateways/gateway.ts';
import type { Later } from '../later.ts';

/** So long that what happens to a text can be read as it happens. */
const TAKES_MS = 900;

/** What texts of the practice exchange leave by: nothing. It takes each one, and each one arrives. */
export function createPracticeGateway(later: Later): TextGateway {
  return {
    takesKey: true,
    forms: ['sms', 'lms', 'mms'],
    send: ({ key }) =>
      new Promise((resolve) => {
        later(TAKES_MS, () => resolve({ kind: 'accepted', ref: `practice-${key ?? ''}` }));
      }),
    learn: () => Promise.resolve({ kind: 'delivered' }),
  };
}
