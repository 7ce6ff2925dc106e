/** Words by key, as vue-i18n gives them. */
type Translate = (key: string) => string;

/** All that a tab shows which a link has opened: where the link went. Made by hand, as `fatal.ts`. */
export function showPassedOn(root: HTMLElement, t: Translate, taken: boolean): void {
  const screen = document.createElement('main');
  screen.className = 'fatal';
  screen.dataset['testid'] = 'passed-on';
  screen.dataset['taken'] = String(taken);
  screen.setAttribute('role', 'status');
  const words = taken ? ['passedOn.taken', 'passedOn.close'] : ['passedOn.nobody'];
  for (const [index, key] of words.entries()) {
    const element = document.createElement(index === 0 ? 'h1' : 'p');
    element.textContent = t(key);
    screen.append(element);
  }
  root.replaceChildren(screen);
}
