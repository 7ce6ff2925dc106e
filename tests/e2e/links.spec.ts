import type { Page } from '@playwright/test';
import { handOver } from '#host/handOver.ts';
import { expect, test } from './fixtures.ts';

const dialBox = (page: Page) => page.getByTestId('dial-input');

test.describe('a link', () => {
  test('fills the dial box, dials nothing, and is ready for Enter', async ({
    practice,
    dataDir,
    calls,
  }) => {
    await practice.getByTestId('nav-history').click();
    expect(await handOver(dataDir, 'tel:02-123-4567;ext=301')).toBe(true);
    await expect(dialBox(practice)).toHaveValue('02-123-4567');
    await expect(dialBox(practice)).toBeFocused();
    await expect(practice.getByTestId('link-extension')).toContainText('301');
    expect(calls()).toEqual([]);
  });

  test('that came before the page is kept for it', async ({ host, dataDir, page }) => {
    expect(await handOver(dataDir, 'callto:010-1234-5678')).toBe(true);
    await page.goto(host.url);
    await page.getByTestId('door-practice').click();
    await page.getByTestId('nav-phone').click();
    await expect(dialBox(page)).toHaveValue('010-1234-5678');
    await page.reload();
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await expect(dialBox(page)).toHaveValue('');
  });

  test('leaves what is typed alone and asks, without taking the focus', async ({
    practice,
    dataDir,
    calls,
  }) => {
    await practice.getByTestId('nav-phone').click();
    await dialBox(practice).fill('02-765');
    await handOver(dataDir, 'tel:010-1234-5678');
    await expect(practice.getByTestId('banner-link')).toContainText('010-1234-5678');
    await practice.keyboard.type('4321');
    await expect(dialBox(practice)).toHaveValue('02-7654321');
    await practice.getByTestId('link-fill').click();
    await expect(dialBox(practice)).toHaveValue('010-1234-5678');
    await expect(practice.getByTestId('banner-link')).toBeHidden();
    expect(calls()).toEqual([]);
  });

  test('in a call waits for the agent, who goes on with the note', async ({
    practice,
    dataDir,
    calls,
  }) => {
    await practice.getByTestId('practice-call-late-delivery').click();
    await practice.getByTestId('answer').click();
    await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    const note = practice.getByTestId('note-input');
    await note.pressSequentially('사흘 ');
    await handOver(dataDir, 'tel:010-1234-5678');
    await expect(practice.getByTestId('banner-link')).toBeVisible();
    await practice.keyboard.type('안에');
    await expect(note).toHaveValue('사흘 안에');
    expect(calls()).toHaveLength(1);
  });

  test('that is more than a number is refused with the reason', async ({ practice, dataDir }) => {
    for (const [link, words] of [
      ['sip:1001@evil.example?Replaces=x', '명령'],
      ['tel:010%E2%80%AE1234', '보이지 않는 글자'],
      ['sip:1001@evil.example', '다른 교환기'],
      [`tel:${'1'.repeat(65)}`, '64자'],
    ] as const) {
      await handOver(dataDir, link);
      await expect(practice.getByTestId('banner-link-refused')).toContainText(words);
    }
    await practice.getByTestId('nav-phone').click();
    await expect(dialBox(practice)).toHaveValue('');
  });

  test('brought by the browser in a tab of its own reaches the window with the phone', async ({
    host,
    practice,
    context,
    calls,
  }) => {
    await practice.getByTestId('nav-phone').click();
    const tab = await context.newPage();
    await tab.goto(`${new URL(host.url).origin}/?link=${encodeURIComponent('tel:010-1234-5678')}`);
    await expect(tab.getByTestId('passed-on')).toHaveAttribute('data-taken', 'true');
    expect(tab.url()).not.toContain('1234');
    await expect(dialBox(practice)).toHaveValue('010-1234-5678');
    expect(calls()).toEqual([]);
    await practice.close();
    await tab.goto(`${new URL(host.url).origin}/?link=${encodeURIComponent('tel:010-1234-5678')}`);
    await expect(tab.getByTestId('passed-on')).toHaveAttribute('data-taken', 'false');
  });

  test('is asked of the browser by a button that says what it does', async ({ practice }) => {
    await practice.getByTestId('nav-settings').click();
    const settings = practice.getByTestId('link-settings');
    await expect(settings).toContainText('같은 브라우저 프로필');
    await settings.getByTestId('ask-browser').click();
    await expect(settings.getByTestId('asked-browser')).toContainText('부탁했습니다');
  });
});

test.describe('the number on the clipboard', () => {
  const put = (page: Page, text: string): Promise<void> =>
    page.evaluate((words) => navigator.clipboard.writeText(words), text);

  test('is read on the press: one fills the box, of several one is chosen', async ({
    practice,
    context,
    calls,
  }) => {
    await context.grantPermissions(['microphone', 'clipboard-read', 'clipboard-write']);
    await practice.getByTestId('nav-phone').click();
    await put(practice, '고객 박정호 님, +82 (0)10-1234-5678 로 연락 바랍니다.');
    await expect(dialBox(practice)).toHaveValue('');
    await practice.getByTestId('clipboard-number').click();
    await expect(dialBox(practice)).toHaveValue('010-1234-5678');
    await expect(dialBox(practice)).toBeFocused();

    await put(practice, '집 02)345-6789, 휴대전화 010 9876 5432, 주민 900101-1234567');
    await practice.getByTestId('nav-history').click();
    await practice.keyboard.press('Control+Alt+V');
    await expect(practice.getByTestId('clipboard-choice')).toHaveText([
      '02-345-6789',
      '010-9876-5432',
    ]);
    await practice.getByTestId('clipboard-choice').nth(1).click();
    await expect(dialBox(practice)).toHaveValue('010-9876-5432');

    await put(practice, '주문번호 20261125');
    await practice.getByTestId('clipboard-number').click();
    await expect(practice.getByTestId('clipboard-trouble')).toContainText('찾지 못했습니다');
    expect(calls()).toEqual([]);
  });

  test('that may not be read: the person is told what to do', async ({ practice }) => {
    await practice.getByTestId('nav-phone').click();
    await practice.evaluate(() => {
      navigator.clipboard.readText = () => Promise.reject(new Error('denied'));
    });
    await practice.getByTestId('clipboard-number').click();
    await expect(practice.getByTestId('clipboard-trouble')).toContainText('붙여 넣어');
  });
});
