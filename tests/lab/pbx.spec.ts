import type { Page } from '@playwright/test';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test } from './desk.ts';
import type { Laboratory } from './laboratory/index.ts';
import { hears } from './laboratory/tones.ts';

test.use({ presence: true });

/** What the queue's announcement sounds like here, and the two who talk. */
const QUEUE_HZ = 700;
const CUSTOMER_HZ = 440;

const lampOf = (page: Page, name: string) =>
  page.getByTestId('colleague').filter({ hasText: name }).getByTestId('lamp');

/** As a voicemail system does when somebody has left a message. RFC 3903. */
async function publishMessages(lab: Laboratory, uri: string, body: string): Promise<void> {
  const type = 'application/simple-message-summary';
  await lab.proxy.rpc('pua.publish', [
    uri,
    '600',
    'message-summary',
    type,
    'voicemail',
    '.',
    '.',
    '.',
    body,
  ]);
}

/** How many SUBSCRIBEs each subscription to this extension has had, the challenged one too. */
async function subscribes(lab: Laboratory, extension: string): Promise<readonly number[]> {
  const asked = (await lab.proxy.requests()).filter(
    ({ method, to }) => method === 'SUBSCRIBE' && to === `sip:${extension}@${lab.domain}`,
  );
  return [...Map.groupBy(asked, ({ callId }) => callId).values()].map(({ length }) => length);
}

test('a colleague’s lamp follows their calls, and is used to hand a customer over', async ({
  lab,
  openDesk,
}) => {
  const colleague = await lab.customer({ number: '1201', displayName: '이바다', answer: 'manual' });
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  const desk = await openDesk({
    pbx: {
      colleagues: [
        { name: '이바다', extension: '1201' },
        { name: '김하늘', extension: '1202' },
      ],
    },
  });
  const { page } = desk;
  await page.getByTestId('nav-phone').click();
  await expect(lampOf(page, '이바다')).toHaveAttribute('data-lamp', 'free');

  await customer.call('1201');
  await colleague.waitFor('incoming');
  await expect(lampOf(page, '이바다')).toHaveAttribute('data-lamp', 'ringing');
  await colleague.answer();
  await expect(lampOf(page, '이바다')).toHaveAttribute('data-lamp', 'busy');
  await expect(lampOf(page, '김하늘')).toHaveAttribute('data-lamp', 'free');
  await customer.hangup();
  await expect(lampOf(page, '이바다')).toHaveAttribute('data-lamp', 'free');

  // Found by the initials, taken with the arrow and Enter: the other hand never leaves the keys.
  await customer.call(desk.account.username);
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F6');
  await page.keyboard.type('ㅇㅂㄷ');
  await expect(page.getByTestId('pick-colleague')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('transfer-number')).toBeFocused();
  await page.keyboard.press('Enter');
  await colleague.waitFor('incoming');
  await colleague.answer();
  await expect(page.getByTestId('ended-line')).toContainText('넘겼습니다');
  await expect.poll(() => colleague.hears(CUSTOMER_HZ, 600)).toBe(true);

  // Granted for 20 s: by now, or soon, it is renewed, in the dialog and so without a challenge.
  await expect
    .poll(async () => Math.max(...(await subscribes(lab, '1201'))), { timeout: 30_000 })
    .toBeGreaterThan(2);
  await expect(lampOf(page, '이바다')).toHaveAttribute('data-lamp', 'busy');
  await colleague.hangup();
  await expect(lampOf(page, '이바다')).toHaveAttribute('data-lamp', 'free');
});

test('lamps are right again after the proxy was away', async ({ lab, openDesk }) => {
  const colleague = await lab.customer({ number: '1211', displayName: '이바다' });
  const desk = await openDesk({ pbx: { colleagues: [{ name: '이바다', extension: '1211' }] } });
  await desk.page.getByTestId('nav-phone').click();
  const lamp = lampOf(desk.page, '이바다');
  await expect(lamp).toHaveAttribute('data-lamp', 'free');
  await lab.proxy.stop();
  await expect(lamp).toHaveAttribute('data-lamp', 'unknown');
  await lab.proxy.start();
  await expect(lamp).toHaveAttribute('data-lamp', 'free', { timeout: 40_000 });
  await colleague.stop();
});

test('voicemail is counted as it comes and goes', async ({ lab, openDesk }) => {
  const desk = await openDesk({ pbx: { voicemailNumber: '*97' } });
  await publishMessages(
    lab,
    desk.account.uri,
    'Messages-Waiting: yes\r\nVoice-Message: 2/0 (0/0)\r\n',
  );
  await expect(desk.page.getByTestId('voicemail')).toContainText('새 음성 2개');
  await publishMessages(
    lab,
    desk.account.uri,
    'Messages-Waiting: no\r\nVoice-Message: 0/2 (0/0)\r\n',
  );
  await expect(desk.page.getByTestId('voicemail')).toContainText('새 음성 없음');
});

// A telephone stands for the slot and its tone for the music. Taking the call back from there is an
// exchange's own work, which this one does not do.
test('a customer is parked, hears the slot’s music, and is off the list when that ends', async ({
  lab,
  openDesk,
}) => {
  const slot = await lab.customer({ number: '701', tone: QUEUE_HZ, displayName: '파킹' });
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  const desk = await openDesk({ pbx: { park: { slots: { from: '701', to: '702' } } } });
  const { page } = desk;
  await page.getByTestId('nav-phone').click();
  const lamp = page.locator('[data-testid=park-slot][data-slot="701"]');
  await expect(lamp).toHaveAttribute('data-lamp', 'free');
  await customer.call(desk.account.username);
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');

  await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);

  await page.getByTestId('park').click();
  await slot.waitFor('established');
  await expect(page.getByTestId('ended-line')).toContainText('파킹했습니다');
  await expect(page.getByTestId('parked-call')).toContainText('파킹 701');
  await expect(lamp).toHaveAttribute('data-lamp', 'busy');
  await expect.poll(() => customer.hears(QUEUE_HZ, 600)).toBe(true);
  await expect.poll(() => slot.hears(CUSTOMER_HZ, 600)).toBe(true);
  expect(JSON.parse((await desk.lastCall()).cause ?? '{}')).toEqual({ code: 'parked' });

  await slot.hangup();
  await expect(lamp).toHaveAttribute('data-lamp', 'free');
  await expect(page.getByTestId('parked-call')).toBeHidden();
});

test('a switch calls the exchange beside a customer who notices nothing', async ({
  lab,
  openDesk,
}) => {
  const queue = await lab.customer({ number: '4501', tone: QUEUE_HZ, displayName: '큐' });
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  const desk = await openDesk({
    pbx: {
      exchangeSwitches: [
        { kind: 'queue', name: '상담 큐', on: '4501', off: '9999', watch: '4501' },
        { kind: 'dnd', name: '방해금지', on: 'code-403', off: '4501' },
      ],
    },
  });
  const { page } = desk;
  await customer.call(desk.account.username);
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);
  await page.getByTestId('nav-phone').click();

  const row = page.getByTestId('switch').filter({ hasText: '상담 큐' });
  await expect(row).toHaveAttribute('data-position', 'off');
  await row.getByTestId('switch-on').click();
  await queue.waitFor('established');
  // Its hint is its own call here: while it talks, the exchange shows that it is on.
  await expect(row.getByTestId('switch-state')).toContainText('교환기: 로그인됨');
  await expect.poll(() => pageHears(page, QUEUE_HZ, 12)).toBe(true);
  await expect.poll(() => pageHears(page, CUSTOMER_HZ, 12)).toBe(true);
  // The customer is not held and hears the agent alone; the exchange hears nobody.
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  expect(hears(customer.received, AGENT_HZ, { lastMs: 600 })).toBe(true);
  expect(hears(customer.received, QUEUE_HZ, { lastMs: 600 })).toBe(false);
  expect(hears(queue.received, AGENT_HZ, { lastMs: 600 })).toBe(false);

  await queue.hangup();
  await expect(row).toHaveAttribute('data-position', 'off');
  await expect(row.getByTestId('switch-trouble')).toContainText('로그아웃됨');

  const dnd = page.getByTestId('switch').filter({ hasText: '방해금지' });
  await dnd.getByTestId('switch-on').click();
  await expect(dnd.getByTestId('switch-trouble')).toContainText('SIP 403');
  await expect(dnd).toHaveAttribute('data-position', 'unknown');

  await page.getByTestId('hang-up').click();
  await page.getByTestId('nav-history').click();
  await expect(page.getByTestId('history-row')).toHaveCount(1);
  expect(desk.calls().map(({ service }) => service)).toEqual([null, 'switch', 'switch']);
});
