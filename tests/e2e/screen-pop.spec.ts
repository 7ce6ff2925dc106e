import { expect, test } from './fixtures.ts';

const TEMPLATE = 'https://crm.example.com/customers/{number}?name={name}';

test('the customer’s page: the address is shown, kept, tried, and one press away in a call', async ({
  practice,
  context,
}) => {
  await context.route('https://crm.example.com/**', (route) => route.fulfill({ body: 'CRM' }));
  await practice.getByTestId('nav-settings').click();
  await practice.getByTestId('screen-pop-when').getByText('울릴 때').click();
  const template = practice.getByTestId('screen-pop-template');
  await template.fill('https://{name}.example.com/');
  await expect(practice.getByTestId('screen-pop-template-error')).toBeVisible();
  await expect(practice.getByTestId('screen-pop-save')).toBeDisabled();
  await template.fill(TEMPLATE);
  await expect(practice.getByTestId('screen-pop-example')).toHaveText(
    'https://crm.example.com/customers/01000000000?name=%ED%99%8D%EA%B8%B8%EB%8F%99',
  );
  await practice.getByTestId('screen-pop-save').click();
  await expect(practice.getByTestId('screen-pop-test')).toBeEnabled();
  const tried = context.waitForEvent('page');
  await practice.getByTestId('screen-pop-test').click();
  await (await tried).waitForURL(/customers\/01000000000/);

  // A simulated customer is in nobody's records: nothing opens by itself.
  const pages = context.pages().length;
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  const button = practice.getByTestId('screen-pop-open');
  await expect(button).toHaveCount(1);
  expect(context.pages()).toHaveLength(pages);
  const opened = context.waitForEvent('page');
  await button.click();
  const page = await opened;
  await page.waitForURL(/customers/);
  expect(await page.evaluate(() => window.opener as unknown)).toBeNull();
  await practice.bringToFront();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect(button).toHaveCount(1);
});
