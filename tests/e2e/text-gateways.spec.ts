import type { Locator, Page } from '@playwright/test';
import { startLocalGateway } from '../support/gateways/localGateway.ts';
import type { LocalGateway } from '../support/gateways/localGateway.ts';
import { sensServer } from '../support/gateways/sensServer.ts';
import { test as base, expect } from './fixtures.ts';

const test = base.extend<{ provider: LocalGateway }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  provider: async ({}, use) => {
    const provider = await startLocalGateway(sensServer, Date.now());
    await use(provider);
    await provider.stop();
  },
});

async function openSection(page: Page): Promise<Locator> {
  await page.getByTestId('nav-settings').click();
  const section = page.getByTestId('text-gateways');
  await section.scrollIntoViewIfNeeded();
  return section;
}

const { accessKey, serviceId } = sensServer.settings('https://sens.example') as {
  accessKey: string;
  serviceId: string;
};

test('a provider is set up, looked at, tried, and its secret never comes back', async ({
  practice,
  provider,
}) => {
  const section = await openSection(practice);
  await expect(section.getByTestId('gateways-none')).toBeVisible();
  await section.getByTestId('gateway-new').click();
  await section.getByTestId('gateway-kind').locator('select').selectOption('sens');
  await section.getByTestId('gateway-from').fill('02-555-0100');
  await section.getByTestId('gateway-server').fill('http://sens.example');
  await section.getByTestId('gateway-save').click();
  // What cannot be stored is said where it stands, and has the focus.
  await expect(section.getByTestId('gateway-server')).toBeFocused();
  await expect(section.getByTestId('gateway-server-error')).toContainText('https://');
  await section.getByTestId('gateway-server').fill(provider.url);
  await section.getByTestId('gateway-save').click();

  const row = section.getByTestId('text-gateway');
  await expect(row.getByTestId('gateway-state')).toHaveText('빠진 것 있음');
  await expect(row.getByTestId('gateway-missing')).toHaveText(
    '아직 없는 것: Access Key ID, 서비스 ID, Secret Key',
  );
  await row.locator('[data-do="edit"]').click();
  await section.getByTestId('gateway-accessKey').fill(accessKey);
  await section.getByTestId('gateway-serviceId').fill(serviceId);
  await section.getByTestId('gateway-secretKey').fill('wrong');
  await section.getByTestId('gateway-save').click();
  await expect(row.getByTestId('gateway-state')).toHaveText('보낼 수 있음');

  await row.getByTestId('gateway-try').click();
  await row.getByTestId('gateway-ask').click();
  await expect(row.getByTestId('gateway-result')).toContainText('키를 받아 주지 않습니다');
  await row.locator('[data-do="edit"]').click();
  // Write-only: it is not in the field, and the field says that it is kept.
  await expect(section.getByTestId('gateway-secretKey')).toHaveValue('');
  await expect(section.getByTestId('gateway-form')).toContainText('저장되어 있습니다');
  await section.getByTestId('gateway-secretKey').fill(sensServer.secret.value);
  await section.getByTestId('gateway-save').click();
  await row.getByTestId('gateway-ask').click();
  await expect(row.getByTestId('gateway-result')).toHaveText('업체와 연결됩니다.');

  await row.getByTestId('gateway-test-to').fill('010-1234-5678');
  await row.getByTestId('gateway-look').click();
  const looked = row.getByTestId('gateway-looked');
  await expect(looked).toContainText('예약 시간을 알려 드립니다');
  await expect(looked).not.toContainText(sensServer.secret.value);
  expect(provider.state.taken).toEqual([]);
  await row.getByTestId('gateway-send').click();
  await expect(row.getByTestId('gateway-result')).toContainText('접수했습니다');
  expect(provider.state.taken).toMatchObject([{ to: '01012345678', from: '025550100' }]);
  provider.weather = 'cut';
  await row.getByTestId('gateway-send').click();
  await expect(row.getByTestId('gateway-result')).toContainText('문자가 나갔을 수도 있습니다');
});

test('the list is put in order, and what is removed comes back without its secrets', async ({
  practice,
}) => {
  const section = await openSection(practice);
  for (const kind of ['dry-run', 'http']) {
    await section.getByTestId('gateway-new').click();
    await section.getByTestId('gateway-kind').locator('select').selectOption(kind);
    if (kind === 'http') {
      await section.getByTestId('gateway-from').fill('02-555-0100');
      await section.getByTestId('gateway-url').fill('https://{to}.example/');
      await section.getByTestId('gateway-save').click();
      await expect(section.getByTestId('gateway-url-error')).toBeVisible();
      await section.getByTestId('gateway-url').fill('https://sms.example/send');
      await section.getByTestId('gateway-headers').fill('Authorization: Bearer {secret}');
      await section.getByTestId('gateway-secret').fill('kept');
    }
    await section.getByTestId('gateway-save').click();
    await expect(section.getByTestId('gateway-form')).toBeHidden();
  }
  const names = section.locator('.name');
  await expect(names).toHaveText(['시험용 (보내지 않음)', '직접 정한 HTTP']);
  const states = section.getByTestId('gateway-state');
  await expect(states).toHaveText(['보내지 않음', '보낼 수 있음']);
  await section.locator('[data-do="up"]').nth(1).press('Alt+ArrowUp');
  await expect(names).toHaveText(['직접 정한 HTTP', '시험용 (보내지 않음)']);

  await section.locator('[data-do="remove"]').first().click();
  await expect(names).toHaveText(['시험용 (보내지 않음)']);
  await section.locator('[data-do="undo"]').click();
  await expect(states).toHaveText(['빠진 것 있음', '보내지 않음']);
});
