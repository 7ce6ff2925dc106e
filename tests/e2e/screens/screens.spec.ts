import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

/** Inside the window, and on top of whatever else is there. */
async function expectInReach(button: Locator): Promise<void> {
  await expect(button).toBeInViewport({ ratio: 1 });
  const onTop = await button.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return there !== null && element.contains(there);
  });
  expect(onTop).toBe(true);
}

/** Only its parts scroll: a page that is larger than its window could be moved under the pointer. */
async function expectNothingOutside(page: Page): Promise<void> {
  const { beyond, below } = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return { beyond: scrollWidth - clientWidth, below: scrollHeight - clientHeight };
  });
  expect({ beyond, below }).toEqual({ beyond: 0, below: 0 });
}

test('in every window and with text twice as large, Answer and Hang up are in reach', async ({
  practice,
}) => {
  test.setTimeout(120_000);
  for (const [width, height, text] of [
    [1024, 640, 100],
    [360, 720, 100],
    [3840, 2160, 100],
    [1280, 800, 200],
  ] as const) {
    await practice.setViewportSize({ width, height });
    await practice.evaluate((percent) => {
      document.documentElement.style.fontSize = `${(93.75 * percent) / 100}%`;
    }, text);
    await practice.getByTestId('nav-practice').click();
    await practice.getByTestId('practice-call-late-delivery').click();
    await expectInReach(practice.getByTestId('answer'));
    await expectInReach(practice.getByTestId('decline'));
    await practice.getByTestId('answer').click();
    await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await practice.getByTestId('keypad-open').click();
    for (const screen of ['phone', 'history', 'messages', 'practice', 'settings'] as const) {
      await practice.getByTestId(`nav-${screen}`).click();
      await expectNothingOutside(practice);
      await expectInReach(practice.getByTestId('hang-up'));
    }
    await practice.keyboard.press('?');
    await expect(practice.getByRole('dialog')).toBeVisible();
    await expectInReach(practice.getByTestId('hang-up'));
    await practice.keyboard.press('Escape');
    await expect(practice.getByRole('dialog')).toBeHidden();
    await practice.getByTestId('hang-up').click();
    await expect(practice.getByTestId('ended-line')).toBeVisible();
  }
});

test('a note goes on being written while another call rings and is missed', async ({
  practice,
  calls,
}) => {
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();

  const note = practice.getByTestId('note-input');
  await note.pressSequentially('사흘 안에 ');
  await practice.evaluate(() => {
    document.querySelector<HTMLElement>('[data-testid="practice-call-billing-question"]')?.click();
  });
  await expect(practice.getByTestId('incoming-card')).toBeVisible();
  await note.pressSequentially('다시 ');
  await practice.keyboard.press('F9');
  await expect(practice.getByTestId('incoming-card')).toBeHidden();
  await practice.keyboard.type('보냄');
  await expect(note).toBeFocused();
  await expect(note).toHaveValue('사흘 안에 다시 보냄');
  await expect(practice.getByTestId('note-state')).toHaveAttribute('data-state', 'saved');
  expect(calls()[0]).toMatchObject({ note: '사흘 안에 다시 보냄' });
  await expect(practice).toHaveTitle('이음');
});
