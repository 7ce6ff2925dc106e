import { query } from '../support/callLog.ts';
import { expect, test } from './fixtures.ts';

interface Reason {
  readonly id: string;
  readonly name: string | null;
}

function storedReasons(dataDir: string): readonly Reason[] {
  const sql = "SELECT value FROM settings WHERE key = 'awayReasons'";
  const [row] = query<{ value: string }>(dataDir, sql);
  return JSON.parse(row?.value ?? '[]') as Reason[];
}

test('the desk makes a reason of its own, and the rules know it', async ({ practice, dataDir }) => {
  await practice.getByTestId('nav-settings').click();
  const reasons = practice.getByTestId('away-reason');
  await expect(reasons).toHaveCount(11);
  await practice.getByTestId('reason-new').click();
  await practice.getByTestId('reason-save').click();
  await expect(practice.getByTestId('reason-name-error')).toBeVisible();
  await expect(practice.getByTestId('reason-name')).toBeFocused();
  await practice.getByTestId('reason-name').fill('외근');
  await practice.getByTestId('reason-minutes').fill('90');
  await practice.getByTestId('reason-icon').locator('select').selectOption('focus');
  await practice.getByTestId('reason-treatment').getByText('다른 번호로 돌리기').click();
  await practice.getByTestId('reason-save').click();
  await expect(practice.getByTestId('reason-forward-to-error')).toBeVisible();
  await practice.getByTestId('reason-forward-to').fill('1002');
  await practice.getByTestId('reason-text').getByRole('switch').check();
  await practice.keyboard.press('Enter');
  await expect(reasons).toHaveCount(12);
  await expect(reasons.nth(11)).toContainText('외근');
  await expect(reasons.nth(11)).toContainText('90분 · 다른 번호로 돌리기 · 1002 · 문자 보냄');
  expect(storedReasons(dataDir)[11]).toMatchObject({
    ...{ name: '외근', icon: 'focus', minutes: 90, treatment: 'forward', forwardTo: '1002' },
    text: true,
  });

  await practice.getByTestId('test-number').fill('02-123-4567');
  await practice.getByTestId('test-reason').locator('select').selectOption('외근');
  await expect(practice.getByTestId('test-answer')).toContainText('1002 번호로 돌립니다.');
  await expect(practice.getByTestId('test-by')).toContainText('‘외근’ 사유');
});

test('by keyboard: the order, a name, removing and taking back; three cannot be removed', async ({
  practice,
  dataDir,
}) => {
  await practice.getByTestId('nav-settings').click();
  const reasons = practice.getByTestId('away-reason');
  const ids = (): string[] => storedReasons(dataDir).map(({ id }) => id);
  await reasons.nth(0).getByRole('button', { name: '고치기' }).focus();
  await practice.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => ids().slice(0, 2)).toEqual(['training', 'meeting']);
  await expect(reasons.nth(1).locator(':focus')).toHaveCount(1);

  await reasons.nth(1).getByRole('button', { name: '고치기' }).press('Enter');
  await practice.getByTestId('reason-name').fill('주간 회의');
  await practice.keyboard.press('Enter');
  await expect(reasons.nth(1)).toContainText('주간 회의');
  await expect.poll(() => storedReasons(dataDir)[1]?.name).toBe('주간 회의');

  await reasons.nth(1).getByRole('button', { name: '지우기' }).press('Enter');
  const back = practice.getByTestId('reason-removed').getByRole('button');
  await expect(back).toBeFocused();
  await expect(reasons).toHaveCount(10);
  await practice.keyboard.press('Enter');
  await expect(reasons.nth(1)).toContainText('주간 회의');

  for (const name of ['후처리', '이석', '보호휴식']) {
    await expect(
      practice.getByRole('button', { name: `${name} 지우기`, exact: true }),
    ).toBeDisabled();
  }
  await reasons.nth(0).getByRole('button', { name: '지우기' }).click();
  await practice.getByTestId('reasons-restore').click();
  await expect(reasons.nth(10)).toContainText('교육');
  await expect(practice.getByTestId('reasons-restore')).toBeHidden();
});
