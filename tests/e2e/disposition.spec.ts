import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import type { HostProcess } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

// Several calls, and the states in between measured whole.
test.setTimeout(120_000);
test.use({ viewport: { width: 1_440, height: 900 } });

async function callComes(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

async function endCall(page: Page): Promise<void> {
  await page.keyboard.press('F9');
  await expect(page.getByTestId('wrap-up')).toBeVisible();
}

interface Stored {
  readonly type: string;
  readonly body: string;
}
const chosenIn = (dataDir: string): readonly string[] =>
  query<Stored>(dataDir, "SELECT type, body FROM call_events WHERE type = 'disposed' ORDER BY seq")
    .map(
      ({ body }) =>
        JSON.parse(body) as {
          disposition: {
            path: { id: string }[];
            result: { id: string } | null;
            without: string | null;
          };
        },
    )
    .map(({ disposition: { path, result, without } }) =>
      [...path.map(({ id }) => id), result?.id ?? '-', ...(without === null ? [] : [without])].join(
        ' ',
      ),
    );

test('from hanging up to the saved type by keyboard alone, then to a promise with its words', async ({
  practice: page,
  dataDir,
}) => {
  await callComes(page);
  const panel = page.getByTestId('disposition');
  await expect(panel).toHaveAttribute('data-open', 'false');
  await endCall(page);
  await expect(panel).toHaveAttribute('data-open', 'true');
  await expect(panel.getByTestId('disposition-none')).toBeVisible();
  // Digits mean nothing to it before its key was pressed.
  await page.keyboard.press('4');
  await expect(panel.getByTestId('type-billing')).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Control+Alt+u');
  await expect(panel).toBeFocused();
  expect.soft(await seriousProblems(page), 'the types').toEqual([]);

  await page.keyboard.press('1');
  await expect(panel.getByTestId('type-defect-function')).toBeVisible();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('4');
  await page.keyboard.press('1');
  await page.keyboard.press('2');
  await expect(panel.getByTestId('disposition-now')).toHaveText('청구 › 과다 청구 › 모르는 결제');
  await page.keyboard.press('2');
  await expect(panel.getByTestId('disposition-now')).toHaveText(
    '청구 › 과다 청구 › 모르는 결제 · 콜백 약속',
  );
  await expect(panel).toBeFocused();
  await page.keyboard.press('1');
  await expect(page.getByTestId('promise-topic')).toHaveValue('모르는 결제');
  await expect
    .poll(() => chosenIn(dataDir))
    .toEqual([
      'billing billing-over billing-unknown -',
      'billing billing-over billing-unknown call-back',
    ]);
});

test('it is found by its initial consonants, and the last one again with one key', async ({
  practice: page,
  dataDir,
}) => {
  await callComes(page);
  await page.keyboard.press('Control+Alt+u');
  await page.keyboard.press('KeyA');
  const search = page.getByTestId('type-search');
  await expect(search).toBeFocused();
  await search.fill('ㅅㅇㅂㅂ');
  await expect(page.getByTestId('type-found')).toHaveText(['1사용 › 사용 방법']);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Digit4');
  await page.keyboard.press('Digit3');
  await expect.poll(() => chosenIn(dataDir).at(-1)).toBe('use use-how informed');
  await endCall(page);

  await callComes(page);
  await page.keyboard.press('Control+Alt+u');
  await expect(page.getByTestId('type-recent')).toHaveText(['사용 방법0']);
  await page.keyboard.press('Digit0');
  await expect(page.getByTestId('disposition-now')).toHaveText('사용 › 사용 방법');
});

test('nobody who writes the note is disturbed, and the note and the type outlive kill -9', async ({
  page,
  dataDir,
}) => {
  let host: HostProcess = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await callComes(page);
  const note = page.getByTestId('note-input');
  await note.fill('배송 확인');
  await endCall(page);
  await expect(note).toBeFocused();
  await expect(page.getByTestId('disposition')).toHaveAttribute('data-open', 'false');
  await page.keyboard.type(' 123');
  await expect(note).toHaveValue('배송 확인 123');
  await page.keyboard.press('Control+Alt+u');
  await expect(page.getByTestId('note-state')).toHaveAttribute('data-state', 'saved');
  await page.keyboard.press('2');
  await page.keyboard.press('2');
  await expect.poll(() => chosenIn(dataDir)).toEqual(['deadline deadline-visit -']);
  await host.kill9();

  host = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').first().click();
  const detail = page.getByTestId('call-detail');
  await expect(detail.getByTestId('note-input')).toHaveValue('배송 확인 123');
  await expect(detail.getByTestId('disposition-now')).toHaveText('기한 › 방문 지연');
  await host.stop();
});

test('what has none is said and can be reached; it is changed in the log, and every choice stays', async ({
  practice: page,
}) => {
  // Room for the list, the record and the person just talked to beside each other.
  await page.setViewportSize({ width: 2_000, height: 900 });
  await callComes(page);
  await endCall(page);
  await page.getByTestId('missing-types').click();
  await expect(page.getByTestId('history-undisposed')).toHaveText('유형 없는 통화 1건');
  await page.getByTestId('history-row').click();
  const detail = page.getByTestId('call-detail');
  await detail.getByTestId('disposition-toggle').click();
  await detail.getByTestId('type-service').click();
  await detail.getByTestId('type-service-wait').click();
  await detail.getByTestId('result-informed').click();
  await detail.getByTestId('next-nothing').click();
  await expect(page.getByTestId('history-row')).toHaveCount(0);
  await page.getByTestId('history-undisposed').click();
  await expect(page.getByTestId('row-type')).toHaveText('연결·대기');
  await detail.getByTestId('disposition-toggle').click();
  await detail.getByTestId('type-defect').click();
  await detail.getByTestId('type-defect-damaged').click();
  await expect(detail.getByTestId('disposition-now')).toHaveText('불량 › 파손');
  await detail.getByTestId('disposition-changes').locator('summary').click();
  await expect(detail.getByTestId('disposition-changes').locator('.what')).toHaveText([
    '불량 › 파손',
    '서비스 › 연결·대기 · 안내만',
    '서비스 › 연결·대기',
  ]);
  expect.soft(await seriousProblems(page), 'the log').toEqual([]);
  await page.getByTestId('history-more').click();
  await page.getByTestId('history-type').locator('select').selectOption('defect');
  await expect(page.getByTestId('history-row')).toHaveCount(1);
  await page.getByTestId('history-type').locator('select').selectOption('service');
  await expect(page.getByTestId('history-row')).toHaveCount(0);
});

test('a lead edits the tree; a retired type is offered no more and stays with its calls', async ({
  practice: page,
}) => {
  await callComes(page);
  await page.keyboard.press('Control+Alt+u');
  for (const digit of ['1', '2', '1', '3']) await page.keyboard.press(digit);
  await endCall(page);

  await page.getByTestId('nav-settings').click();
  const tree = page.getByTestId('type-tree');
  const row = (id: string) => tree.locator(`[data-row="${id}"]`);
  await row('defect').locator('[data-do="fold"]').click();
  await row('defect-damaged').locator('[data-do="retire"]').click();
  await expect(row('defect-damaged')).toHaveAttribute('data-retired', 'true');
  await row('defect').locator('[data-do="add"]').click();
  await tree.getByTestId('type-save').click();
  await expect(tree.getByText('한국어 이름을 적어 주십시오.')).toBeVisible();
  await tree.getByTestId('type-ko').fill('색상 차이');
  // The digit of another one is refused with words, and the free one stood there before.
  await expect(tree.getByTestId('type-key').locator('select')).toHaveValue('2');
  await tree.getByTestId('type-key').locator('select').selectOption('1');
  await tree.getByTestId('type-save').click();
  await expect(tree.getByTestId('type-fault')).toContainText('이미 있습니다');
  await tree.getByTestId('type-key').locator('select').selectOption('2');
  await tree.getByTestId('type-save').click();
  await expect(tree.getByTestId('type-form')).toHaveCount(0);
  await row('deadline').locator('[data-do="up"]').click();
  await expect(tree.getByTestId('type-row').first()).toHaveAttribute('data-row', 'deadline');
  await row('deadline').locator('[data-do="edit"]').click();
  await tree.getByTestId('type-ko').fill('납기');
  await tree.getByTestId('type-save').click();
  expect.soft(await seriousProblems(page), 'the tree').toEqual([]);

  await callComes(page);
  const panel = page.getByTestId('disposition');
  await page.keyboard.press('Control+Alt+u');
  await expect(panel.getByTestId('type-recent')).toHaveCount(0);
  await expect(panel.getByTestId('type-deadline')).toContainText('납기');
  await page.keyboard.press('1');
  await expect(panel.getByTestId('type-defect-damaged')).toHaveCount(0);
  await page.keyboard.press('2');
  await expect(panel.getByTestId('disposition-now')).toHaveText('불량 › 색상 차이');
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').last().click();
  await expect(page.getByTestId('call-detail').getByTestId('disposition-now')).toHaveText(
    '불량 › 파손 · 처리 완료',
  );
});

test('a second call of the same customer opens the guide at what the first was about', async ({
  practice: page,
}) => {
  await callComes(page);
  await page.keyboard.press('Control+Alt+u');
  for (const digit of ['4', '1', '1', '5', '3']) await page.keyboard.press(digit);
  await expect(page.getByTestId('disposition-now')).toHaveText(
    '청구 › 과다 청구 › 이중 결제 · 미해결',
  );
  await endCall(page);

  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await expect(page.getByTestId('last-type')).toContainText('청구 › 과다 청구 › 이중 결제');
  await page.getByTestId('answer').click();
  await page.keyboard.press('F1');
  await expect(page.getByTestId('earlier-type')).toContainText(
    '청구 › 과다 청구 › 이중 결제오늘 · 안내 열기',
  );
  await page.keyboard.press('8');
  await expect(page.getByTestId('guide-sentence')).toBeVisible();
});

test('where it is required, after-call work ends with a type or a reason out of a list', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('disposition-asking').getByText('꼭 정하거나').click();
  await callComes(page);
  await endCall(page);
  await page.keyboard.press('Control+Alt+b');
  await expect(page.getByTestId('wrap-up')).toBeVisible();
  await expect(page.getByTestId('disposition')).toBeFocused();
  await expect(page.getByTestId('without-cut-off')).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.getByTestId('wrap-up')).toHaveCount(0);
  await expect(page.getByTestId('disposition-now')).toHaveText('유형 없음 · 통화가 끊김');
  await expect.poll(() => chosenIn(dataDir)).toEqual(['- cut-off']);
});

test('beside a CRM the levels come one after the other', async ({ practice: page, dataDir }) => {
  await callComes(page);
  await endCall(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.keyboard.press('Control+Alt+u');
  await expect(page.getByTestId('type-billing')).toBeVisible();
  await page.getByTestId('type-billing').click();
  await expect(page.getByTestId('type-billing')).toBeHidden();
  await page.getByTestId('type-back').click();
  await page.keyboard.press('7');
  await page.keyboard.press('Tab');
  expect.soft(await seriousProblems(page), 'compact').toEqual([]);
  await page.getByTestId('type-enough').click();
  await expect(page.getByTestId('disposition-now')).toHaveText('사용');
  await expect.poll(() => chosenIn(dataDir)).toEqual(['use -']);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
