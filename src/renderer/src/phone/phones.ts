import type { Account } from '#shared/domain/account.ts';
import type { PhonePort } from './port.ts';
import type { Caption, Practice } from './traineeView.ts';
import type { SipPhoneOptions } from './sipjs/sipPhone.ts';

/** SIP comes by itself: the first moment is drawn before a line can open. */
const fetchStack = () => import('./sipjs/sipPhone.ts');

/** Each of the two that open something throws when the page could not fetch what it needs. */
export interface Phones {
  /** Brings what both need, so that opening a line waits for nothing. Never fails. */
  prepare(): Promise<void>;
  openAccount(account: Account, password: string): Promise<PhonePort>;
  openPractice(
    onCaption: (caption: Caption) => void,
    onTrouble: (code: string) => void,
  ): Promise<{ phone: PhonePort; practice: Practice }>;
}

/** Makes the phone for an account or for practice; both are the same stack over another line. */
export function createPhones(
  deps: Pick<
    SipPhoneOptions,
    | 'newId'
    | 'dtmf'
    | 'log'
    | 'houseName'
    | 'openMicrophone'
    | 'remoteAudio'
    | 'messages'
    | 'dialogs'
  >,
): Phones {
  const common = {
    ...deps,
    now: Date.now,
    random: Math.random,
  };

  return {
    async prepare() {
      // Whoever opens a line asks again, and says so.
      await fetchStack().catch(() => undefined);
    },

    async openAccount(account, password) {
      const { createSipPhone } = await fetchStack();
      return createSipPhone({ ...common, account, password, practice: false });
    },

    async openPractice(onCaption, onTrouble) {
      // Loaded when needed: most days a desk never practises.
      const [{ createSipPhone }, { openPracticeLine }] = await Promise.all([
        fetchStack(),
        import('./practice/practiceLine.ts'),
      ]);
      const { line, practice } = openPracticeLine(onCaption, onTrouble);
      const phone = createSipPhone({ ...common, ...line, practice: true });
      return { phone, practice };
    },
  };
}
