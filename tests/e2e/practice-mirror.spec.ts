import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test('a practice call is shown side by side afterwards, with questions and no mark', async ({
  practice,
}) => {
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  const bar = practice.getByTestId('call-bar');
  await expect(bar).toHaveAttribute('data-phase', 'active');
  await expect(practice.getByTestId('caption').first()).toBeVisible();
  await practice.getByTestId('hold').click();
  await expect(bar).toHaveAttribute('data-phase', 'held');
  await practice.getByTestId('hold').click();
  await expect(bar).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('hang-up').click();

  const mirror = practice.getByTestId('practice-mirror');
  const timeline = mirror.getByTestId('mirror-timeline');
  const entries = timeline.getByRole('listitem');
  await expect(entries.first()).toContainText('고객전화를 걸어옴');
  await expect(entries.nth(1)).toContainText(/나00:\d\d 만에 받음/);
  await expect(timeline).toContainText('주문한 물건이 일주일째 안 오고 있어요');
  await expect(entries.filter({ hasText: '동안 보류' })).toHaveCount(1);
  await expect(entries.last()).toContainText('나전화를 끊음');
  await expect(mirror.getByTestId('mirror-questions')).toContainText('고객이 정말 바란 것은');
  expect(await mirror.textContent()).not.toMatch(/\d+\s*(점|%)|★/);
  expect(await seriousProblems(practice)).toEqual([]);
});

test('what the customer truly needed is told only after the call, only when asked, and not kept', async ({
  practice,
}) => {
  const need = /아버지 생신에 빈손으로/;
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('caption').first()).toBeVisible();
  await expect(practice.getByText(need)).toHaveCount(0);
  await practice.getByTestId('hang-up').click();
  const button = practice.getByTestId('mirror-need');
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await expect(practice.getByText(need)).toHaveCount(0);
  await button.focus();
  await practice.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(practice.getByText(need)).toBeVisible();
  // Nothing of it is stored: with the page it is gone.
  await practice.reload();
  await practice.getByTestId('nav-practice').click();
  await expect(practice.getByTestId('practice-call-late-delivery')).toBeVisible();
  await expect(practice.getByTestId('practice-mirror')).toHaveCount(0);
});

test('the last practice calls of the session stay to be looked back on', async ({ practice }) => {
  for (const id of ['two-answers', 'shouting']) {
    await practice.getByTestId(`practice-call-${id}`).click();
    await practice.getByTestId('answer').click();
    await expect(practice.getByTestId('caption').first()).toBeVisible();
    await practice.getByTestId('hang-up').click();
    await expect(practice.getByTestId(`practice-call-${id}`)).toBeEnabled();
  }
  const calls = practice.getByTestId('mirror-call');
  await expect(calls).toHaveCount(2);
  await expect(calls.first()).toContainText('소리를 지르며 막말하는 고객');
  await expect(calls.first()).toHaveAttribute('aria-pressed', 'true');
  await practice.getByTestId('mirror-close').click();
  await expect(practice.getByTestId('mirror-timeline')).toHaveCount(0);
  await calls.nth(1).click();
  await expect(practice.getByTestId('mirror-timeline')).toContainText('위약금');
});
