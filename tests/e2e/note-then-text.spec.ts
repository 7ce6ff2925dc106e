import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const WORDS = '배송이 늦어져 내일 오전에 다시 연락드리기로 함';

/** A call has ended, and the keyboard is still in its note. */
async function endedWhileNoting(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  const note = page.getByTestId('note-input');
  await note.click();
  await note.pressSequentially(WORDS);
  await page.keyboard.press('F9');
  await expect(page.getByTestId('wrap-up')).toBeVisible();
  await expect(note).toBeFocused();
}

test('the first click after a note is typed lands on the button that it was meant for', async ({
  practice: page,
}) => {
  await endedWhileNoting(page);
  const write = page.getByTestId('write-text');
  await write.scrollIntoViewIfNeeded();
  const place = async () => (await write.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const before = await place();

  // As a hand does it: between the press and the release the page has time to draw itself anew.
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  await expect(page.getByTestId('note-input')).not.toBeFocused();
  await expect(page.getByTestId('note-state')).toHaveAttribute('data-state', 'saved');
  expect(await place()).toEqual(before);
  await expect(page.getByTestId('disposition')).toHaveAttribute('data-open', 'false');
  await page.mouse.up();

  const composer = page.getByTestId('composer');
  await expect(composer).toBeVisible();
  await expect(composer.getByTestId('text-body')).not.toHaveValue('');
  // What is left to do after the call opens by itself all the same.
  await expect(page.getByTestId('disposition')).toHaveAttribute('data-open', 'true');
});

test('a note that is left and returned to asks for the type of the call only once', async ({
  practice: page,
}) => {
  await endedWhileNoting(page);
  const disposition = page.getByTestId('disposition');
  await expect(disposition).toHaveAttribute('data-open', 'false');
  const note = page.getByTestId('note-input');
  await note.blur();
  await expect(disposition).toHaveAttribute('data-open', 'true');
  await page.getByTestId('disposition-toggle').click();
  await expect(disposition).toHaveAttribute('data-open', 'false');
  await note.focus();
  await note.blur();
  await expect(note).not.toBeFocused();
  await expect(disposition).toHaveAttribute('data-open', 'false');
});
