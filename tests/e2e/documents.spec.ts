import { query } from '../support/callLog.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test.setTimeout(120_000);

test('what is too long for a text leads to a document of the desk, by its name', async ({
  practice: page,
  dataDir,
}) => {
  await page.getByTestId('nav-settings').click();
  const settings = page.getByTestId('document-settings');
  await settings.getByTestId('document-name').fill('상품 약관');
  await settings.getByTestId('document-address').fill('http://example.com/terms');
  await settings.getByTestId('document-add').click();
  await expect(settings).toContainText('https로 시작하는 주소만 보낼 수 있습니다.');
  expect.soft(await seriousProblems(page), 'settings with a fault').toEqual([]);
  await settings.getByTestId('document-address').fill('example.com/terms');
  await settings.getByTestId('document-add').click();
  await expect(settings.getByTestId('document-row')).toContainText('https://example.com/terms');
  await settings.getByRole('button', { name: '문서 링크 지우기: 상품 약관' }).click();
  await expect(settings.getByTestId('document-row')).toHaveCount(0);
  await settings.getByRole('button', { name: '되돌리기' }).click();
  await expect(settings.getByTestId('document-row')).toHaveCount(1);

  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F9');
  await expect(page.getByTestId('wrap-up')).toBeVisible();
  await page.keyboard.press('Control+Alt+KeyM');
  const composer = page.getByTestId('composer');
  await expect(composer.getByTestId('composer-documents')).toBeVisible();
  await composer.getByTestId('text-body').fill('가'.repeat(1_001));
  await expect(composer.getByTestId('composer-long')).toBeVisible();
  await expect(composer.getByTestId('composer-send')).toBeDisabled();
  expect.soft(await seriousProblems(page), 'too long').toEqual([]);

  await composer.getByTestId('text-body').fill('상세 내용은 아래에서 보실 수 있습니다.');
  await expect(composer.getByTestId('composer-long')).toBeHidden();
  await composer.getByTestId('composer-document').click();
  const whole = '상세 내용은 아래에서 보실 수 있습니다.\n상품 약관 https://example.com/terms';
  await expect(composer.getByTestId('text-body')).toHaveValue(whole);
  // Once is enough.
  await composer.getByTestId('composer-document').click();
  await expect(composer.getByTestId('text-body')).toHaveValue(whole);
  await composer.getByTestId('composer-address').fill('bank@evil.example');
  await page.keyboard.press('Enter');
  await expect(composer).toContainText('@ 앞에 이름이나 비밀번호가 든 주소');
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  const [text] = query<{ body: string }>(
    dataDir,
    `SELECT json_extract(body, '$.body') AS body FROM outbox_events WHERE type = 'written'`,
  );
  expect(text?.body).toBe(whole);
});
