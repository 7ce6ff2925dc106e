import type { Page } from '@playwright/test';
import type { PauseFact } from '#shared/domain/pause/record.ts';
import { afterwards, DAY, opened } from '../host/pauseFacts.ts';
import { made } from '../host/promiseFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

// Room for the list, the pause and the person on the line beside each other.
test.use({ viewport: { width: 1_680, height: 900 } });
// Each measures several states whole for people who cannot see or use a mouse.
test.setTimeout(180_000);

/** Answers after two seconds; see resources/practice/phone-book.json. */
const WHO_ANSWERS = {
  ...{ address: 'sip:01000000001@practice.invalid', dialled: '01000000001', e164: null },
  practice: true,
} as const;

/** What an earlier run left in the folder. */
async function left(
  dataDir: string,
  pauses: readonly PauseFact[],
  promises: readonly ReturnType<typeof made>[] = [],
): Promise<void> {
  const { host, connect } = startTestHost(dataDir);
  const { client } = connect();
  await client.call('settings.update', { patch: { line: 'practice' } });
  const decided = pauses as Parameters<typeof client.call<'pauses.append'>>[1]['facts'];
  if (decided.length > 0) await client.call('pauses.append', { facts: decided });
  if (promises.length > 0) await client.call('promises.append', { facts: [...promises] });
  await host.stop();
}

function factsOf(dataDir: string): readonly PauseFact[] {
  return query<{ type: string; body: string }>(
    dataDir,
    'SELECT type, body FROM pause_events ORDER BY seq',
  ).map(({ type, body }) => ({ ...(JSON.parse(body) as object), type }) as PauseFact);
}

async function enter(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await page.getByTestId('nav-promises').click();
}

test('two clicks write down a pause from a promise; a call then waits, and goes out with a reason', async ({
  page,
  dataDir,
}) => {
  await left(dataDir, [], [made({ ...WHO_ANSWERS, name: '김하늘' })]);
  const host = await startHost({ dataDir });
  await enter(page, host.url);
  await page.getByTestId('promise-row').click();
  await page.getByTestId('promise-detail').getByTestId('pause-open').click();
  // A word that implies debt is pointed at, and other words are offered; nothing is blocked.
  await page.getByTestId('pause-note').fill('요금 미납인 듯');
  await expect(page.getByTestId('neutral-hint')).toContainText('미납');
  await page.getByTestId('neutral-use').click();
  await expect(page.getByTestId('pause-note')).not.toHaveValue(/미납/);
  await expect(page.getByTestId('neutral-hint')).toHaveCount(0);
  expect.soft(await seriousProblems(page), 'the form').toEqual([]);
  await page.getByTestId('pause-save').click();
  const row = page.getByTestId('pause-row');
  await expect(row).toContainText('김하늘');
  await expect(row).toContainText('사유 미확인');
  expect(factsOf(dataDir)[0]).toMatchObject({ type: 'opened', cause: 'unknown', practice: true });

  await page.getByTestId('pause-call').click();
  await expect(page.getByTestId('held-why')).toContainText('안부를 확인하기로 했습니다');
  await expect(page.getByTestId('held-why')).toContainText('문자');
  expect.soft(await seriousProblems(page), 'held back').toEqual([]);
  await page.getByTestId('held-yes').click();
  await expect(page.getByTestId('held-reason-error')).toBeVisible();
  await page.getByTestId('held-reason').fill('고객이 회신을 부탁하심');
  await page.getByTestId('held-yes').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.getByTestId('hang-up').click();
  await expect(page.getByTestId('pause-timeline')).toContainText('고객이 회신을 부탁하심');
  expect(factsOf(dataDir).map(({ type }) => type)).toEqual(['opened', 'override', 'reached']);
  expect(factsOf(dataDir)[1]).toMatchObject({ codes: ['check-in', 'channel'] });
  await host.stop();
});

test('the customer calls: a kind word, then thanks, what they like, and a lesson that is found', async ({
  page,
  dataDir,
}) => {
  const host = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  // In the call, from the card of the customer.
  await page.getByTestId('customer-promises').getByTestId('pause-open').click();
  await page.getByTestId('pause-save').click();
  await expect(page.getByTestId('pause-row')).toHaveCount(1);
  await page.getByTestId('hang-up').click();

  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  const back = page.getByTestId('incoming-card').getByTestId('back-in-touch');
  await expect(back).toContainText('연락이 다시 닿았습니다');
  // Nothing of why: it may be read out by mistake.
  await expect(back).not.toContainText('미확인');
  expect.soft(await seriousProblems(page), 'ringing').toEqual([]);
  await page.getByTestId('answer').click();
  await page.getByTestId('customer-card').getByTestId('back-resume').click();
  await expect(page.getByTestId('resume-thanks')).toHaveValue(/감사합니다/);
  await page.getByTestId('resume-channel').locator('select').selectOption('messenger');
  await page.getByTestId('resume-hours').fill('평일 오후');
  await page.getByTestId('resume-lesson').fill('처음부터 메신저를 여쭙는다');
  expect.soft(await seriousProblems(page), 'resuming').toEqual([]);
  await page.getByTestId('resume-save').click();
  await expect(page.getByTestId('back-in-touch')).toHaveCount(0);
  await page.getByTestId('hang-up').click();

  await page.getByTestId('nav-promises').click();
  await expect(page.getByTestId('pauses-empty')).toBeVisible();
  await page.getByTestId('lesson-search').fill('우편');
  await expect(page.getByTestId('lesson-row')).toHaveCount(0);
  await page.getByTestId('lesson-search').fill('메신저');
  await page.getByTestId('lesson-row').click();
  await expect(page.getByTestId('pause-preferences')).toContainText('평일 오후');
  expect.soft(await seriousProblems(page), 'resumed').toEqual([]);
  await host.stop();
});

test('a check-in that is due is counted and said without taking the keyboard, and done', async ({
  page,
  dataDir,
}) => {
  const first = opened({ ...{ name: '김하늘', practice: true }, at: Date.now() - 4 * DAY });
  const { pauseId } = first;
  const risk = { level: 'high', text: '갱신일', plan: '한 달 미룸' } as const;
  await left(dataDir, [
    first,
    afterwards(pauseId, Date.now(), { type: 'risk', risk }),
    afterwards(pauseId, Date.now(), { type: 'on-hold', items: ['안내 우편'] }),
    afterwards(pauseId, Date.now(), { type: 'owner', to: '이 대리', note: '내일 통화' }),
  ]);
  const host = await startHost({ dataDir });
  await enter(page, host.url);
  await page.getByTestId('worklist-tabs').getByText('연락 중단').click();
  await page.getByTestId('lesson-search').focus();
  await expect(page.getByTestId('banner-pause')).toContainText('김하늘', { timeout: 15_000 });
  await expect(page.getByTestId('lesson-search')).toBeFocused();
  await expect(page.getByTestId('promises-badge')).toContainText('1');
  await page.getByTestId('banner-pause-show').click();
  await expect(page.getByTestId('check-in')).toHaveCount(2);
  await page.getByTestId('check-in-done').first().click();
  await page.getByTestId('check-in-note').fill('메일로 안부를 들음');
  await page.getByTestId('check-in-save').click();
  await expect(page.getByTestId('pause-row')).toHaveAttribute('data-state', 'later');
  await expect(page.getByTestId('promises-badge')).toHaveCount(0);

  // The order of channels, by the keyboard.
  const order = page.getByTestId('part-channels');
  await order.locator('summary').press('Enter');
  await order.getByTestId('channel-add-mail').click();
  await order.getByTestId('channel-add-phone').click();
  await expect(page.getByTestId('channel')).toHaveCount(2);
  await page.getByTestId('channel').nth(1).getByRole('button').first().press('Alt+ArrowUp');
  await expect(page.getByTestId('channel').first()).toContainText('전화');
  expect.soft(await seriousProblems(page), 'the detail').toEqual([]);

  // Who has what to do, and what waits.
  await page.getByTestId('worklist-tabs').getByText('업무 현황').click();
  await expect(page.getByTestId('load-row').nth(1)).toContainText('이 대리');
  await expect(page.getByTestId('load-view')).toContainText('안내 우편');
  expect.soft(await seriousProblems(page), 'load').toEqual([]);
  await host.stop();
});

test('a gentle inquiry is opened to be read, and leaves only when the agent lets it go', async ({
  page,
  dataDir,
}) => {
  const first = opened({ numbers: [WHO_ANSWERS], name: '김하늘', practice: true, at: Date.now() });
  await left(dataDir, [first]);
  const host = await startHost({ dataDir });
  await enter(page, host.url);
  // At any hour: in quiet hours it would be held.
  await page.getByTestId('nav-settings').click();
  await page.getByRole('switch', { name: '조용한 시간에는 보류' }).click();
  await expect(page.getByTestId('texts-quietFrom')).toHaveCount(0);
  await page.getByTestId('nav-promises').click();
  await page.getByTestId('worklist-tabs').getByText('연락 중단').click();
  await page.getByTestId('pause-row').click();
  await page.getByTestId('part-inquiry').locator('summary').click();
  await page.getByTestId('inquiry-send').click();
  await expect(page.getByTestId('text-body')).toHaveValue(/김하늘님, 안녕하십니까/);
  const texts = (): string[] =>
    query<{ type: string }>(dataDir, 'SELECT type FROM outbox_events ORDER BY seq').map(
      ({ type }) => type,
    );
  expect(texts()).toEqual([]);
  await page.getByTestId('composer-send').click();
  await expect.poll(texts).toEqual(['written', 'sending', 'accepted', 'delivered']);
  expect(factsOf(dataDir).map(({ type }) => type)).toEqual(['opened', 'inquiry']);
  await host.stop();
});
