import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test('what an advertisement has to say is written once, and seen as it will be read', async ({
  practice: page,
}) => {
  await page.getByTestId('nav-settings').click();
  const section = page.getByTestId('advertising-settings');
  await section.scrollIntoViewIfNeeded();
  await expect(section.getByTestId('advertising-missing')).toContainText('보내는 곳 이름, 연락처');
  const write = async (name: string, words: string): Promise<void> => {
    await section.getByTestId(`advertising-${name}`).fill(words);
    await page.keyboard.press('Tab');
  };
  await write('sender', '이음상회');
  await write('contact', '1588-1234');
  await write('optOut', '전화 주세요');
  // Nothing that is no way to refuse is kept.
  await expect(section.getByTestId('advertising-optOut-error')).toHaveText(
    '번호나 주소를 적어 주십시오.',
  );
  await write('optOut', '080-123-4567');
  await expect(section.getByTestId('advertising-missing')).toHaveCount(0);
  await expect(section.getByTestId('advertising-preview')).toHaveText(
    /^\(광고\)이음상회 1588-1234\n새 요금제를 안내드립니다\.\n무료수신거부 080-123-4567$/,
  );
  await section.getByTestId('advertising-nightTo').fill('21:00');
  await page.keyboard.press('Tab');
  await expect(section.getByTestId('advertising-nightTo-error')).toBeVisible();
  await page.reload();
  await page.getByTestId('nav-settings').click();
  await expect(section.getByTestId('advertising-optOut')).toHaveValue('080-123-4567');
  await expect(section.getByTestId('advertising-nightTo')).toHaveValue('08:00');
});

test('words to be read twice are the desk’s own, and count in the composer', async ({
  practice: page,
}) => {
  await page.getByTestId('nav-settings').click();
  const section = page.getByTestId('second-check-settings');
  await section.scrollIntoViewIfNeeded();
  const finance = section.getByTestId('second-check-finance');
  await expect(finance).toHaveValue(/대출, 금리/);
  await finance.fill(`포인트, ${'가'.repeat(21)}`);
  await expect(section.getByTestId('second-check-finance-error')).toContainText('20자가 넘는');
  await finance.fill('포인트, 마일리지\n포인트');
  await page.keyboard.press('Tab');
  await expect(finance).toHaveValue('포인트, 마일리지');
  expect(await seriousProblems(page)).toEqual([]);
  await page.reload();
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F9');
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('text-body').fill('포인트를 넣어 드렸습니다.');
  await expect(composer.getByTestId('composer-twice')).toContainText('금융');
  await composer.getByTestId('text-body').fill('대출을 안내드립니다.');
  await expect(composer.getByTestId('composer-twice')).toHaveCount(0);
  await composer.getByTestId('text-body').fill('감사합니다.');
  await page.getByTestId('composer-send').click();
  await page.getByTestId('nav-settings').click();
  await section.getByTestId('second-check-usual-finance').click();
  await expect(finance).toHaveValue(/대출, 금리/);
});

test('a sum that is not that of the call’s note is looked at before it goes', async ({
  practice: page,
}) => {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.getByTestId('note-input').fill('3만 5천원 환불하기로 함');
  await page.getByTestId('call-bar').press('F9');
  await expect(page.getByTestId('wrap-up')).toBeVisible();
  await page.getByTestId('write-text').press('Enter');
  const composer = page.getByTestId('composer');
  await composer.getByTestId('text-body').fill('53,000원을 환불해 드립니다.');
  const finding = composer.locator('[data-kind="other-amount"]');
  await expect(finding).toContainText('통화에서 말한 금액과 다릅니다');
  await finding.getByTestId('composer-mend').click();
  await expect(composer.getByTestId('text-body')).toHaveValue('35,000원을 환불해 드립니다.');
  await expect(finding).toHaveCount(0);
});
