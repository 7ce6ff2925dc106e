import { Grammar, SessionState } from 'sip.js';
import type { Session, UserAgent } from 'sip.js';
import { Dialog } from 'sip.js/lib/core/index.js';
import type { IncomingResponse } from 'sip.js/lib/core/index.js';
import { SEQUENCE_AHEAD } from '#shared/domain/call/leftDialog.ts';
import type { LeftDialog } from '#shared/domain/call/leftDialog.ts';

/** Where dialogs are kept while they last. It outlives the page. None of it ever rejects. */
export interface DialogMemory {
  keep(callId: string, account: string, dialog: LeftDialog): void;
  forget(callId: string): void;
  left(
    account: string,
  ): Promise<readonly { readonly callId: string; readonly dialog: LeftDialog }[]>;
}

export interface LeftDialogsDeps {
  readonly agent: UserAgent;
  readonly account: string;
  readonly memory: DialogMemory;
  /** A call of this page, whose end is its own matter. */
  isOurs(callId: string): boolean;
}

/**
 * Ends the calls of a page that is gone: their dialogs are kept while they last, and whoever comes after
 * says BYE in them (RFC 3261 §15), so that no customer listens into silence.
 */
export class LeftDialogs {
  readonly #deps: LeftDialogsDeps;

  constructor(deps: LeftDialogsDeps) {
    this.#deps = deps;
  }

  follow(callId: string, session: Session): void {
    const { account, memory } = this.#deps;
    let kept = false;
    session.stateChange.addListener((state) => {
      // Most calls that ring are never answered: the host has nothing to forget of them.
      if (state === SessionState.Terminated && kept) memory.forget(callId);
      if (state !== SessionState.Established) return;
      const dialog = dialogOf(session);
      if (!dialog) return;
      memory.keep(callId, account, dialog);
      kept = true;
    });
  }

  /** The line is registered on a new connection: whoever is still there is told. */
  async sayBye(): Promise<void> {
    const { account, memory, isOurs } = this.#deps;
    for (const { callId, dialog } of await memory.left(account)) {
      if (!isOurs(callId)) this.#sayBye(callId, dialog);
    }
  }

  #sayBye(callId: string, dialog: LeftDialog): void {
    const { agent, memory } = this.#deps;
    const core = agent.userAgentCore;
    const [target, local, remote] = [
      Grammar.URIParse(dialog.remoteTarget),
      Grammar.URIParse(dialog.localUri),
      Grammar.URIParse(dialog.remoteUri),
    ];
    if (!target || !local || !remote) {
      memory.forget(callId);
      return;
    }
    const { sipCallId, localTag, remoteTag, routeSet, sequence } = dialog;
    const bye = core.makeOutgoingRequestMessage('BYE', target, local, remote, {
      ...{ callId: sipCallId, fromTag: localTag, toTag: remoteTag, routeSet },
      cseq: sequence + SEQUENCE_AHEAD,
    });
    const settle = ({ message }: IncomingResponse): void => {
      // Not the 408 or 503 that SIP.js makes up for itself: then the next connection tries.
      if (message.hasHeader('cseq')) memory.forget(callId);
    };
    core.request(bye, { onAccept: settle, onReject: settle });
  }
}

function dialogOf({ dialog }: Session): LeftDialog | null {
  // What SIP.js shows of it as a session leaves out its route.
  if (!(dialog instanceof Dialog)) return null;
  const { callId, localTag, remoteTag, localURI, remoteURI, remoteTarget, routeSet } = dialog;
  return {
    ...{ sipCallId: callId, localTag, remoteTag, routeSet },
    ...{ localUri: String(localURI), remoteUri: String(remoteURI) },
    ...{ remoteTarget: String(remoteTarget), sequence: dialog.localSequenceNumber ?? 0 },
  };
}
