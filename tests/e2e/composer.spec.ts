import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { tabTo } from '../support/tabTo.ts';
import { expect, test } from './fixtures.ts';

// A whole call, and a page that is loaded again.
test.setTimeout(120_000);
test.use({ viewport: { width: 1_440, height: 900 } });

async function afterCall(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F9');
  await expect(page.getByTestId('wrap-up')).toBeVisible();
}

interface Stored {
  readonly body: string;
  readonly content: {
    readonly strategy: string | null;
    readonly reservation: { readonly id: string; readonly state: string } | null;
  };
}
const written = (dataDir: string): readonly Stored[] =>
  query<{ body: string }>(
    dataDir,
    "SELECT body FROM outbox_events WHERE type = 'written' ORDER BY seq",
  ).map(({ body }) => JSON.parse(body) as Stored);

/** Of a day to come, and one that it is not: `11/27(목)` on a Friday. */
function days(): { readonly right: string; readonly wrong: string } {
  const day = new Date(Date.now() + 7 * 86_400_000);
  const names = ['일', '월', '화', '수', '목', '금', '토'];
  const said = (weekday: number): string =>
    `${day.getMonth() + 1}/${day.getDate()}(${names[weekday % 7] ?? ''})`;
  return { right: said(day.getDay()), wrong: said(day.getDay() + 1) };
}

test('after a call, by keyboard alone: a summary is written, mended, counted and put in the outbox', async ({
  practice: page,
  dataDir,
}) => {
  await afterCall(page);
  await page.keyboard.press('Control+Alt+m');
  const composer = page.getByTestId('composer');
  await expect(composer).toBeFocused();
  await expect(composer.getByTestId('composer-advised')).toContainText('간단한 확인');
  const body = composer.getByTestId('text-body');
  await expect(body).toHaveValue(/님, 통화로 말씀하신 내용을 접수했습니다\.$/);

  const { right, wrong } = days();
  await tabTo(page, body);
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(`${wrong} 방문드리겠습니다. 카드 4111-1111-1111-1111 😀😀`);
  const findings = composer.getByTestId('composer-finding');
  await expect(findings).toHaveCount(2);
  await expect(composer.getByTestId('composer-why')).toContainText('보낼 수 없는 글자');
  await expect(composer.getByTestId('composer-send')).toBeDisabled();
  expect.soft(await seriousProblems(page), 'with findings').toEqual([]);

  // One press replaces all of them.
  await tabTo(page, composer.getByTestId('composer-replace').last());
  await page.keyboard.press('Enter');
  await expect(body).toHaveValue(/1111 $/);
  const weekday = composer.locator('[data-kind="weekday"]');
  await expect(composer.getByTestId('composer-marked').locator('mark').first()).toHaveText(wrong);
  await tabTo(page, weekday.getByTestId('composer-mend'));
  await page.keyboard.press('Enter');
  await expect(weekday).toHaveCount(0);
  const card = composer.locator('[data-kind="card"]');
  await expect(card).toContainText('보낼 수 없음');
  await expect(composer.getByTestId('composer-why')).toContainText('‘보낼 수 없음’');
  await tabTo(page, card.getByTestId('composer-mend'));
  await page.keyboard.press('Enter');
  await expect(findings).toHaveCount(0);
  const text = await body.inputValue();
  expect(text).toMatch(/^\S+ 방문드리겠습니다\. 카드 [\d*-]+ $/);
  expect(text.startsWith(right)).toBe(true);
  expect(text).not.toContain('1111-1111');
  // Hangul two bytes, everything else one; the blank at the end counts as long as it stands there.
  const bytes = [...text].reduce((sum, one) => sum + (/[가-힣]/.test(one) ? 2 : 1), 0);
  await expect(composer.getByTestId('composer-bytes')).toHaveText(`${bytes} / 90바이트`);
  await expect(composer.getByTestId('composer-form')).toContainText('단문(SMS)');
  await page.keyboard.press('Alt+s');
  await expect(composer).toBeHidden();

  const onCall = page.getByTestId('text-of-call-row');
  await expect(onCall).toHaveCount(1);
  expect(written(dataDir).map(({ body: said, content }) => [said, content.strategy])).toEqual([
    [text.trim(), 'confirmation'],
  ]);
  await onCall.getByRole('button').click();
  await expect(page.getByTestId('text-said')).toHaveText(text.trim());
});

test('why a strategy is advised stands there, by ten criteria, and the agent overrules it', async ({
  practice: page,
}) => {
  await afterCall(page);
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('composer-agreed').fill('계약 해지 조건 안내');
  await expect(composer.getByTestId('composer-advised')).toContainText('상세 정보');
  await composer.getByTestId('composer-why-advice').click();
  await expect(composer.getByTestId('composer-reasons').locator('tbody tr')).toHaveCount(10);
  await expect(composer.getByTestId('composer-reasons')).toContainText('계약, 약관, 금액');
  await composer.getByTestId('composer-choice').getByText('상세 정보').click();
  await expect(composer.getByTestId('text-body')).toHaveValue(
    /안내해 드린 내용입니다\.\n계약 해지/,
  );
  await composer.getByTestId('composer-choice').getByText('간단한 확인').click();
  await expect(composer.getByTestId('text-body')).toHaveValue(/확인드립니다: 계약 해지 조건/);
});

test('a reservation needs its time, place and things to bring; moved, the customer is told of the same one', async ({
  practice: page,
  dataDir,
}) => {
  await afterCall(page);
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('composer-choice').getByText('예약 안내').click();
  await expect(composer.getByTestId('composer-send')).toBeDisabled();
  await expect(composer.getByTestId('composer-why')).toContainText('예약 칸을 마저');
  await composer.getByTestId('composer-at').fill('2035-01-05T10:00');
  await composer.getByTestId('composer-place').fill('본관 2층');
  await expect(composer.getByTestId('composer-bring-error')).toBeVisible();
  await composer.getByTestId('composer-bring').fill('신분증');
  await expect(composer.getByTestId('text-body')).toHaveValue(
    /예약을 안내드립니다\.\n1\/5\(금\) 10:00, 본관 2층\n준비물: 신분증$/,
  );
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  await page.getByTestId('text-of-call-row').getByRole('button').click();
  await expect(page.getByTestId('text-state')).toHaveText('전달됨');

  await page.getByTestId('reservation-changed').click();
  await composer.getByTestId('composer-at').fill('2035-01-06T11:30');
  await expect(composer.getByTestId('text-body')).toHaveValue(
    /예약이 바뀌었습니다\.\n1\/6\(토\) 11:30, 본관 2층\n준비물: 신분증$/,
  );
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  const [first, second] = written(dataDir).map(({ content }) => content.reservation);
  expect(second?.state).toBe('changed');
  expect(second?.id).toBe(first?.id);
});

test('what is being written outlives a closed dialog and the page', async ({ practice: page }) => {
  await afterCall(page);
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  const body = composer.getByTestId('text-body');
  await body.fill('대출 금리를 다시 안내드립니다.');
  await expect(composer.getByTestId('composer-twice')).toContainText('금융');
  await composer.getByTestId('composer-read').click();
  await expect(composer.getByTestId('composer-send')).toBeEnabled();
  await page.reload();
  await expect(body).toHaveValue('대출 금리를 다시 안내드립니다.');
  await expect(composer.getByTestId('composer-send')).toBeEnabled();
  // Other words have not been read twice.
  await body.fill('대출 금리를 다시 안내드리겠습니다.');
  await expect(composer.getByTestId('composer-send')).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(composer).toBeHidden();
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('보낼 문자').click();
  await page.getByTestId('draft-resume').click();
  await expect(body).toHaveValue('대출 금리를 다시 안내드리겠습니다.');
});

test('narrow, dark or in large letters it can be read and used', async ({ practice: page }) => {
  await afterCall(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('text-body').fill('고객님 주문이 2/30에 나가십니다 📦');
  await composer.getByTestId('composer-why-advice').click();
  await expect(composer.getByTestId('composer-finding').first()).toBeVisible();
  expect.soft(await seriousProblems(page), 'compact, dark').toEqual([]);
  const wider = await composer.evaluate(
    ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
  );
  expect(wider).toBeLessThanOrEqual(0);
});
