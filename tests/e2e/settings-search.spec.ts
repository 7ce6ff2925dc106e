import type { Page } from '@playwright/test';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

async function openSettings(page: Page): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await expect(page.getByTestId('settings-search')).toBeVisible();
}

/** The parts that are seen. */
function shownParts(page: Page): Promise<readonly string[]> {
  return page
    .locator('[data-setting-part]')
    .evaluateAll((parts) =>
      parts
        .filter((part) => part instanceof HTMLElement && part.offsetParent !== null)
        .map((part) => part.getAttribute('data-setting-part') ?? ''),
    );
}

/** What is marked, as the page draws it. */
function marked(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...(CSS.highlights.get('found-setting') ?? [])].map((range) =>
      range instanceof Range ? range.toString() : '',
    ),
  );
}

test('a setting is found by its name, by what a part of it says, and by initial consonants', async ({
  practice,
}) => {
  await openSettings(practice);
  // Some parts are fetched by themselves, and some ask the host before they are drawn.
  await expect
    .poll(() => shownParts(practice))
    .toEqual(expect.arrayContaining(['look', 'backups', 'encryption', 'move', 'health']));
  const all = await shownParts(practice);
  expect(all).toEqual(expect.arrayContaining(['look', 'audio', 'abuse', 'about']));
  const search = practice.getByTestId('settings-search');

  await search.fill('후처리');
  await expect.poll(() => shownParts(practice)).toContain('wrapUp');
  expect(await shownParts(practice)).not.toContain('look');
  expect(new Set(await marked(practice))).toEqual(new Set(['후처리']));

  // Not a name of a setting, but what a switch in a panel says.
  await search.fill('메아리');
  await expect.poll(() => shownParts(practice)).toEqual(['audio']);

  await search.fill('ㅂㅋㄱ');
  await expect.poll(() => shownParts(practice)).toContain('audio');
  expect(await marked(practice)).toContain('벨 크기');
  await expect(practice.getByTestId('settings-found')).toContainText('곳에서 찾았습니다');

  await search.fill('없는 설정');
  await expect(practice.getByTestId('settings-none')).toBeVisible();
  expect(await seriousProblems(practice)).toEqual([]);
  await search.press('Escape');
  await expect.poll(() => shownParts(practice)).toEqual(all);
  expect(await marked(practice)).toEqual([]);
});

test('each setting says what it does and its default; one goes back to it, and that can be undone', async ({
  practice,
}) => {
  await openSettings(practice);
  const fact = practice.locator('[data-setting="wrapUpSeconds"]');
  await expect(fact).toContainText('기본값: 30초');
  await expect(fact.locator('[data-do="reset"]')).toHaveCount(0);

  const choice = practice.locator('[data-setting-part="wrapUp"] select');
  await choice.selectOption('60');
  await fact.locator('[data-do="reset"]').click();
  await expect(choice).toHaveValue('30');
  await practice.locator('[data-setting-part="wrapUp"] [data-do="undo"]').click();
  await expect(choice).toHaveValue('60');
  await practice.reload();
  await openSettings(practice);
  await expect(choice).toHaveValue('60');
});

test('whose work is in the app, and on what terms, can be read', async ({ practice }) => {
  await openSettings(practice);
  await practice.getByTestId('open-licences').click();
  const list = practice.getByTestId('licences');
  await expect(list).toContainText('sip.js 0.21.2 (MIT)');
  await expect(list).toContainText('better-sqlite3-multiple-ciphers');
  expect(await seriousProblems(practice)).toEqual([]);
  await practice.keyboard.press('Escape');
  await expect(list).toBeHidden();
});

test('by keyboard alone: the index leads to a group', async ({ practice }) => {
  await openSettings(practice);
  await practice.getByTestId('settings-go-records').focus();
  await practice.keyboard.press('Enter');
  await expect(practice.locator('#settings-records')).toBeFocused();
  await expect(practice.locator('#settings-records')).toBeInViewport();
  expect(await seriousProblems(practice)).toEqual([]);
});

test('the part that was asked for stays under the hand while others arrive above it', async ({
  practice,
}) => {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  await practice.route(/\/(DesktopSettings|RolePanel|NoticeSettings)-/, async (route) => {
    await released;
    await route.continue();
  });
  await practice.getByTestId('nav-phone').click();
  await practice.getByTestId('self-test-offer').click();
  const start = practice.getByTestId('self-test-start');
  await expect(start).toBeFocused();
  await expect(start).toBeInViewport();
  release(undefined);
  await expect(practice.getByTestId('notice-settings')).toBeAttached();
  await expect(practice.locator('[data-setting-part="window"]')).toContainText('창과 시작');
  await expect(start).toBeInViewport();

  // Whoever moves is let go.
  await practice.mouse.move(500, 300);
  await practice.mouse.wheel(0, -4_000);
  await expect(start).not.toBeInViewport();
});
