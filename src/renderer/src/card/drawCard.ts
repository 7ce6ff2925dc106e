import type { CallCard, CardAction, RingingCall } from '#shared/contract/callCard.ts';

type Press = (callId: string, action: CardAction) => void;

/** Everything is text: nothing that a caller calls themselves becomes an element. */
function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** The paths of Lucide's icons of the same names (ISC), as in the app's own card. */
const PHONE =
  'M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384';

function phoneIcon(className: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PHONE);
  svg.append(path);
  return svg;
}

function button(look: string, action: CardAction, text: string, keys = ''): HTMLButtonElement {
  const element = make('button', `button ${look}`);
  element.type = 'button';
  element.dataset['action'] = action;
  const label = make('span', 'label', text);
  if (look !== '') label.prepend(phoneIcon(`icon ${look}`));
  element.append(label);
  if (keys !== '') {
    const kbd = make('kbd', 'kbd', keys);
    kbd.setAttribute('aria-hidden', 'true');
    element.append(kbd);
  }
  return element;
}

function callOf(call: RingingCall, card: CallCard, isFirst: boolean, press: Press): HTMLElement {
  const { words, keys } = card;
  const section = make('section', 'call');
  section.dataset['callId'] = call.callId;
  section.setAttribute('aria-label', `${words.title}: ${call.who}`);

  const state = make('p', 'state');
  state.append(phoneIcon('ringing'), make('span', '', words.title));
  const open = button('', 'open', words.open);
  open.classList.add('quiet');
  const top = make('div', 'top');
  top.append(state, open);

  const lines = make('ul', 'lines');
  lines.append(...call.lines.map((line) => make('li', 'line', line)));

  const buttons = make('div', 'buttons');
  if (call.canText) buttons.append(button('', 'text', words.text));
  buttons.append(
    button('decline', 'decline', words.decline, isFirst ? keys.decline : ''),
    button('answer', 'answer', words.answer, isFirst ? keys.answer : ''),
  );
  section.append(top, make('p', 'who', call.who), lines, buttons);
  section.addEventListener('click', ({ target }) => {
    const pressed = (target as Element).closest<HTMLButtonElement>('button')?.dataset['action'];
    if (pressed) press(call.callId, pressed as CardAction);
  });
  return section;
}

/** What each element on the screen was made of. */
const saidBy = new WeakMap<HTMLElement, string>();

/** Shows what rings in place of what was shown. */
export function drawCard(root: HTMLElement, card: CallCard | null, press: Press): void {
  const { documentElement } = document;
  if (!card) {
    root.replaceChildren();
    return;
  }
  documentElement.lang = card.language;
  documentElement.dataset['theme'] = card.dark ? 'dark' : 'light';
  // A button that is about to be pressed must not go from under the hand: a call that still rings
  // with the same words stays the element it was.
  const known = new Map(
    [...root.querySelectorAll<HTMLElement>('.call')].map((one) => [saidBy.get(one), one]),
  );
  const sections = card.calls.map((call, place) => {
    const said = JSON.stringify([call, card.words, place === 0 ? card.keys : null]);
    const section = known.get(said) ?? callOf(call, card, place === 0, press);
    saidBy.set(section, said);
    return section;
  });
  const heading = make('h1', 'unseen', card.words.title);
  const more = card.words.more === '' ? [] : [make('p', 'more', card.words.more)];
  root.replaceChildren(heading, ...sections, ...more);
}
