/** Words by key, as vue-i18n gives them. */
type Translate = (key: string, named?: Record<string, unknown>) => string;

/**
 * A screen for a page that could not start. It is made by hand, without Vue and the stores, since
 * they may be what failed.
 */
export function showFatal(root: HTMLElement, t: Translate, code: string): void {
  const screen = document.createElement('main');
  screen.className = 'fatal';
  screen.dataset['testid'] = 'fatal';
  screen.setAttribute('role', 'alert');

  const add = (tag: 'h1' | 'p' | 'button', text: string): HTMLElement => {
    const element = document.createElement(tag);
    element.textContent = text;
    screen.append(element);
    return element;
  };
  add('h1', t('fatal.title'));
  add('p', t('fatal.kept'));
  add('p', t('fatal.todo'));
  add('p', t('fatal.code', { code })).className = 'fatal-code';
  add('button', t('fatal.reload')).addEventListener('click', () => location.reload());

  root.replaceChildren(screen);
}
