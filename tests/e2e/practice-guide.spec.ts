import type { RunRow } from '#shared/domain/script/run.ts';
import { query } from '../support/callLog.ts';
import { expect, test } from './fixtures.ts';

test.use({ viewport: { width: 1_440, height: 900 } });

/** Takes customers over; see resources/practice/phone-book.json. */
const LEAD = '01000000009';

test('a customer goes by the steps of the guide, waits on hold, is handed to the lead, and the mirror tells all of it', async ({
  practice: page,
  dataDir,
}) => {
  // A conversation at the pace of people: five turns of the customer's.
  test.setTimeout(240_000);
  const said = (words: string) => page.getByTestId('caption').filter({ hasText: words });
  const heard = (words: string) => expect(said(words)).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  const bar = page.getByTestId('call-bar');
  await expect(bar).toHaveAttribute('data-phase', 'active');
  await heard('일주일째 안 오고 있어요');

  // The real panel, by its key: what acknowledges the delay is passed over, an estimate is given.
  await page.keyboard.press('F1');
  await page.keyboard.press('2');
  const run = page.getByTestId('guide-run');
  await expect(run).toHaveAttribute('data-step', 'deadline');
  await page.keyboard.press('s');
  await expect(run).toHaveAttribute('data-step', 'deadline-restate');
  await page.keyboard.press('l');
  await page.getByTestId('guide-step-deadline-estimate').click();
  await expect(run).toHaveAttribute('data-step', 'deadline-estimate');
  await page.keyboard.press('1');
  await expect(run).toHaveAttribute('data-step', 'agree');
  // The next thing the customer says answers the step, not the script of the scenario.
  await heard('골라서 말씀해 주시니까');
  await expect(said('사흘이면 온다고')).toHaveCount(0);

  await page.getByTestId('hold').click();
  await expect(bar).toHaveAttribute('data-phase', 'held');
  await page.getByTestId('hold').click();
  await expect(bar).toHaveAttribute('data-phase', 'active');
  await heard('얼마나 더 기다려야');
  // Nobody said sorry: hurt by then, the customer is angry again, and says why.
  await heard('빈손으로 가게 생겼어요');
  await heard('미안하다는 말 한마디를 안 하시네요');

  await page.keyboard.press('F6');
  await page.getByTestId('transfer-number').fill(LEAD);
  await page.getByTestId('transfer-blind').click();
  await heard('그럼 그분과 이야기할게요');
  await expect(bar).toBeHidden();

  const timeline = page.getByTestId('practice-mirror').getByTestId('mirror-timeline');
  const entry = (words: string) => timeline.getByRole('listitem').filter({ hasText: words });
  await expect(entry('‘지연 인정’ 건너뜀')).toHaveCount(1);
  await expect(entry('정직한 예상')).toHaveCount(1);
  // Broken off by the hold, it may be said again after it.
  await expect(entry('골라서 말씀해 주시니까')).not.toHaveCount(0);
  await expect(entry('빈손으로 가게 생겼어요')).toContainText('서운함');
  await expect(entry('미안하다는 말 한마디를')).toContainText('화남');
  await expect(entry('동안 보류')).not.toHaveCount(0);
  await expect(entry('넘김: 010-0000-0009')).toHaveCount(1);
  await expect(entry('처음부터 다시 말하게 하지는')).toHaveCount(1);
  await expect(page.getByTestId('mirror-questions')).toContainText('‘지연 인정’ 단계를 건너뛰셨');
  await expect
    .poll(
      () =>
        query<{ body: string }>(dataDir, 'SELECT body FROM runs').map(
          ({ body }) => (JSON.parse(body) as RunRow).end?.how,
        )[0],
    )
    .toBe('call-over');
});

test('customers are found by how they feel and by the guide that fits them', async ({
  practice: page,
}) => {
  const customers = page.locator('[data-testid^="practice-call-"]');
  const mood = page.getByTestId('practice-mood').locator('select');
  const script = page.getByTestId('practice-script').locator('select');
  await expect(page.getByTestId('practice-count')).toHaveText('10명');
  await expect(customers).toHaveCount(10);
  await mood.selectOption('angry');
  await expect(customers).toHaveCount(3);
  await script.selectOption({ label: '폭언' });
  await expect(customers).toHaveCount(1);
  await expect(page.getByTestId('practice-call-shouting')).toBeEnabled();
  await mood.selectOption('calm');
  await expect(page.getByTestId('practice-nobody')).toBeVisible();
  await page.getByTestId('practice-show-all').click();
  await expect(customers).toHaveCount(10);
  await script.selectOption({ label: '기한' });
  await page.getByTestId('practice-call-late-delivery').click();
  await expect(page.getByTestId('incoming-card')).toBeVisible();
});
