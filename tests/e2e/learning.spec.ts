import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import type { HostProcess } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

// Room for the list, the record and the person on the line beside each other.
test.use({ viewport: { width: 1_680, height: 900 } });
// Each measures several states whole for people who cannot see or use a mouse.
test.setTimeout(180_000);

async function enter(page: Page, host: HostProcess): Promise<void> {
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
}

async function comeBack(page: Page, host: HostProcess): Promise<void> {
  await page.goto(host.url);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
}

async function inCall(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

function typesIn(dataDir: string, table: string): readonly string[] {
  return query<{ type: string }>(dataDir, `SELECT type FROM ${table} ORDER BY seq`).map(
    ({ type }) => type,
  );
}

const APOLOGY =
  '오늘 도착한다고 안내해 드린 점, 그리고 그로 인해 온종일 기다리시게 한 점, 진심으로 사과드립니다. ' +
  '바로잡아 말씀드리면, 내일 오전에 도착합니다.';

test('a mistake is told in the call, made good after it, and a kill -9 loses nothing of it', async ({
  page,
  dataDir,
}) => {
  let host = await startHost({ dataDir });
  await enter(page, host);
  await inCall(page);
  await page.getByTestId('mistake-report').click();
  // The first sentence thanks; nothing asks whose fault it was.
  await expect(page.getByTestId('mistake-dialog')).toContainText('말씀해 주셔서 고맙습니다');
  await expect(page.getByTestId('mistake-dialog')).toContainText(
    '어떤 순위나 평가에도 쓰지 않습니다',
  );
  await page.getByTestId('mistake-save').click();
  await expect(page.getByTestId('mistake-said-error')).toBeVisible();
  await page.getByTestId('mistake-said').fill('오늘 도착한다고 안내해 드린 점');
  await page.getByTestId('mistake-inconvenience').fill('온종일 기다리시게 한 점');
  await page.getByTestId('mistake-correct').fill('내일 오전에 도착합니다');
  await expect(page.getByTestId('mistake-apology')).toHaveText(APOLOGY);
  // The call stays within reach all the while.
  await expect(page.getByTestId('hang-up')).toBeInViewport();
  expect.soft(await seriousProblems(page), 'the form').toEqual([]);
  await page.getByTestId('mistake-save').click();
  const record = page.getByTestId('mistake-record');
  await expect(record.getByTestId('mistake-state')).toHaveAttribute('data-state', 'open');

  await record.getByTestId('part-apology').locator('summary').click();
  await expect(record.getByTestId('apology-words')).toHaveValue(APOLOGY);
  await record.getByTestId('apology-save').click();
  await expect(record.getByTestId('mistake-state')).toHaveAttribute('data-state', 'apologised');
  await host.kill9();
  expect(typesIn(dataDir, 'mistake_events')).toEqual(['reported', 'apologised']);

  host = await startHost({ dataDir });
  await comeBack(page, host);
  await page.getByTestId('nav-promises').click();
  await page.getByTestId('worklist-tabs').getByText('바로잡기').click();
  await page.getByTestId('mistake-row').click();
  await expect(record.getByTestId('mistake-left')).toContainText('팀장님께 보고 · 정정 · 재확인');

  await record.getByTestId('part-told').locator('summary').click();
  await expect(record.getByTestId('told-text')).toHaveValue(/오늘 도착한다고[^]*남은 일: 팀장님께/);
  await record.getByTestId('told-save').click();
  await expect(record.getByTestId('told-to-error')).toBeVisible();
  await record.getByTestId('told-to').fill('박 팀장');
  await record.getByTestId('told-save').click();
  await expect(record.getByTestId('mistake-timeline')).toContainText('박 팀장께 보고');

  await record.getByTestId('part-corrected').locator('summary').click();
  await record.getByTestId('corrected-save').click();
  await record.getByTestId('part-remedy').locator('summary').click();
  await record.getByTestId('remedy-option').locator('select').selectOption('refund');
  await record.getByTestId('remedy-text').fill('배송비 3,000원');
  await record.getByTestId('remedy-propose').click();
  await expect(record.getByTestId('remedy-state')).toHaveText('승인을 기다림');
  await expect(record.getByTestId('remedy-done')).toHaveCount(0);
  await record.getByTestId('remedy-by').fill('박 팀장');
  await record.getByTestId('remedy-approve').click();
  await expect(record.getByTestId('remedy-state')).toHaveText('박 팀장 승인');
  await record.getByTestId('remedy-done').click();
  await expect(record.getByTestId('mistake-state')).toHaveAttribute('data-state', 'compensated');

  await record.getByTestId('part-check').locator('summary').click();
  await record.getByTestId('mistake-follow-up').click();
  await page.getByTestId('promise-topic').fill('도착하였는지 여쭙기');
  await page.getByTestId('promise-save').click();
  await expect(record.getByTestId('mistake-promise')).toHaveCount(1);
  await record.getByTestId('check-save').click();
  await expect(record.getByTestId('mistake-state')).toHaveAttribute('data-state', 'checked');
  await expect(record.getByTestId('mistake-left')).toHaveCount(0);
  expect.soft(await seriousProblems(page), 'the record').toEqual([]);

  // What was written is corrected beside what was written first.
  await record.getByTestId('part-amend').locator('summary').click();
  await record.getByTestId('amend-said').fill('모레 도착한다고 안내해 드린 점');
  await record.getByTestId('amend-save').click();
  await expect(record.getByTestId('mistake-timeline')).toContainText('오늘 도착한다고');
  await expect(record.getByTestId('mistake-timeline')).toContainText('모레 도착한다고');
  await record.getByTestId('mistake-close').click();
  await expect(page.getByTestId('mistake-row')).toHaveCount(0);
  await page.getByTestId('mistake-groups').getByText('마친 것').click();
  await expect(page.getByTestId('mistake-row')).toHaveCount(1);
  expect(typesIn(dataDir, 'mistake_events')).toEqual([
    ...['reported', 'apologised', 'told', 'corrected', 'remedy', 'remedy-decided', 'compensated'],
    ...['follow-up', 'checked', 'amended', 'closed'],
  ]);
  expect(typesIn(dataDir, 'promise_events')).toContain('made');
  await host.stop();
});

test('after a call it is told from the log, and the apology is written as a text', async ({
  practice: page,
  dataDir,
}) => {
  await inCall(page);
  await page.getByTestId('hang-up').click();
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').first().click();
  const detail = page.getByTestId('call-detail');
  await detail.getByTestId('mistake-report').click();
  await page.getByTestId('mistake-kind-omission').click();
  await page.getByTestId('mistake-said').fill('환불 기한을 말씀드리지 못한 점');
  await page.getByTestId('mistake-save').click();
  const record = page.getByTestId('mistake-record');
  await record.getByTestId('part-apology').locator('summary').click();
  await record.getByTestId('apology-channel').getByText('문자로').click();
  await record.getByTestId('apology-write').click();
  await expect(page.getByTestId('text-body')).toHaveValue(
    /^환불 기한을 말씀드리지 못한 점, 진심으로/,
  );
  await page.getByTestId('composer-send').click();
  await expect(detail.getByTestId('text-of-call-row')).toHaveCount(1);
  await expect(detail.getByTestId('mistake-show')).toContainText('시작함');
  expect(typesIn(dataDir, 'mistake_events')).toEqual(['reported']);
});

test('the report goes to the lead as a message, and stands in the conversation with them', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('nav-care').click();
  await page.getByTestId('help-set-contact').click();
  await page.getByTestId('care-contact-name').fill('박팀장');
  await page.getByTestId('care-contact-number').fill('010-0000-1001');
  await page.getByTestId('care-save').click();
  await expect(page.getByTestId('care-save')).toBeDisabled();
  await inCall(page);
  await page.getByTestId('mistake-report').click();
  await page.getByTestId('mistake-said').fill('환불 기한을 잘못 안내해 드린 점');
  await page.getByTestId('mistake-save').click();
  const record = page.getByTestId('mistake-record');
  await record.getByTestId('part-told').locator('summary').click();
  await record.getByTestId('told-send').click();
  await expect(record.getByTestId('mistake-timeline')).toContainText('박팀장께 보고');
  expect(typesIn(dataDir, 'mistake_events')).toEqual(['reported', 'told']);
  await expect
    .poll(() =>
      query<{ body: string }>(dataDir, 'SELECT body FROM messages').map(({ body }) => body),
    )
    .toEqual([expect.stringContaining('환불 기한을 잘못 안내해 드린 점')]);
});

test('lessons by nobody and by name are found by two syllables; a step for an unknown case is proposed', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('nav-care').click();
  await page.getByTestId('care-tabs').getByText('배움').click();
  const board = page.getByTestId('lessons-board');
  expect.soft(await seriousProblems(page), 'empty').toEqual([]);
  await board.getByTestId('lesson-write').click();
  await page.getByTestId('lesson-save').click();
  await expect(page.getByTestId('lesson-title-error')).toBeVisible();
  await page.getByTestId('lesson-title').fill('도착일은 두 곳에서 확인합니다');
  await page.getByTestId('lesson-text').fill('택배사 화면과 우리 화면이 다를 때가 있습니다.');
  await page.getByTestId('lesson-tags').fill('배송, 확인');
  await page.getByTestId('lesson-trigger').locator('select').selectOption('deadline');
  expect.soft(await seriousProblems(page), 'the form').toEqual([]);
  await page.getByTestId('lesson-save').click();
  await expect(board.getByTestId('lesson-author')).toContainText('이름 없이');

  await board.getByTestId('lesson-write-draft').click();
  await page.getByTestId('lesson-title').fill('이름이 같은 분이 두 분 계실 때');
  await page.getByTestId('lesson-text').fill('생년월일을 여쭙지 않고도 가를 수 있습니다.');
  await page.getByTestId('draft-title').fill('같은 이름');
  await page.getByTestId('draft-ko').fill('주문하신 물건을 여쭈어도 되겠습니까?');
  await page.getByTestId('lesson-by').getByText('이름을 밝혀').click();
  await page.getByTestId('lesson-name').fill('이하늘');
  await page.getByTestId('lesson-save').click();
  await expect(board.getByTestId('lesson')).toHaveCount(2);

  await board.getByTestId('lessons-search').fill('택배');
  await expect(board.getByTestId('lesson')).toHaveCount(1);
  await expect(board.getByTestId('lesson')).toContainText('두 곳에서');
  await board.getByTestId('lessons-search').fill('하늘');
  await expect(board.getByTestId('lesson')).toContainText('주문하신 물건을');
  await board.getByTestId('lessons-search').fill('환불');
  await expect(board.getByTestId('lesson')).toHaveCount(0);
  await board.getByTestId('lessons-search').fill('');
  await board.getByTestId('lessons-trigger').locator('select').selectOption('deadline');
  await expect(board.getByTestId('lesson')).toHaveCount(1);
  await board.getByTestId('lesson-edit').click();
  await page.getByTestId('lesson-title').fill('도착일은 세 곳에서 확인합니다');
  await page.getByTestId('lesson-save').click();
  await expect(board.getByTestId('lesson')).toContainText('세 곳에서');
  expect.soft(await seriousProblems(page), 'the board').toEqual([]);
  await board.getByTestId('lesson-withdraw').click();
  await board.getByTestId('lesson-withdraw-yes').click();
  await expect(board.getByTestId('lesson')).toHaveCount(0);
  expect(typesIn(dataDir, 'lesson_events')).toEqual(['written', 'written', 'edited', 'withdrawn']);
});

test('what was learnt in a step stands beside it in the guide, below the sentence', async ({
  page,
  dataDir,
}) => {
  const host = await startHost({ dataDir });
  await enter(page, host);
  await page.getByTestId('nav-care').click();
  await page.getByTestId('care-tabs').getByText('배움').click();
  const board = page.getByTestId('lessons-board');
  await board.getByTestId('lesson-write').click();
  await page.getByTestId('lesson-title').fill('송장 번호를 먼저 엽니다');
  await page.getByTestId('lesson-text').fill('그동안 고객님이 말씀을 마치십니다.');
  await page.getByTestId('lesson-script').locator('select').selectOption('difficult');
  await page.getByTestId('lesson-step').locator('select').selectOption('deadline');
  await page.getByTestId('lesson-save').click();
  await expect(board.getByTestId('lesson-step-chip')).toBeVisible();

  await inCall(page);
  await page.keyboard.press('F1');
  await page.keyboard.press('2');
  await expect(page.getByTestId('guide-run')).toHaveAttribute('data-step', 'deadline');
  await expect(page.getByTestId('step-lessons-open')).toHaveText(/동료의 한마디 1/);
  await page.keyboard.press('k');
  await expect(page.getByTestId('step-lesson')).toContainText('송장 번호를 먼저 엽니다');
  await expect(page.getByTestId('guide-sentence')).toBeVisible();
  expect(await seriousProblems(page)).toEqual([]);
  await page.keyboard.press('0');
  await expect(page.getByTestId('step-lessons')).toHaveCount(0);
  await host.stop();
});

test('a reflection is offered once, stays with its agent, and is a lesson only when they say so', async ({
  practice: page,
  dataDir,
}) => {
  await inCall(page);
  await expect(page.getByTestId('reflection')).toHaveCount(0);
  await page.getByTestId('hang-up').click();
  const offer = page.getByTestId('reflection');
  await expect(offer).toHaveAttribute('data-state', 'offer');
  await offer.getByTestId('reflection-pass').click();
  await expect(offer).toHaveCount(0);
  expect(typesIn(dataDir, 'reflection_events')).toEqual(['passed']);

  await inCall(page);
  await page.getByTestId('hang-up').click();
  await offer.getByTestId('reflection-open').click();
  await expect(offer).toContainText('본인만 봅니다');
  await offer.getByTestId('reflection-well').fill('성함을 먼저 여쭈었습니다');
  await offer.getByTestId('reflection-try').fill('조금 더 천천히 말씀드리기');
  expect.soft(await seriousProblems(page), 'the reflection').toEqual([]);
  await offer.getByTestId('reflection-save').click();
  await expect(offer).toHaveAttribute('data-state', 'written');

  const board = page.getByTestId('lessons-board');
  await page.getByTestId('nav-care').click();
  await page.getByTestId('care-tabs').getByText('배움').click();
  await expect(board).toBeVisible();
  await expect(board.getByTestId('lesson')).toHaveCount(0);
  await offer.getByTestId('share-lesson').click();
  await page.getByTestId('lesson-title').fill('성함을 먼저');
  await page.getByTestId('lesson-save').click();
  await expect(board.getByTestId('lesson')).toContainText('조금 더 천천히');
  await expect(board.getByTestId('lesson-author')).toContainText('이름 없이');
  await expect
    .poll(() => typesIn(dataDir, 'reflection_events'))
    .toEqual(['passed', 'written', 'shared']);
});
