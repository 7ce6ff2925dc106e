import { v7 as uuidv7 } from 'uuid';
import type { CallCard } from '#shared/contract/callCard.ts';
import { openHostPort } from '../api/hostPort.ts';
import { drawCard } from './drawCard.ts';
import './card.css';

/*
 * The page of the small window that says who calls. It has no framework, no words of its own and no
 * phone: the page with the phone writes what it shows, and is told what was pressed.
 */

const port = openHostPort(window);
const root = document.querySelector<HTMLElement>('#card');

function ask(method: string, input: object): string {
  const id = uuidv7();
  port.send({ id, method, input });
  return id;
}

/** The question whose answer is what is shown at first. */
let asked = '';
function askState(): void {
  asked = ask('callCard.state', {});
}

function show(card: CallCard | null): void {
  if (root) drawCard(root, card, (callId, action) => ask('callCard.press', { callId, action }));
}

// The host has checked all of it by the contract's schemas.
interface FromHost {
  readonly id?: string;
  readonly event?: string;
  readonly data?: { readonly card?: CallCard | null };
}

port.onMessage((message) => {
  const { id, event, data } = message as FromHost;
  if ((id === asked || event === 'callCard.changed') && data?.card !== undefined) show(data.card);
});
port.onState((state) => {
  // What changed while there was no line was not heard; without one nothing can be pressed.
  if (state === 'open') askState();
  else show(null);
});
show(null);
if (port.state === 'open') askState();
