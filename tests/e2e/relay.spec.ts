import { callRelay, freePort } from '../support/relayCaller.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test('the door for what providers call back is opened, tried, used, and closed again', async ({
  practice: page,
}) => {
  const port = await freePort();
  await page.getByTestId('nav-settings').click();
  const part = page.getByTestId('relay-settings');
  await part.getByTestId('relay-on').getByRole('switch').click();
  await expect(part.getByTestId('relay-state')).toHaveAttribute('data-state', 'no-secret');
  const field = part.getByTestId('relay-port');
  await field.fill('80');
  await field.press('Tab');
  await expect(part).toContainText('1024부터 65535까지');
  await field.fill(String(port));
  await field.press('Tab');
  await part.getByTestId('relay-make').click();
  await expect(part.getByTestId('relay-state')).toHaveAttribute('data-state', 'listening');
  const secret = (await part.getByTestId('relay-secret').locator('code').textContent()) ?? '';
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect.soft(await seriousProblems(page), 'with a secret').toEqual([]);
  await part.getByTestId('relay-test').click();
  await expect(part.getByTestId('relay-tested')).toHaveAttribute('data-result', 'open');

  const text = { type: 'text', id: 'mo-1', from: '01098765432', body: '내일 뵙겠습니다' };
  const at = Math.ceil(Date.now() / 1_000);
  expect(await callRelay(port, { events: [text] }, { secret, at })).toMatchObject({ status: 200 });
  await expect(page.getByTestId('unread-badge')).toContainText('1');
  expect(await callRelay(port, { events: [text] }, { secret: 'x', at })).toMatchObject({
    status: 401,
  });

  // Loaded again, the page is never told the secret.
  await page.reload();
  await page.getByTestId('nav-settings').click();
  await expect(part).toContainText('비밀 값이 저장되어 있습니다');
  await expect(part.getByTestId('relay-secret')).toHaveCount(0);
  await part.getByTestId('relay-on').getByRole('switch').click();
  await expect(part.getByTestId('relay-state')).toHaveCount(0);
  await expect.poll(() => callRelay(port, { events: [] }, { secret })).toBeNull();
});
