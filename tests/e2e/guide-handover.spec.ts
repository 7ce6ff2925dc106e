import type { Page } from '@playwright/test';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import type { RunRow } from '#shared/domain/script/run.ts';
import { query } from '../support/callLog.ts';
import { expect, test } from './fixtures.ts';

test.use({ viewport: { width: 1_280, height: 860 } });

/** Answers after two seconds; see resources/practice/phone-book.json. */
const WHO_ANSWERS = '01000000001';

const run = (page: Page) => page.getByTestId('guide-run');
const at = (page: Page, stepId: string) => expect(run(page)).toHaveAttribute('data-step', stepId);

const promisesOf = (dataDir: string) =>
  query<{ body: string }>(dataDir, 'SELECT body FROM promises').map(
    ({ body }) => JSON.parse(body) as PromiseRow,
  );
const runOf = (dataDir: string) =>
  query<{ body: string }>(dataDir, 'SELECT body FROM runs').map(
    ({ body }) => JSON.parse(body) as RunRow,
  )[0];

/** Talking with a customer whose question is written down, where the answer must be asked for. */
async function consulting(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F1');
  await page.getByTestId('guide-script-consult').click();
  await page.getByTestId('guide-panel').focus();
  await page.keyboard.press('1');
  await at(page, 'need-check');
  await page.getByTestId('guide-field-question').fill('언제 도착하는지');
  await page.getByTestId('guide-panel').focus();
  await page.keyboard.press('0');
  await at(page, 'promise-time');
}

test('to the team lead by an attended transfer, with what there is so far on the screen', async ({
  practice: page,
  dataDir,
  calls,
}) => {
  await consulting(page);
  await page.keyboard.press('3');
  await at(page, 'escalate');
  await expect(page.getByTestId('guide-handover')).toHaveCount(0);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const ask = async (): Promise<void> => {
    await page.getByTestId('guide-escalate').click();
    await page.getByTestId('transfer-number').fill(WHO_ANSWERS);
    await page.getByTestId('transfer-consult').click();
    await expect(page.getByTestId('consult-line')).toBeVisible();
    // The lead has answered.
    await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    // While the lead is asked, it is still the customer's run, and says what to tell.
    await expect(page.getByTestId('guide-handover')).toContainText('언제 도착하는지');
    await at(page, 'escalate');
  };
  await ask();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('언제 도착하는지');
  await expect(page.getByTestId('transfer-complete')).toBeEnabled();

  // Nobody is free: back to the customer, and the run goes on where it was.
  await page.getByTestId('transfer-cancel').click();
  await expect(page.getByTestId('consult-line')).toHaveCount(0);
  await expect(page.getByTestId('guide-handover')).toHaveCount(0);
  await at(page, 'escalate');
  await page.getByTestId('guide-panel').focus();
  await page.keyboard.press('2');
  await at(page, 'promise-time');
  await page.keyboard.press('3');
  await at(page, 'escalate');

  await ask();
  // No customer of the practice exchange can be handed on (an exchange is asked for that in
  // tests/lab/transfer.spec.ts): refused, the customer is not lost, and neither is the run.
  await page.getByTestId('transfer-complete').click();
  await expect(page.getByText('전화를 넘기지 못했습니다')).toBeVisible();
  await at(page, 'escalate');
  await expect
    .poll(() => runOf(dataDir))
    .toMatchObject({
      acted: [{ action: 'escalate' }, { action: 'escalate' }],
      ...{ stepId: 'escalate', end: null },
    });
  const customer = () => calls().find(({ id }) => id === runOf(dataDir)?.callId);
  await expect.poll(() => customer()?.note).toContain('언제 도착하는지');
});

test('another time opens the promise with what is known; undone, it is closed', async ({
  practice: page,
  dataDir,
}) => {
  await consulting(page);
  await page.getByTestId('guide-time-tomorrow').click();
  await expect(page.getByTestId('guide-promised')).toContainText('내일 오전 10시');
  await page.getByTestId('guide-promised').getByRole('button').click();
  await expect(page.getByTestId('guide-promised')).toHaveCount(0);
  await expect.poll(() => promisesOf(dataDir)[0]?.end).toMatchObject({ reason: 'other' });

  await page.getByTestId('guide-time-other').click();
  await expect(page.getByTestId('promise-topic')).toHaveValue('언제 도착하는지');
  await page.getByTestId('promise-save').click();
  await expect(page.getByTestId('guide-promised')).toBeVisible();
  await expect.poll(() => promisesOf(dataDir)).toHaveLength(2);
  expect(promisesOf(dataDir).find(({ end }) => end === null)).toMatchObject({
    topic: '언제 도착하는지',
    origin: { kind: 'script' },
  });
});
