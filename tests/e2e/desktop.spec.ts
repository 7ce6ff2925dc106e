import type { Page, WebSocketRoute } from '@playwright/test';
import type { DesktopState } from '#shared/contract/desktop.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

/**
 * The same page with a desktop around its window: what the host says of it is changed on the way, since
 * no desktop is there. The shell's own part is in tests/electron.
 */
async function withDesktop(page: Page, says: DesktopState) {
  let line: WebSocketRoute | null = null;
  let state = says;
  await page.routeWebSocket(/.*/, (route) => {
    line = route;
    const server = route.connectToServer();
    server.onMessage((message) =>
      route.send(
        typeof message === 'string'
          ? message
              .replace('"desktop":false', '"desktop":true')
              .replace('{"tray":false,"autostart":"unavailable"}', JSON.stringify(state))
          : message,
      ),
    );
  });
  return {
    /** As the host would say it. */
    announces: (event: string, data: object): void => line?.send(JSON.stringify({ event, data })),
    says: (next: DesktopState): void => void (state = next),
  };
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
}

test('a browser window has neither tray nor start at login, and says so', async ({
  page,
  host,
}) => {
  await open(page, host.url);
  await page.getByTestId('nav-settings').click();
  const part = page.getByTestId('desktop-settings');
  await expect(part).toContainText('브라우저 창에는 트레이와 자동 시작이 없습니다');
  await expect(part.getByRole('switch')).toHaveCount(0);
});

test('in the desktop app each is chosen, and what the system makes of it is said', async ({
  page,
  host,
}) => {
  const desktop = await withDesktop(page, { tray: true, autostart: 'off' });
  await open(page, host.url);
  await page.getByTestId('nav-settings').click();
  const closeToTray = page.getByTestId('close-to-tray').getByRole('switch');
  const autostart = page.getByTestId('autostart').getByRole('switch');
  await expect(closeToTray).toBeChecked();
  await expect(autostart).not.toBeChecked();
  await expect(page.getByTestId('start-hidden')).toBeHidden();

  desktop.says({ tray: true, autostart: 'refused' });
  await autostart.click();
  await expect(page.getByTestId('autostart-says')).toContainText('이음이 꺼져 있습니다');
  await expect(page.getByTestId('start-hidden').getByRole('switch')).toBeChecked();

  // The person has switched it on there, and it is asked for again here.
  desktop.says({ tray: true, autostart: 'on' });
  await page.getByTestId('start-hidden').getByRole('switch').click();
  await expect(page.getByTestId('autostart-says')).toBeHidden();
  expect(await seriousProblems(page)).toEqual([]);

  await page.reload();
  await page.getByTestId('nav-settings').click();
  await expect(autostart).toBeChecked();
  await expect(page.getByTestId('start-hidden').getByRole('switch')).not.toBeChecked();
});

test('without a tray and without an installation neither can be chosen, with the reason', async ({
  page,
  host,
}) => {
  await withDesktop(page, { tray: false, autostart: 'unavailable' });
  await open(page, host.url);
  await page.getByTestId('nav-settings').click();
  const part = page.getByTestId('desktop-settings');
  await expect(part).toContainText('이 컴퓨터에는 트레이가 보이지 않습니다');
  await expect(part).toContainText('설치한 앱에서만 켤 수 있습니다');
  for (const name of ['close-to-tray', 'autostart']) {
    await expect(page.getByTestId(name).getByRole('switch')).toBeDisabled();
    await expect(page.getByTestId(name).getByRole('switch')).not.toBeChecked();
  }
});

test('the tray and the menu open a place of the window', async ({ page, host }) => {
  const desktop = await withDesktop(page, { tray: true, autostart: 'off' });
  await open(page, host.url);
  desktop.announces('desktop.goTo', { place: 'settings' });
  await expect(page.getByTestId('settings')).toBeVisible();
  desktop.announces('desktop.goTo', { place: 'promises' });
  await expect(page.getByTestId('nav-promises')).toHaveAttribute('aria-current', 'page');
  desktop.announces('desktop.goTo', { place: 'dial' });
  await expect(page.getByTestId('dial-input')).toBeFocused();
  desktop.announces('desktop.goTo', { place: 'status' });
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('an app that ends hangs up first, and the row says that the agent did', async ({
  page,
  host,
  calls,
}) => {
  const desktop = await withDesktop(page, { tray: true, autostart: 'off' });
  await open(page, host.url);
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  desktop.announces('desktop.leaving', {});
  await expect(page.getByTestId('ended-line')).toBeVisible();
  await expect.poll(() => calls()[0]).toMatchObject({ outcome: 'answered', ended_by: 'agent' });
});
