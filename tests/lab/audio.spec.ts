import { controlSoundDevices } from '../support/soundDevices.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test } from './desk.ts';

const CUSTOMER_HZ = 440;

test('another microphone and speaker in a call: both go on being heard, no re-INVITE', async ({
  lab,
  desk,
}) => {
  const { page } = desk;
  const devices = await controlSoundDevices(page);
  await page.reload();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  const customerHears = (): boolean => customer.hears(AGENT_HZ, 600);
  await desk.dial(customer.number);
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(customerHears).toBe(true);
  const invites = async (): Promise<number> =>
    (await lab.proxy.requests()).filter(
      ({ method, from }) => method === 'INVITE' && from.includes(desk.account.username),
    ).length;
  const before = await invites();

  await page.getByTestId('nav-settings').click();
  const choose = (role: string, label: string): Promise<string[]> =>
    page.getByTestId(`device-${role}`).locator('select').selectOption({ label });
  for (const number of [2, 1] as const) {
    await choose('microphone', `Fake Audio Input ${number}`);
    await choose('speaker', `Fake Audio Output ${number}`);
    await expect.poll(() => devices.sentMicrophones()).toEqual([`Fake Audio Input ${number}`]);
    await expect.poll(customerHears).toBe(true);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
  }
  // Pulled out, which is imitated (soundDevices.ts): the system's microphone goes on.
  await devices.unplug('Fake Audio Input 1');
  await expect(page.getByTestId('banner-device')).toBeVisible();
  await expect.poll(async () => (await devices.sentMicrophones())[0]).toMatch(/Default/);
  await expect.poll(customerHears).toBe(true);

  // And after all that a hold, which does agree anew, works with the microphone of now.
  expect(await invites()).toBe(before);
  await page.getByTestId('hold').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
  await expect.poll(customerHears).toBe(false);
  await page.getByTestId('hold').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(customerHears).toBe(true);

  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
  expect(await desk.lastCall()).toMatchObject({ outcome: 'answered', ended_by: 'agent' });
  expect(await devices.openMicrophones()).toEqual([]);
});

test('a customer who calls ends the test before work: the microphone is free for the answer', async ({
  lab,
  desk,
}) => {
  const { page } = desk;
  const devices = await controlSoundDevices(page);
  await page.reload();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await page.getByTestId('self-test-offer').click();
  await page.getByTestId('self-test-start').click();
  const voice = page.getByTestId('self-test-voice');
  await expect(voice).toHaveAttribute('data-state', 'recording');
  await customer.call(desk.account.username);
  await expect(page.getByTestId('incoming-card')).toBeVisible();
  await expect(voice).toHaveAttribute('data-state', 'untried');
  expect(await devices.openMicrophones()).toEqual([]);
  await page.getByTestId('answer').click();
  await customer.waitFor('established');
  await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
});
