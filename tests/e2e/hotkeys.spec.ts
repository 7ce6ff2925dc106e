import type { Page, WebSocketRoute } from '@playwright/test';
import { controlHeadsets } from '../support/headsets.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

/**
 * The same page with a shell that has hotkeys: what the host says of them is changed on the way,
 * since no desktop is there. Electron's own part is in tests/electron.
 */
async function withShell(page: Page) {
  let line: WebSocketRoute | null = null;
  await page.routeWebSocket(/.*/, (route) => {
    line = route;
    const server = route.connectToServer();
    server.onMessage((message) =>
      route.send(
        typeof message === 'string'
          ? message.replace('"available":false', '"available":true')
          : message,
      ),
    );
  });
  return {
    /** As the host would say it. */
    announces(event: string, data: object): void {
      line?.send(JSON.stringify({ event, data }));
    },
  };
}

async function openSettings(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await practise(page);
  await page.getByTestId('nav-settings').click();
}

async function practise(page: Page): Promise<void> {
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
}

test('in a browser it is said that there are none; the keys of the window work', async ({
  page,
  host,
}) => {
  await openSettings(page, host.url);
  await expect(page.getByTestId('hotkeys')).toHaveAttribute('data-available', 'false');
  await expect(page.getByTestId('hotkeys')).toContainText('브라우저 창에서는');
  await expect(page.getByTestId('hotkeys-on')).toBeHidden();
});

test('off at first; a key is chosen by pressing it, by its place on the keyboard', async ({
  page,
  host,
}) => {
  await withShell(page);
  await openSettings(page, host.url);
  const toggle = page.getByTestId('hotkeys-on').getByRole('switch');
  await expect(toggle).not.toBeChecked();
  await toggle.click();
  const answer = page.getByTestId('hotkey-answer');
  const capture = answer.getByTestId('key-capture');
  await expect(capture).toHaveText('Ctrl+Shift+F8');

  await capture.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.down('Control');
  await page.keyboard.down('Alt');
  await expect(capture).toHaveText('Ctrl+Alt+…');
  // With the Korean input method on the key has no character of its own.
  await page.evaluate(() =>
    window.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'Process',
        code: 'KeyA',
        ctrlKey: true,
        altKey: true,
        cancelable: true,
      }),
    ),
  );
  await page.keyboard.up('Alt');
  await page.keyboard.up('Control');
  await expect(capture).toHaveText('Ctrl+Alt+A');

  // A letter alone is refused, and the next key may be tried at once.
  await capture.click();
  await page.keyboard.press('k');
  await expect(answer.getByRole('alert')).toContainText('K: 글자 하나나');
  await page.keyboard.press('Alt+F4');
  await expect(answer.getByRole('alert')).toContainText('운영체제가 쓰는 키');
  await page.keyboard.press('Control+Shift+F9');
  await expect(answer.getByRole('alert')).toContainText('이미 쓰는 키');
  await page.keyboard.press('Escape');
  await expect(capture).toHaveText('Ctrl+Alt+A');

  await capture.click();
  await page.keyboard.press('Backspace');
  await expect(capture).toHaveText('없음');
  await page.reload();
  await page.getByTestId('nav-settings').click();
  await expect(capture).toHaveText('없음');
});

test('one that another program has is told; while a key is chosen the call is safe', async ({
  page,
  host,
}) => {
  const shell = await withShell(page);
  await openSettings(page, host.url);
  await page.getByTestId('hotkeys-on').getByRole('switch').click();
  const keys = { answer: 'on', hangUp: 'taken', mute: 'on', hold: 'on', transfer: 'on' };
  const state = { available: true, platform: 'linux', keys };
  shell.announces('hotkeys.changed', state);
  await expect(page.getByTestId('hotkey-hangUp')).toContainText('다른 프로그램이 쓰고 있습니다');

  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await expect(page.getByTestId('incoming-card')).toBeVisible();
  shell.announces('hotkeys.pressed', { action: 'answer' });
  const bar = page.getByTestId('call-bar');
  await expect(bar).toHaveAttribute('data-phase', 'active');
  shell.announces('hotkeys.pressed', { action: 'mute' });
  await expect(page.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
  shell.announces('hotkeys.pressed', { action: 'hold' });
  await expect(bar).toHaveAttribute('data-phase', 'held');
  shell.announces('hotkeys.pressed', { action: 'transfer' });
  await expect(page.getByTestId('transfer-number')).toBeFocused();

  await page.getByTestId('nav-settings').click();
  const capture = page.getByTestId('hotkey-mute').getByTestId('key-capture');
  await capture.click();
  await page.keyboard.press('F9');
  await expect(capture).toHaveText('F9');
  await expect(bar).toHaveAttribute('data-phase', 'held');
  await page.keyboard.press('F9');
  await expect(page.getByTestId('ended-line')).toBeVisible();
});

for (const [theme, language] of [
  [/밝게|Light/, /한국어/],
  [/어둡게|Dark/, /English/],
] as const) {
  test(`keys and headset, ${theme.source}, ${language.source}: axe finds nothing, nothing is cut off`, async ({
    page,
    host,
  }) => {
    const headsets = await controlHeadsets(page);
    await withShell(page);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(host.url);
    await page.getByTestId('theme').getByText(theme).click();
    await page.getByTestId('language').getByText(language).click();
    await practise(page);
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('hotkeys-on').getByRole('switch').click();
    await headsets.plugIn('jabra');
    await page.getByTestId('headset-connect').click();
    await expect(page.getByTestId('headset-row')).toBeVisible();
    const capture = page.getByTestId('hotkey-hold').getByTestId('key-capture');
    await capture.click();
    await page.keyboard.press('k');
    for (const [width, height] of [
      [1024, 640],
      [360, 720],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.getByTestId('hotkeys').scrollIntoViewIfNeeded();
      expect(await seriousProblems(page)).toEqual([]);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways).toBeLessThanOrEqual(0);
    }
  });
}
