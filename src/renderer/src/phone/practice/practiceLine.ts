import { accountSchema } from '#shared/domain/account.ts';
import type { SipPhoneOptions } from '../sipjs/sipPhone.ts';
import { createPracticeExchange } from './practiceExchange.ts';
import type { PracticeCaption } from './practiceExchange.ts';
import { CustomerLog } from './customerLog.ts';
import { loadPracticeResources } from './practiceResources.ts';
import type { Caption, Practice } from '../traineeView.ts';

export interface PracticeLine {
  /** What the phone needs to be on the practice exchange instead of a PBX. */
  readonly line: Pick<SipPhoneOptions, 'account' | 'password' | 'transport'>;
  readonly practice: Practice;
}

/** The practice exchange as a line for the phone: the same phone, another transport. */
export function openPracticeLine(
  onCaption: (caption: Caption) => void,
  onTrouble: (code: string) => void,
): PracticeLine {
  const exchange = createPracticeExchange({ resources: loadPracticeResources() });
  const { uri, username, displayName } = exchange.account;
  const log = new CustomerLog();
  exchange.onCaption((caption) => {
    log.add(caption);
    onCaption(captionOf(caption));
  });
  exchange.onTrouble(({ code }) => onTrouble(code));

  return {
    line: {
      // The address of the server is never used: the transport does not leave the page.
      account: accountSchema.parse({
        uri,
        authorizationUser: username,
        displayName,
        servers: ['wss://practice.ieum.invalid'],
      }),
      password: '',
      transport: {
        transportConstructor: exchange.transportConstructor,
        transportOptions: exchange.transportOptions,
      },
    },
    practice: {
      scenarios: exchange.scenarios
        .filter(({ direction }) => direction === 'incoming')
        .map(({ id, title, summary, mood, script }) => ({ id, title, summary, mood, script })),
      // Whoever has called in can be called back, from where their call is; they are no exercise.
      phoneBook: exchange.phoneBook.entries
        .filter(({ number }) =>
          exchange.scenarios.every(
            (it) => it.direction === 'outgoing' || it.caller.number !== number,
          ),
        )
        .map(({ number, title }) => ({ number, title })),
      callIn: (scenarioId) => void exchange.callIn(scenarioId),
      guided: exchange.guided,
      offered: exchange.offered,
      played: (sipCallId) => {
        const scenario = exchange.scenarioOf(sipCallId);
        return scenario && { scenario, said: [...log.of(sipCallId)] };
      },
      close: () => exchange.dispose(),
    },
  };
}

/** A line of the customer's comes when it begins and again when it ends: one caption of both. */
function captionOf({ callId, at, speaker, text, lineId }: PracticeCaption): Caption {
  return { id: lineId === null ? `${callId} ${at}` : `${callId} ${lineId}`, at, speaker, text };
}
