/*
 * What an exchange tells of somebody else's calls: the dialog event package, RFC 4235. The document
 * is read in `phone/sipjs/eventDocuments.ts`; what it means is decided here.
 */

/** RFC 4235 §3.7.1. */
export const DIALOG_STATES = ['trying', 'proceeding', 'early', 'confirmed', 'terminated'] as const;
export type DialogState = (typeof DIALOG_STATES)[number];

export interface DialogInfo {
  /** RFC 4235 §4.1.1: counts up by one with each document of a subscription. */
  readonly version: number;
  /** `partial` names only the dialogs that have changed. */
  readonly full: boolean;
  readonly dialogs: readonly { readonly id: string; readonly state: DialogState }[];
}

/** What a lamp shows. `unknown`: nobody tells, which is not the same as free. */
export type Lamp = 'free' | 'ringing' | 'busy' | 'unknown';

/** What is known of one subscription's dialogs. */
export interface DialogView {
  /** Null before the first full document. */
  readonly version: number | null;
  readonly dialogs: ReadonlyMap<string, DialogState>;
}

export const NO_DIALOGS: DialogView = { version: null, dialogs: new Map() };

/** Calls of one extension that are followed; more are not worth the memory. */
export const MOST_DIALOGS = 32;

/**
 * What a document makes of what is known.
 *
 * `gap`: one before it was lost, or it began in the middle; the state has to be asked for anew
 * (RFC 4235 §4.4). `stale`: it comes late and says nothing.
 */
export function applyDialogInfo(
  view: DialogView,
  info: DialogInfo,
): { readonly view: DialogView; readonly verdict: 'applied' | 'stale' | 'gap' } {
  if (view.version !== null && info.version <= view.version) {
    // Kamailio's presence server numbers every body with the same version until something new is
    // published, and sends it again with each refresh: a full one may always say it again.
    if (!info.full || info.version < view.version) return { view, verdict: 'stale' };
  }
  const missed = view.version === null || info.version !== view.version + 1;
  if (!info.full && missed) return { view: NO_DIALOGS, verdict: 'gap' };
  const dialogs = new Map(info.full ? [] : view.dialogs);
  for (const { id, state } of info.dialogs) {
    if (state === 'terminated') dialogs.delete(id);
    else if (dialogs.has(id) || dialogs.size < MOST_DIALOGS) dialogs.set(id, state);
  }
  return { view: { version: info.version, dialogs }, verdict: 'applied' };
}

/** One call that is talked on outweighs another that rings. */
export function lampOf({ version, dialogs }: DialogView): Lamp {
  if (version === null) return 'unknown';
  const states = [...dialogs.values()];
  if (states.includes('confirmed')) return 'busy';
  return states.length > 0 ? 'ringing' : 'free';
}
