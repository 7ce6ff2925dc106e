import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

// Room for the screen and the person on the line beside each other.
test.use({ viewport: { width: 1_680, height: 900 } });

/** 박정호; see resources/practice. */
const CALLS_FIRST = 'late-delivery';
/** Another number. */
const CALLS_SECOND = 'billing-question';
const SECOND_NUMBER = '010-0000-1002';

async function talk(page: Page, scenario: string): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId(`practice-call-${scenario}`).click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

async function hangUp(page: Page): Promise<void> {
  await page.getByTestId('hang-up').click();
  await expect(page.getByTestId('ended-line')).toBeVisible();
}

async function note(page: Page, where: string, text: string): Promise<void> {
  await page.getByTestId(where).getByTestId('customer-note-input').fill(text);
  await page.getByTestId(where).getByTestId('customer-note-save').click();
  await expect(page.getByTestId(where).getByTestId('customer-note')).toContainText([text]);
}

async function rename(page: Page, name: string): Promise<void> {
  await page.getByTestId('customer-rename').click();
  await page.getByTestId('customer-name-input').fill(name);
  await page.getByTestId('customer-name-save').click();
  await expect(page.getByTestId('customer-name')).toHaveText(name);
}

async function addNumber(page: Page, number: string): Promise<void> {
  await page.getByTestId('customer-number-add').click();
  await page.getByTestId('customer-number-input').fill(number);
  await page.getByTestId('customer-number-save').click();
  await expect(page.getByTestId('customer-panel')).toContainText(number);
}

test('what was learnt in a call is there when the customer calls from their other number', async ({
  practice,
}) => {
  await talk(practice, CALLS_FIRST);
  await note(practice, 'customer-in-call', '오후에만 통화 가능');
  await practice.getByTestId('customer-in-call').getByTestId('customer-open').click();
  // The call goes on while the card is open.
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await rename(practice, '김하늘 대리');
  await addNumber(practice, SECOND_NUMBER);
  await hangUp(practice);

  await talk(practice, CALLS_SECOND);
  const beside = practice.getByTestId('customer-in-call');
  await expect(beside.getByTestId('customer-known-as')).toContainText('김하늘 대리');
  await expect(beside.getByTestId('customer-note')).toContainText('오후에만 통화 가능');
  // One thread for both numbers: the call that is over, and this one.
  await expect(
    beside.getByTestId('thread-line').and(practice.locator('[data-kind=call]')),
  ).toHaveCount(2);
  await hangUp(practice);
});

test('a note is changed in place, with what it said before, removed, and had back', async ({
  practice,
}) => {
  await talk(practice, CALLS_FIRST);
  await hangUp(practice);
  await practice.getByTestId('nav-history').click();
  await practice.getByTestId('history-row').click();
  await practice.getByTestId('call-detail').getByTestId('customer-open').click();
  const panel = practice.getByTestId('customer-panel');
  // Both before anything is there: the two words are of one customer all the same.
  await practice.getByTestId('customer-rename').click();
  await practice.getByTestId('customer-name-input').fill('김하늘');
  await panel.getByTestId('customer-note-input').fill('문 앞에 두기');
  await practice.getByTestId('customer-name-save').dispatchEvent('click');
  await panel.getByTestId('customer-note-save').dispatchEvent('click');
  await expect(panel.getByTestId('customer-note')).toContainText('문 앞에 두기');
  await expect(practice.getByTestId('customer-row')).toHaveText([/김하늘/]);
  await panel.getByTestId('customer-note-edit').click();
  await panel.getByTestId('customer-note-edit-input').fill('경비실에 맡기기');
  await panel.getByTestId('customer-note-edit-save').click();
  await expect(panel.getByTestId('customer-note')).toContainText('경비실에 맡기기');
  await expect(panel.getByTestId('customer-note')).not.toContainText('문 앞에 두기');
  await panel.getByTestId('customer-note-history').click();
  await expect(panel.getByTestId('customer-note')).toContainText('문 앞에 두기');
  await panel.getByTestId('customer-note-remove').click();
  await expect(panel.getByTestId('customer-note')).toHaveCount(0);
  await expect(panel.getByTestId('customer-thread')).not.toContainText('경비실');
  await panel.locator('[data-do=undo]').click();
  await expect(panel.getByTestId('customer-note')).toContainText('경비실에 맡기기');
});

test('two cards of one customer are seen side by side, merged, and parted as they were', async ({
  practice,
}) => {
  // Two calls, and axe measures the dialog whole.
  test.setTimeout(120_000);
  const panel = practice.getByTestId('customer-panel');
  for (const [scenario, name] of [
    [CALLS_FIRST, '김하늘'],
    [CALLS_SECOND, '김하늘 (회사)'],
  ] as const) {
    await talk(practice, scenario);
    await practice.getByTestId('customer-in-call').getByTestId('customer-open').click();
    await rename(practice, name);
    await note(practice, 'customer-panel', `${name} 메모`);
    await hangUp(practice);
  }
  await practice.getByTestId('nav-contacts').click();
  await expect(practice.getByTestId('customer-row')).toHaveCount(2);
  await practice.getByTestId('customer-row').filter({ hasText: '회사' }).click();
  await panel.getByTestId('merge-open').click();
  await practice.getByTestId('merge-find').fill('김하늘');
  await practice.getByTestId('merge-offered').click();
  await expect(practice.getByTestId('merge-preview')).toContainText(SECOND_NUMBER);
  expect(await seriousProblems(practice)).toEqual([]);
  await practice.getByTestId('merge-confirm').click();
  await expect(practice.getByTestId('customer-row')).toHaveCount(1);
  await expect(panel.getByTestId('customer-note')).toHaveCount(2);
  await expect(
    panel.getByTestId('thread-line').and(practice.locator('[data-kind=call]')),
  ).toHaveCount(2);

  await panel.getByTestId('merge-undo').getByRole('button').click();
  await expect(practice.getByTestId('customer-row')).toHaveCount(2);
  await expect(panel.getByTestId('customer-note')).toHaveText([/김하늘 \(회사\) 메모/]);
  await practice.getByTestId('customer-row').filter({ hasNotText: '회사' }).click();
  await expect(panel.getByTestId('customer-note')).toHaveText([/^김하늘 메모/]);
});

test('a consent is recorded with its source and day; withdrawn, the newsletter is offered no more', async ({
  practice,
}) => {
  await talk(practice, CALLS_FIRST);
  await practice.getByTestId('customer-in-call').getByTestId('customer-open').click();
  const panel = practice.getByTestId('customer-panel');
  await panel.getByTestId('customer-address-mail').click();
  await panel.getByTestId('customer-address-mail-input').fill('haneul@example.com');
  await panel.getByTestId('customer-address-mail-input').press('Enter');
  await expect(panel).toContainText('haneul@example.com');
  await expect(panel.getByTestId('customer-newsletter')).not.toContainText('haneul@example.com');

  await panel.getByTestId('consent-newsletter').click();
  await panel.getByTestId('consent-save').click();
  await expect(panel.getByTestId('consent-source-error')).toBeVisible();
  await panel.getByTestId('consent-source').fill('전화로 동의');
  await panel.getByTestId('consent-save').click();
  await expect(panel.getByTestId('customer-newsletter')).toContainText('haneul@example.com');

  await panel.getByTestId('consent-newsletter').click();
  await panel.getByTestId('consent-source').fill('전화로 거부');
  await panel.getByTestId('consent-save').click();
  await expect(panel.getByTestId('customer-newsletter')).not.toContainText('haneul@example.com');
  const beside = practice.getByTestId('customer-in-call');
  await expect(beside.getByTestId('customer-marks')).toContainText('소식지 거부');
  await expect(beside.getByTestId('customer-thread')).toContainText('전화로 거부');
  await hangUp(practice);
});

test('outside of the hours a customer likes a hint is shown, and nothing is held back', async ({
  practice,
}) => {
  await talk(practice, CALLS_FIRST);
  await practice.getByTestId('customer-in-call').getByTestId('customer-open').click();
  await practice.getByTestId('customer-preferences').click();
  // An hour that begins in two hours: it is never now.
  const hour = new Date().getHours();
  const clock = (ahead: number): string => `${String((hour + ahead) % 24).padStart(2, '0')}:00`;
  await practice.getByTestId('preference-from').fill(clock(2));
  await practice.getByTestId('preference-to').fill(clock(3));
  await practice.getByTestId('preference-age').fill('70대');
  await practice.getByTestId('preference-save').click();
  const panel = practice.getByTestId('customer-panel');
  await expect(panel.getByTestId('customer-marks').first()).toContainText(
    `${clock(2)}–${clock(3)}`,
  );
  await expect(panel.getByTestId('customer-marks').first()).toContainText('70대');
  await expect(panel.getByTestId('preferred-hint')).toContainText(clock(2));
  await hangUp(practice);
  await practice.getByTestId('nav-history').click();
  await practice.getByTestId('history-row').click();
  await expect(practice.getByTestId('call-detail').getByTestId('preferred-hint')).toBeVisible();
  await practice.getByTestId('detail-write').click();
  await expect(practice.getByTestId('thread').getByTestId('preferred-hint')).toBeVisible();
  await expect(practice.getByTestId('message-send')).toBeVisible();
});

test('whoever is erased is anonymous; the call log stays, and so does the reason', async ({
  practice,
  dataDir,
}) => {
  await talk(practice, CALLS_FIRST);
  await practice.getByTestId('customer-in-call').getByTestId('customer-open').click();
  await rename(practice, '지워질 사람');
  await note(practice, 'customer-panel', '지워질 메모');
  await hangUp(practice);
  await practice.getByTestId('erase-open').click();
  await practice.getByTestId('erase-confirm').click();
  await expect(practice.getByTestId('erase-reason-error')).toBeVisible();
  await practice.getByTestId('erase-reason').fill('고객이 요청함');
  expect(await seriousProblems(practice)).toEqual([]);
  await practice.getByTestId('erase-confirm').click();

  const panel = practice.getByTestId('customer-panel');
  await expect(panel.getByTestId('customer-name')).toHaveText(/010-0000-100/);
  await expect(panel).not.toContainText('지워질');
  await expect(panel.getByTestId('thread-line')).toHaveCount(1);
  await expect(practice.getByTestId('customer-row')).toHaveCount(0);
  await practice.getByTestId('nav-history').click();
  await expect(practice.getByTestId('history-row')).toHaveCount(1);
  const audit = query<{ action: string; reason: string }>(
    dataDir,
    `SELECT action, reason FROM access_log WHERE subject_kind = 'customer' ORDER BY seq`,
  );
  expect(audit.at(-1)).toEqual({ action: 'customer.erase', reason: '고객이 요청함' });
  expect(audit.map(({ action }) => action)).toContain('customer.open');
});

for (const [theme, language] of [
  ['light', 'ko'],
  ['dark', 'en'],
] as const) {
  test(`the card in ${theme}, ${language}, and in a window beside a CRM: no serious problem`, async ({
    practice,
  }) => {
    // Each state is measured whole.
    test.setTimeout(120_000);
    await practice.getByTestId('nav-settings').click();
    await practice
      .getByTestId('language')
      .getByText(language === 'ko' ? '한국어' : 'English')
      .click();
    await practice
      .getByTestId('theme')
      .getByText(theme === 'light' ? /밝게|Light/ : /어둡게|Dark/)
      .click();
    await practice.getByTestId('nav-contacts').click();
    await practice.getByTestId('contacts-place').locator('label').nth(1).click();
    expect.soft(await seriousProblems(practice), 'customers, empty').toEqual([]);
    await talk(practice, CALLS_FIRST);
    await practice.getByTestId('customer-in-call').getByTestId('customer-open').click();
    await rename(practice, '김하늘');
    await note(practice, 'customer-panel', '오후에만');
    await practice.getByTestId('customer-preferences').click();
    await practice.getByTestId('consent-newsletter').click();
    await practice.getByTestId('consent-save').click();
    await practice.getByTestId('customer-number-add').click();
    expect.soft(await seriousProblems(practice), 'the card with its forms open').toEqual([]);
    await practice.setViewportSize({ width: 360, height: 640 });
    await expect(practice.getByTestId('customer-panel')).toBeVisible();
    expect.soft(await seriousProblems(practice), 'compact').toEqual([]);
    await hangUp(practice);
  });
}
