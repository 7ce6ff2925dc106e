import { DIALOG_STATES } from '#shared/domain/pbx/dialogInfo.ts';
import type { DialogInfo, DialogState, Lamp } from '#shared/domain/pbx/dialogInfo.ts';

/** Characters: a frame is no longer anyway, and a hundred calls need less. */
const LARGEST_DOCUMENT = 64 * 1_024;
const MOST_DIALOGS_READ = 200;

/**
 * Reads an `application/dialog-info+xml` document (RFC 4235 §4). Untrusted.
 * @returns null when it is none
 */
export function readDialogInfo(text: string): DialogInfo | null {
  const root = rootOf(text, 'dialog-info');
  const version = root?.getAttribute('version') ?? '';
  const state = root?.getAttribute('state');
  if (!root || !/^\d{1,10}$/.test(version) || (state !== 'full' && state !== 'partial'))
    return null;
  const dialogs: { id: string; state: DialogState }[] = [];
  for (const dialog of childrenOf(root, 'dialog')) {
    const id = dialog.getAttribute('id') ?? '';
    const told = childrenOf(dialog, 'state')[0]?.textContent.trim();
    const known = DIALOG_STATES.find((one) => one === told);
    if (id === '' || id.length > 256 || !known) return null;
    dialogs.push({ id, state: known });
    if (dialogs.length === MOST_DIALOGS_READ) break;
  }
  return { version: Number(version), full: state === 'full', dialogs };
}

/**
 * Reads an `application/pidf+xml` document (RFC 3863 §4) as a lamp: open is free, closed is busy,
 * and so is whoever is open but on the telephone or busy (RFC 4480 §3.2).
 */
export function readPresence(text: string): Lamp {
  const root = rootOf(text, 'presence');
  if (!root) return 'unknown';
  const basics = childrenOf(root, 'tuple').flatMap((tuple) =>
    childrenOf(tuple, 'status').flatMap((status) =>
      childrenOf(status, 'basic').map(({ textContent }) => textContent.trim().toLowerCase()),
    ),
  );
  const activities = [...root.getElementsByTagNameNS('*', 'activities')].slice(0, 8);
  const engaged = activities.some((one) =>
    [...one.children].some(({ localName }) => /^(?:on-the-phone|busy)$/.test(localName)),
  );
  if (engaged || basics.includes('closed')) return 'busy';
  return basics.includes('open') ? 'free' : 'unknown';
}

/** No document of ours has a type declaration: one with entities is not even parsed. */
function rootOf(text: string, name: string): Element | null {
  if (text.length > LARGEST_DOCUMENT || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return null;
  // What is no XML at all is not shown to the parser: its report of it has styles of its own, which
  // the page's policy refuses aloud.
  if (!/^\s*(?:<\?xml[^>]*>\s*)?<[\w:-]+[\s/>]/.test(text) || !/>\s*$/.test(text)) return null;
  const parsed = new DOMParser().parseFromString(text, 'application/xml');
  const root = parsed.documentElement;
  const broken = parsed.getElementsByTagName('parsererror').length > 0;
  return root.localName === name && !broken ? root : null;
}

function childrenOf(element: Element, name: string): Element[] {
  return [...element.children].filter(({ localName }) => localName === name);
}
