import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test('each screen has its help: by its key and by the same button, below the calls', async ({
  practice,
}) => {
  test.setTimeout(120_000);
  const help = practice.getByTestId('screen-help');
  for (const screen of [
    'phone',
    'promises',
    'history',
    'messages',
    'contacts',
    'care',
    'settings',
  ]) {
    await practice.getByTestId(`nav-${screen}`).click();
    await practice.keyboard.press('Control+Alt+h');
    await expect(help).toHaveAttribute('data-screen', screen);
    await expect(help.getByRole('listitem')).toHaveCount(3);
    await practice.keyboard.press('Escape');
    await expect(help).toBeHidden();
  }
  await practice.getByTestId('open-help').click();
  await expect(help).toHaveAttribute('data-screen', 'settings');
  expect(await seriousProblems(practice)).toEqual([]);
  await practice.keyboard.press('Escape');

  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('open-help').click();
  await expect(help).toBeVisible();
  // What answers and hangs up is neither covered nor out of reach.
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();
});
