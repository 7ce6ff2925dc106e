import type { Customer } from './laboratory/index.ts';
import { durationMs, hears } from './laboratory/tones.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test } from './desk.ts';

const CUSTOMER_HZ = 440;

/**
 * The customer hears nothing of the agent for a whole second from now on: a recording that has
 * just begun anew at a hold is empty, which is not the same as silent.
 */
async function customerHearsNothing(customer: Customer): Promise<void> {
  const from = durationMs(customer.received);
  await expect.poll(() => durationMs(customer.received) - from).toBeGreaterThan(1_000);
  expect(hears(customer.received, AGENT_HZ, { lastMs: 900 })).toBe(false);
}

test.describe('registration', () => {
  test('by digest over WSS, with one challenge', async ({ lab, desk }) => {
    const requests = await lab.proxy.requests();
    const ours = requests.filter(
      ({ method, from }) => method === 'REGISTER' && from.includes(desk.account.username),
    );
    expect(ours.map(({ authorized }) => authorized)).toEqual([false, true]);
    expect(ours[0]?.source).toMatch(/^wss:/);
    await expect(desk.page.getByTestId('line-state')).toContainText('받을 준비됨');
  });

  test('a wrong password is said in words and tried no more than twice', async ({
    lab,
    openDesk,
  }) => {
    const desk = await openDesk({ password: 'not-the-password', unregistered: true });
    const line = desk.page.getByTestId('line-state');
    await expect(line).toHaveAttribute('data-state', 'refused');
    await expect(line).toContainText('비밀번호');
    const requests = await lab.proxy.requests();
    const ours = requests.filter(({ from }) => from.includes(desk.account.username));
    expect(ours).toHaveLength(2);
  });

  test('a certificate that is not trusted means no connection', async ({ openDesk }) => {
    const desk = await openDesk({ distrust: true, unregistered: true });
    const line = desk.page.getByTestId('line-state');
    await expect(line).toHaveAttribute('data-state', 'waiting');
    await expect(line).toContainText('인증서');
  });

  test('a realm that is not ours gets no credentials', async ({ lab, openDesk }) => {
    const desk = await openDesk({ realm: 'bank.example', unregistered: true });
    const line = desk.page.getByTestId('line-state');
    await expect(line).toHaveAttribute('data-state', 'refused');
    const requests = await lab.proxy.requests();
    const ours = requests.filter(({ from }) => from.includes(desk.account.username));
    expect(ours.map(({ authorized }) => authorized)).toEqual([false]);
  });

  test('403 is said at once and not tried again', async ({ lab, openDesk }) => {
    const account = await lab.addAccount('1301');
    await lab.proxy.answerRegister('1301', { code: 403 });
    const desk = await openDesk({ account, unregistered: true });
    await expect(desk.page.getByTestId('line-state')).toHaveAttribute('data-state', 'refused');
    await expect(desk.page.getByTestId('line-state')).toContainText('403');
  });

  test('423 is followed once', async ({ lab, openDesk }) => {
    const account = await lab.addAccount('1302');
    await lab.proxy.answerRegister('1302', { code: 423, minExpires: 1_200 });
    const desk = await openDesk({ account });
    await expect(desk.page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  });

  test('a server that stops is noticed, and found again when it starts', async ({ lab, desk }) => {
    const line = desk.page.getByTestId('line-state');
    await lab.proxy.stop();
    await expect(line).toHaveAttribute('data-state', /waiting|connecting/);
    await desk.dial('code-486');
    await expect(desk.page.getByTestId('ended-line')).toContainText('네트워크');
    expect((await desk.lastCall()).outcome).toBe('failed');
    await lab.proxy.start();
    await expect(line).toHaveAttribute('data-state', 'registered', { timeout: 30_000 });

    const customer = await lab.customer();
    await desk.dial(customer.number);
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await desk.page.getByTestId('hang-up').click();
    await customer.waitFor('closed');
  });
});

test.describe('an outgoing call', () => {
  test('is heard on both sides: before hold, not during, again after', async ({ lab, desk }) => {
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ, displayName: '김하늘' });
    const customerHears = (): boolean => customer.hears(AGENT_HZ, 600);

    await desk.dial(customer.number);
    await customer.waitFor('established');
    const bar = page.getByTestId('call-bar');
    await expect(bar).toHaveAttribute('data-phase', 'active');
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await expect.poll(customerHears).toBe(true);

    await page.getByTestId('hold').click();
    await expect(bar).toHaveAttribute('data-phase', 'held');
    await customerHearsNothing(customer);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(false);

    await page.getByTestId('hold').click();
    await expect(bar).toHaveAttribute('data-phase', 'active');
    await expect.poll(customerHears).toBe(true);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);

    await page.getByTestId('mute').click();
    await expect.poll(customerHears).toBe(false);
    await customerHearsNothing(customer);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await page.getByTestId('mute').click();
    await expect.poll(customerHears).toBe(true);

    await page.getByTestId('hang-up').click();
    await customer.waitFor('closed');
    const row = await desk.lastCall();
    expect(row).toMatchObject({ direction: 'outbound', outcome: 'answered', ended_by: 'agent' });
    expect(row.answered_at).toBeGreaterThanOrEqual(row.started_at);
    expect(row.held_ms).toBeGreaterThan(0);
    expect(row.sip_call_id).not.toBeNull();
  });

  for (const [code, what] of [
    [488, 'refused by the other side is taken back, and both are still heard'],
    [403, 'forbidden by the exchange is taken back, and both are still heard'],
  ] as const) {
    test(`a hold ${what}`, async ({ lab, desk }) => {
      const { page } = desk;
      const customer = await lab.customer({ tone: CUSTOMER_HZ });
      const customerHears = (): boolean => customer.hears(AGENT_HZ, 600);
      await desk.dial(customer.number);
      const bar = page.getByTestId('call-bar');
      await expect(bar).toHaveAttribute('data-phase', 'active');
      await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);

      await lab.proxy.refuseReinvite(desk.account.username, code);
      await page.getByTestId('hold').click();
      await expect(page.getByTestId('banner-notice')).toContainText('보류하지 못했습니다');
      await expect(bar).toHaveAttribute('data-phase', 'active');
      await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
      await expect.poll(customerHears).toBe(true);

      // And a later one, which is accepted, works.
      await lab.proxy.refuseReinvite(desk.account.username, null);
      await page.getByTestId('hold').click();
      await expect(bar).toHaveAttribute('data-phase', 'held');
      await customerHearsNothing(customer);
      await page.getByTestId('hold').click();
      await expect(bar).toHaveAttribute('data-phase', 'active');
      await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
      await expect.poll(customerHears).toBe(true);
      await page.getByTestId('hang-up').click();
      expect(await desk.lastCall()).toMatchObject({ outcome: 'answered' });
    });
  }

  test('a hold that crosses the other side’s (491) is tried again by itself', async ({
    lab,
    desk,
  }) => {
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    const bar = page.getByTestId('call-bar');
    await expect(bar).toHaveAttribute('data-phase', 'active');
    await lab.proxy.refuseReinvite(desk.account.username, 491, 1);
    await page.getByTestId('hold').click();
    await expect(bar).toHaveAttribute('data-phase', 'held');
    await page.getByTestId('hold').click();
    await expect(bar).toHaveAttribute('data-phase', 'active');
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await page.getByTestId('hang-up').click();
  });

  test('held by the customer is said, and goes on when the customer returns', async ({
    lab,
    desk,
  }) => {
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await customer.waitFor('established');
    await customer.hold();
    await expect(page.getByTestId('call-bar')).toContainText('고객이 통화를 보류했습니다');
    await customer.resume();
    await expect(page.getByTestId('call-bar')).not.toContainText('고객이 통화를 보류했습니다');
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await page.getByTestId('hang-up').click();
  });

  test('sends the digits of the keypad and of the keyboard as RFC 4733', async ({ lab, desk }) => {
    const { page } = desk;
    const customer = await lab.customer();
    await desk.dial(customer.number);
    await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await page.getByTestId('keypad-open').click();
    for (const digit of ['1', '5', '9']) await page.getByTestId(`keypad-${digit}`).click();
    await page.keyboard.type('0#*');
    await expect.poll(() => customer.dtmf()).toBe('1590#*');
    await page.getByTestId('hang-up').click();
  });

  test('ended by the customer says so', async ({ lab, desk }) => {
    const customer = await lab.customer();
    await desk.dial(customer.number);
    await customer.waitFor('established');
    await customer.hangup();
    await expect(desk.page.getByTestId('ended-line')).toContainText('고객');
    expect(await desk.lastCall()).toMatchObject({ outcome: 'answered', ended_by: 'customer' });
  });

  test('that nobody answers can be given up', async ({ lab, desk }) => {
    const customer = await lab.customer({ answer: 'ring-forever' });
    await desk.dial(customer.number);
    await customer.waitFor('incoming');
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'ringing');
    await desk.page.getByTestId('hang-up').click();
    await customer.waitFor('closed');
    expect(await desk.lastCall()).toMatchObject({ outcome: 'cancelled', answered_at: null });
  });

  for (const [target, outcome, words] of [
    ['code-403', 'failed', '금지'],
    ['code-404', 'failed', '없는 번호'],
    ['code-408', 'missed', '대답하지'],
    ['code-480', 'missed', '받을 수 없'],
    ['code-486', 'busy', '통화 중'],
    ['code-488', 'failed', '형식이 맞지'],
    ['code-503', 'failed', '연결할 수 없'],
    ['code-600', 'busy', '통화 중'],
    ['code-603', 'rejected', '거절'],
    ['9999', 'failed', '없는 번호'],
  ] as const) {
    test(`to ${target} ends as ${outcome}, with the reason in words`, async ({ desk }) => {
      await desk.dial(target);
      await expect(desk.page.getByTestId('ended-line')).toContainText(words);
      const row = await desk.lastCall();
      expect(row).toMatchObject({ outcome, answered_at: null, dialled: target });
      expect(JSON.parse(row.cause ?? '{}')).toHaveProperty('status');
    });
  }
});

test.describe('an incoming call', () => {
  test('shows who calls, is answered, and is heard on both sides', async ({ lab, desk }) => {
    const { page } = desk;
    const customer = await lab.customer({
      number: '01012345678',
      displayName: '박서준',
      tone: CUSTOMER_HZ,
    });
    await customer.call(desk.account.username);
    const card = page.getByTestId('incoming-card');
    await expect(card.getByTestId('caller-name')).toHaveText('박서준');
    await expect(card.getByTestId('caller-number')).toHaveText('010-1234-5678');
    await page.getByTestId('answer').click();
    await customer.waitFor('established');
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);
    await page.getByTestId('hang-up').click();
    await customer.waitFor('closed');
    expect(await desk.lastCall()).toMatchObject({
      direction: 'inbound',
      outcome: 'answered',
      ended_by: 'agent',
      name: '박서준',
      e164: '+821012345678',
    });
  });

  test('declined: the customer is told 603', async ({ lab, desk }) => {
    const customer = await lab.customer();
    await customer.call(desk.account.username);
    await desk.page.getByTestId('decline').click();
    const closed = await customer.waitFor('closed');
    expect(closed.param).toContain('603');
    expect(await desk.lastCall()).toMatchObject({ outcome: 'rejected', ended_by: 'agent' });
  });

  test('refused as busy: the customer is told 486', async ({ lab, desk }) => {
    const customer = await lab.customer();
    await customer.call(desk.account.username);
    await desk.page.getByTestId('busy').click();
    const closed = await customer.waitFor('closed');
    expect(closed.param).toContain('486');
    expect(await desk.lastCall()).toMatchObject({ outcome: 'busy', ended_by: 'agent' });
  });

  test('given up by the customer is missed', async ({ lab, desk }) => {
    const customer = await lab.customer();
    await customer.call(desk.account.username);
    await expect(desk.page.getByTestId('incoming-card')).toBeVisible();
    await customer.hangup();
    await expect(desk.page.getByTestId('incoming-card')).toBeHidden();
    expect(await desk.lastCall()).toMatchObject({ outcome: 'missed', answered_at: null });
  });

  test('answered on a colleague’s phone is not missed', async ({ lab, openDesk }) => {
    const account = await lab.addAccount('1303', '공용');
    const mine = await openDesk({ account });
    const colleague = await openDesk({ account });
    const customer = await lab.customer();
    await customer.call('1303');
    await expect(mine.page.getByTestId('incoming-card')).toBeVisible();
    await colleague.page.getByTestId('answer').click();
    await customer.waitFor('established');
    await expect(mine.page.getByTestId('incoming-card')).toBeHidden();
    expect(await mine.lastCall()).toMatchObject({ outcome: 'answered-elsewhere' });
    await colleague.page.getByTestId('hang-up').click();
  });
});

test.describe('what a far end may not do', () => {
  test('a REFER is declined and nothing is dialled', async ({ lab, desk }) => {
    const customer = await lab.customer();
    await desk.dial(customer.number);
    await customer.waitFor('established');
    await customer.transfer('06012345678');
    await expect.poll(() => customer.log()).toContain('transfer failed: 603');
    const invites = (await lab.proxy.requests()).filter(({ method }) => method === 'INVITE');
    expect(invites.filter(({ requestUri }) => requestUri.includes('06012345678'))).toEqual([]);
    expect(desk.calls()).toHaveLength(1);
  });
});
