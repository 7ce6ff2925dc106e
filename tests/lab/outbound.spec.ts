import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './desk.ts';
import type { Laboratory } from './laboratory/index.ts';

/** How many requests of these methods the proxy has seen from a phone. */
async function seen(lab: Laboratory, user: string, methods: readonly string[]): Promise<number> {
  const requests = await lab.proxy.requests();
  return requests.filter(
    ({ method, from }) => methods.includes(method) && from.includes(`:${user}@`),
  ).length;
}

const DENY_PREMIUM = {
  rules: [{ match: { category: 'premium' }, do: 'deny', reason: '정보 이용료' }],
};

test('who may not be called: no INVITE and no REFER reaches the proxy', async ({
  lab,
  openDesk,
}) => {
  const desk = await openDesk({ policy: { outbound: DENY_PREMIUM } });
  const { page } = desk;
  const { username } = desk.account;
  const sent = (): Promise<number> => seen(lab, username, ['INVITE', 'REFER']);
  for (const number of ['060-123-4567', '+82601234567', '*23#0601234567']) {
    await desk.dial(number);
    await expect(page.getByTestId('banner-denied')).toContainText('정보 이용료');
  }
  expect(await sent()).toBe(0);

  // The control: what may be called is seen, so a call that is not seen was not made.
  const customer = await lab.customer();
  await desk.dial(customer.number);
  await customer.waitFor('established');
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(sent).toBeGreaterThan(0);
  const before = await sent();
  await page.keyboard.press('F6');
  await page.getByTestId('transfer-number').fill('060-123-4567');
  for (const way of ['transfer-blind', 'transfer-consult']) {
    await page.getByTestId(way).click();
    await expect(page.getByTestId('banner-denied')).toBeVisible();
    await expect(page.getByTestId('transfer-number-error')).toBeVisible();
  }
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
  expect(await sent()).toBe(before);
  const requests = await lab.proxy.requests();
  expect(requests.filter(({ requestUri }) => requestUri.includes('60123'))).toEqual([]);
  expect(desk.calls()).toHaveLength(1);
});

test('a number that needs a yes is called after it, and the administrator’s rules stay', async ({
  lab,
  openDesk,
}) => {
  const customer = await lab.customer();
  const rule = { match: { exact: customer.number }, do: 'confirm', reason: '확인' };
  const desk = await openDesk({ policy: { outbound: { rules: [rule] } } });
  const { page } = desk;
  await desk.dial(customer.number);
  await expect(page.getByTestId('confirm-call')).toContainText('확인');
  await page.keyboard.press('Escape');
  expect(await seen(lab, desk.account.username, ['INVITE'])).toBe(0);
  await page.getByTestId('dial-call').click();
  await page.getByTestId('confirm-call-yes').click();
  await customer.waitFor('established');
  await page.getByTestId('nav-settings').click();
  await expect(page.getByTestId('outbound-settings')).toContainText('관리자가 정한');
  await expect(page.getByTestId('outbound-remove')).toHaveCount(0);
});

test.describe('another program is told of a call by POST, exactly once', () => {
  let server: Server;
  let told: Record<string, unknown>[];
  let address: string;

  test.beforeEach(async () => {
    told = [];
    server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        told.push({ url: request.url, ...(JSON.parse(text) as object) });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/calls/{number}`;
  });
  test.afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const when of ['ring', 'answer'] as const) {
    test(`on ${when}`, async ({ lab, openDesk }) => {
      const screenPop = { when, how: 'post', template: address };
      const desk = await openDesk({ policy: { screenPop } });
      const { page } = desk;
      const customer = await lab.customer({ displayName: '김하늘' });
      await customer.call(desk.account.username);
      await expect(page.getByTestId('incoming-card')).toBeVisible();
      if (when === 'ring') await expect.poll(() => told.length).toBe(1);
      else expect(told).toEqual([]);
      await page.getByTestId('answer').click();
      await customer.waitFor('established');
      await expect(page.getByTestId('screen-pop-told')).toContainText('알렸습니다');
      await page.getByTestId('hold').click();
      await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
      await page.getByTestId('hang-up').click();
      await customer.waitFor('closed');
      const row = await desk.lastCall();
      expect(told).toEqual([
        {
          url: `/calls/${customer.number}`,
          event: when,
          at: expect.any(Number) as unknown,
          callId: row.id,
          number: customer.number,
          e164: '',
          name: '김하늘',
          direction: 'inbound',
          agent: desk.account.username,
        },
      ]);
    });
  }

  test('that is not there: said once, and the call is answered as ever', async ({
    lab,
    openDesk,
  }) => {
    await new Promise((resolve) => server.close(resolve));
    const screenPop = { when: 'ring', how: 'post', template: address };
    const desk = await openDesk({ policy: { screenPop } });
    const { page } = desk;
    const banner = page.getByTestId('banner-screen-pop');
    const customer = await lab.customer();
    for (const isFirst of [true, false]) {
      await customer.call(desk.account.username);
      await page.getByTestId('answer').click();
      await customer.waitFor('established');
      await expect(page.getByTestId('screen-pop-told')).toContainText('닿지 않습니다');
      if (isFirst) await banner.getByRole('button', { name: '알림 닫기' }).click();
      await expect(banner).toBeHidden();
      await page.getByTestId('hang-up').click();
      await customer.waitFor('closed');
    }
  });
});
