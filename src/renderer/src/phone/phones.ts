import type { Account } from '#shared/domain/account.ts';
import type { PhonePort } from './port.ts';
import type { Caption, Practice } from './traineeView.ts';
import { createSipPhone } from './sipjs/sipPhone.ts';
import type { SipPhoneOptions } from './sipjs/sipPhone.ts';

export interface Phones {
  openAccount(account: Account, password: string): PhonePort;
  openPractice(
    onCaption: (caption: Caption) => void,
    onTrouble: (code: string) => void,
  ): Promise<{ phone: PhonePort; practice: Practice }>;
}

/** Makes the phone for an account or for practice; both are the same stack over another line. */
export function createPhones(
  deps: Pick<
    SipPhoneOptions,
    'newId' | 'dtmf' | 'log' | 'houseName' | 'openMicrophone' | 'remoteAudio' | 'messages'
  >,
): Phones {
  const common = {
    ...deps,
    now: Date.now,
    random: Math.random,
  };

  return {
    openAccount: (account, password) =>
      createSipPhone({ ...common, account, password, practice: false }),

    async openPractice(onCaption, onTrouble) {
      // Loaded when needed: most days a desk never practises.
      const { openPracticeLine } = await import('./practice/practiceLine.ts');
      const { line, practice } = openPracticeLine(onCaption, onTrouble);
      const phone = createSipPhone({ ...common, ...line, practice: true });
      return { phone, practice };
    },
  };
}
