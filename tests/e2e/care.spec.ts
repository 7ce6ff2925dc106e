import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openFile } from '#host/db/database.ts';
import { readMeta } from '#host/db/meta.ts';
import { addFact } from '#host/db/projection.ts';
import { ended, later, started } from '../host/facts.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

const MINUTE = 60_000;
const status = (page: Page) => page.getByTestId('status');
const offer = (page: Page) => page.getByTestId('break-offer');

async function nameContact(page: Page, number: string): Promise<void> {
  await page.getByTestId('nav-care').click();
  await page.getByTestId('help-set-contact').click();
  await expect(page.getByTestId('care-contact-name')).toBeFocused();
  await page.getByTestId('care-contact-name').fill('박팀장');
  await page.getByTestId('care-contact-number').fill(number);
  await page.getByTestId('care-save').click();
  await expect(page.getByTestId('care-save')).toBeDisabled();
  await page.getByTestId('nav-care').click();
}

async function talk(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

test.describe('asking for help', () => {
  test('says how to name somebody, then takes one press and tells what became of it', async ({
    practice,
    dataDir,
  }) => {
    await nameContact(practice, '010-0000-1001');
    await expect(practice.getByTestId('help')).toContainText('박팀장 (010-0000-1001)');
    await expect(practice.getByTestId('help-text')).toHaveValue(/도움이 필요합니다/);
    await practice.getByTestId('help-send').click();
    await expect(practice.getByTestId('help-state')).toHaveAttribute('data-state', 'delivered');
    await expect(practice.getByTestId('help-state')).toContainText('전달됨');
    const [sent] = query<{ body: string; thread: string }>(
      dataDir,
      'SELECT body, thread FROM messages ORDER BY at LIMIT 1',
    );
    expect(sent?.body).toBe('제게 도움이 필요합니다. 가능하실 때 와 주시거나 연락해 주십시오.');
    expect(sent?.thread).toBe('+821000001001');
  });

  test('that does not arrive is said, and what to do instead', async ({ practice }) => {
    await nameContact(practice, '010-9999-9999');
    await practice.getByTestId('help-send').click();
    await expect(practice.getByTestId('help-state')).toHaveAttribute('data-state', 'failed');
    await expect(practice.getByTestId('help-state')).toContainText('없는 번호');
    await expect(practice.getByTestId('help-state')).toContainText('전화로 직접');
  });

  test('in a call says since when, never with whom; and can be put in other words', async ({
    practice,
    dataDir,
  }) => {
    await nameContact(practice, '010-0000-1001');
    await talk(practice);
    await practice.getByTestId('nav-care').click();
    await expect(practice.getByTestId('help-text')).toHaveValue(
      /^제게 도움이 필요합니다\. \d\d:\d\d부터 고객과 통화 중입니다\.$/,
    );
    await practice.getByTestId('help-text').fill('3번 자리로 와 주세요');
    await practice.getByTestId('help-send').click();
    await expect(practice.getByTestId('help-state')).toBeVisible();
    const bodies = query<{ body: string }>(dataDir, 'SELECT body FROM messages');
    expect(bodies.map(({ body }) => body)).toContain('3번 자리로 와 주세요');
    await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  });
});

test.describe('breathing and stretching', () => {
  test('go by the clock and the keyboard alone', async ({ practice }) => {
    await practice.clock.install();
    await practice.keyboard.press('Alt+7');
    await practice.getByTestId('breath-start').focus();
    await practice.keyboard.press('Enter');
    const step = practice.getByTestId('breath-step');
    await expect(step).toHaveText('들이쉬기');
    await practice.clock.runFor(4_100);
    await expect(step).toHaveText('머물기');
    await practice.clock.runFor(4_000);
    await expect(step).toHaveText('내쉬기');
    await practice.clock.runFor(6_000);
    await expect(step).toHaveText('들이쉬기');
    // The button it was started with is the one to stop it.
    await expect(practice.getByTestId('breath-stop')).toBeFocused();
    await practice.keyboard.press('Escape');
    await expect(practice.getByTestId('breath-start')).toBeVisible();
    await practice.getByTestId('breath-start').click();
    await practice.clock.runFor(112_500);
    await expect(practice.getByTestId('breath-line')).toContainText('마쳤습니다');

    await practice.getByTestId('stretch-start').click();
    const current = practice.locator('[aria-current="step"]');
    await expect(current).toHaveAttribute('data-testid', 'stretch-shoulders');
    await practice.clock.runFor(20_100);
    await expect(current).toHaveAttribute('data-testid', 'stretch-neck');
    await practice.getByTestId('stretch-next').click();
    await expect(current).toHaveAttribute('data-testid', 'stretch-chest');
    await practice.clock.runFor(131_000);
    await expect(practice.getByTestId('stretch')).toContainText('스트레칭을 마쳤습니다');
  });

  test('move nothing for whoever wants no motion', async ({ practice }) => {
    await practice.emulateMedia({ reducedMotion: 'reduce' });
    await practice.getByTestId('nav-care').click();
    await practice.getByTestId('breath-start').click();
    const motion = await practice
      .locator('.circle')
      .evaluate((circle) => [
        getComputedStyle(circle).transform,
        getComputedStyle(circle).transitionDuration,
      ]);
    expect(motion).toEqual(['none', '0s']);
    await expect(practice.getByTestId('breath-count')).toHaveText(/[1-4]/);
  });

  test('give way to a customer', async ({ page, folder, dataDir }) => {
    const exchange = await startScriptedExchange();
    const provision = join(folder, 'provision.json');
    const uri = `sip:agent@${exchange.domain}`;
    const account = { uri, displayName: '김상담', password: 'secret', servers: [exchange.url] };
    writeFileSync(provision, JSON.stringify({ version: 1, account }));
    const host = await startHost({ dataDir, provision });
    await page.goto(host.url);
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await page.getByTestId('nav-care').click();
    await page.getByTestId('breath-start').click();
    await page.getByTestId('stretch-start').click();
    await expect(page.getByTestId('breath-stop')).toBeVisible();
    exchange.invite('"정하윤" <sip:01098765432@trunk.invalid>');
    await expect(page.getByTestId('incoming-card')).toBeVisible();
    await expect(page.getByTestId('breath-start')).toBeVisible();
    await expect(page.getByTestId('stretch-start')).toBeVisible();
    await host.stop();
    await exchange.close();
  });
});

test.describe('a short break', () => {
  /** A desk whose last call was as long as this, and ended just now. */
  async function deskAfter(page: Page, dataDir: string, minutes: number) {
    const first = await startHost({ dataDir });
    await page.goto(first.url);
    await page.getByTestId('door-practice').click();
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await first.stop();
    const db = openFile(`${dataDir}/ieum.sqlite`);
    const agentId = readMeta(db, 'agent_id') ?? '';
    const endedAt = Date.now() - MINUTE;
    const begun = started({ at: endedAt - (minutes + 1) * MINUTE });
    const { callId } = begun;
    const answered = later(callId, 'answered', endedAt - minutes * MINUTE);
    for (const fact of [begun, answered, ended(callId, endedAt)]) addFact(db, fact, agentId);
    db.close();
    const host = await startHost({ dataDir });
    await page.goto(host.url);
    return host;
  }

  test('is suggested after a long call, starts rest for its length, and opens the quiet screen', async ({
    page,
    dataDir,
  }) => {
    const host = await deskAfter(page, dataDir, 25);
    await expect(offer(page)).toHaveAttribute('data-why', 'heavy');
    await page.getByTestId('break-take').click();
    await expect(status(page)).toHaveAttribute('data-reason', 'rest');
    await expect(page.getByTestId('care-screen')).toContainText('쉬는 중입니다');
    await expect(offer(page)).toBeHidden();
    const [rest] = query<{ from_at: number; until_at: number }>(
      dataDir,
      "SELECT from_at, until_at FROM availability_spans WHERE reason_id = 'rest'",
    );
    expect(Math.round(((rest?.until_at ?? 0) - (rest?.from_at ?? 0)) / MINUTE)).toBe(5);
    await host.stop();
  });

  test('can be put off, and switched off', async ({ page, dataDir }) => {
    const host = await deskAfter(page, dataDir, 25);
    await page.getByTestId('break-put-off').click();
    await expect(offer(page)).toBeHidden();
    await page.reload();
    await expect(offer(page)).toBeVisible();
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('care-on').getByRole('switch').click();
    await expect(offer(page)).toBeHidden();
    await host.stop();
  });

  test('can be taken without being suggested', async ({ practice }) => {
    await practice.getByTestId('nav-care').click();
    await practice.getByTestId('care-rest').click();
    await expect(status(practice)).toHaveAttribute('data-reason', 'rest');
    await expect(practice.getByTestId('care-rest')).toBeHidden();
  });
});

test('who else is there is written by the desk; until then there are examples', async ({
  practice,
}) => {
  await practice.getByTestId('nav-care').click();
  await expect(practice.getByTestId('resource').first()).toContainText('예시');
  await practice.getByTestId('resources-edit').click();
  await practice.getByTestId('resource-add').click();
  await expect(practice.getByTestId('resource-name')).toBeFocused();
  await practice.keyboard.type('사내 상담실');
  await practice.getByTestId('resource-phone').fill('02-123-4567');
  await practice.getByTestId('resource-hours').fill('평일 10–17시');
  await practice.getByTestId('resource-about').fill('비밀 상담');
  await practice.getByTestId('care-save').click();
  await practice.getByTestId('nav-care').click();
  const resource = practice.getByTestId('resource');
  await expect(resource).toHaveCount(1);
  await expect(resource).toContainText('02-123-4567 · 평일 10–17시');
  await expect(practice.getByTestId('resources')).not.toContainText('예시');
  // The number is put in the dial box and not called.
  await resource.getByRole('button').click();
  await expect(practice.getByTestId('dial-input')).toHaveValue('02-123-4567');
  await expect(practice.getByTestId('call-bar')).toBeHidden();
});

for (const theme of ['light', 'dark'] as const) {
  test(`the quiet screen in ${theme}: no serious or critical problem`, async ({ practice }) => {
    await practice.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await nameContact(practice, '010-9999-9999');
    await practice.getByTestId('help-send').click();
    await expect(practice.getByTestId('help-state')).toHaveAttribute('data-state', 'failed');
    await practice.getByTestId('breath-start').click();
    await practice.getByTestId('stretch-start').click();
    expect(await seriousProblems(practice)).toEqual([]);
  });
}
