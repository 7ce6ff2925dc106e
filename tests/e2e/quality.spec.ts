import type { Page } from '@playwright/test';
import type { QualitySummary } from '#shared/domain/quality/summary.ts';
import { canSpoilSound, spoilSound } from '../support/spoiltSound.ts';
import { expect, test } from './fixtures.ts';

test.beforeEach(({ page }) => canSpoilSound(page));

async function talk(page: Page): Promise<void> {
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('quality-toggle')).toHaveAttribute('data-grade', 'good');
}

test('a good call shows one small sign, and its figures when asked', async ({
  practice,
  calls,
}) => {
  await talk(practice);
  await expect(practice.getByTestId('quality-line')).toHaveText('');
  const toggle = practice.getByRole('button', { name: '통화 품질 좋음, 자세히' });
  await expect(toggle).toHaveText('');
  await toggle.click();
  await expect(practice.getByTestId('quality-codec')).toContainText(/opus|PCM/i);
  await expect(practice.getByTestId('quality-mos')).toContainText(/4\.\d/);
  await expect(practice.getByTestId('quality-lossIn')).toContainText('0 %');
  await expect(practice.getByRole('img', { name: /최근 60초의 음질 점수/ })).toBeVisible();

  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();
  const [call] = calls();
  expect(JSON.parse(call?.quality ?? 'null')).toMatchObject({
    nothingReceived: false,
    microphoneSilent: false,
    poorS: 0,
  });
});

test('a tenth of the sound lost is said within 10 s, with where to look, and kept', async ({
  practice,
  calls,
}) => {
  await talk(practice);
  await spoilSound(practice, { lost: 0.1 });
  const line = practice.getByTestId('quality-line');
  await expect(line).toContainText('통화 품질이 나쁩니다.', { timeout: 10_000 });
  await expect(practice.getByTestId('quality-toggle')).toHaveText('통화 품질 나쁨');
  await expect(line.getByRole('img')).toBeVisible();
  await practice.getByTestId('quality-toggle').click();
  await expect(practice.getByTestId('quality-lossIn')).toContainText(/(9\.[0-9]|10(\.\d)?) %/);

  await spoilSound(practice, {});
  await expect(line).toHaveText('', { timeout: 12_000 });
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();
  const [call] = calls();
  const kept = JSON.parse(call?.quality ?? 'null') as QualitySummary;
  expect(kept.poorS).toBeGreaterThanOrEqual(3);
  expect(kept.mosMin).toBeLessThan(3.6);

  await practice.getByTestId('nav-history').click();
  await practice.getByTestId('history-row').first().click();
  await expect(practice.getByTestId('detail-quality')).toContainText('동안 이어졌습니다');
});

test('a customer who is no longer heard is said in one place, but not on hold, and kept', async ({
  practice,
  calls,
}) => {
  await talk(practice);
  await spoilSound(practice, { deaf: true });
  const notice = practice.getByTestId('banner-notice');
  const line = practice.getByTestId('quality-line');
  await expect(notice).toContainText('상대방 소리가 들리지 않습니다', { timeout: 5_000 });
  await expect(notice).toHaveRole('alert');
  await expect(line).toHaveText('');
  // It is as true after any key the agent presses.
  await practice.getByTestId('mute').click();
  await expect(practice.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
  await expect(notice).toBeVisible();

  await practice.getByTestId('hold').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
  await expect(notice).toBeHidden();
  await practice.getByTestId('hold').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect(notice).toBeHidden();
  await expect(notice).toContainText('상대방 소리가 들리지 않습니다', { timeout: 5_000 });
  await spoilSound(practice, {});
  await expect(notice).toBeHidden();

  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();
  expect(JSON.parse(calls()[0]?.quality ?? 'null')).toMatchObject({ nothingReceived: true });
});

test('a microphone that gives nothing is said, unless the agent muted it', async ({
  practice,
  calls,
}) => {
  await talk(practice);
  await spoilSound(practice, { silent: true });
  const line = practice.getByTestId('quality-line');
  await expect(line).toContainText('내 마이크에서 소리가 들어오지 않습니다.', { timeout: 13_000 });
  await practice.getByTestId('mute').click();
  await expect(line).toHaveText('');
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();
  expect(JSON.parse(calls()[0]?.quality ?? 'null')).toMatchObject({ microphoneSilent: true });
});
