import type { Locator, Page } from '@playwright/test';
import type { WrittenFact } from '#shared/domain/customer/customer.ts';
import { learnt, somebody } from '../host/customerFacts.ts';
import { query } from '../support/callLog.ts';
import type { LocalGateway } from '../support/gateways/localGateway.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect } from './fixtures.ts';
import { BODY, test } from './leftText.ts';
import type { Fixtures, Left } from './leftText.ts';

const MOBILE = { number: '010-9999-1234', e164: '+821099991234' };
const OTHER = { number: '010-2222-3333', e164: '+821022223333' };
const OFFICE = { number: '02-555-1234', e164: '+8225551234' };
test.use({ viewport: { width: 1_280, height: 800 } });

const kim = (...more: Parameters<typeof learnt>[2][]): WrittenFact[] => {
  const { id, facts } = somebody('김하늘', [MOBILE, OTHER]);
  return [...facts, ...more.map((body) => learnt(id, Date.now(), body))];
};

/** Taken by nobody: it has surely not arrived. */
async function failed(opened: Fixtures['opened'], gateway: LocalGateway, left: Partial<Left> = {}) {
  gateway.state.registered = [];
  const page = await opened({ text: {}, customer: [], ...left });
  await inTrouble(page, '실패');
  return page;
}

/** The line broke while it was handed over: nobody can tell. */
async function unsure(opened: Fixtures['opened'], gateway: LocalGateway) {
  gateway.weather = 'cut';
  const page = await opened({ text: {}, customer: [] });
  await inTrouble(page, '확인 필요');
  return page;
}

async function inTrouble(page: Page, state: string): Promise<void> {
  await page.getByTestId('outbox-groups').getByText('확인할 것').click();
  await page.getByTestId('outbox-row').click();
  await expect(page.getByTestId('text-state')).toHaveText(state);
}

async function press(page: Page, button: Locator): Promise<void> {
  await button.focus();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
}

const told = (dataDir: string): string[] =>
  query<{ type: string }>(dataDir, 'SELECT type FROM outbox_events ORDER BY seq').map(
    ({ type }) => type,
  );

test('one that has failed is sent again, once, by keyboard', async ({
  opened,
  gateway,
  dataDir,
}) => {
  const page = await failed(opened, gateway);
  await expect(page.getByTestId('text-trouble')).toContainText('Unknown sender');
  expect(await seriousProblems(page)).toEqual([]);
  gateway.state.registered = ['025550100'];
  gateway.state.delivery = 'delivered';
  await press(page, page.getByTestId('text-retry'));
  await expect(page.getByTestId('text-state')).toHaveText(/접수|전달됨/);
  expect(gateway.state.taken.map(({ to, body }) => [to, body])).toEqual([['01099991234', BODY]]);
  expect(told(dataDir).slice(0, 5)).toEqual([
    ...['written', 'sending', 'failed', 'retried', 'sending'],
  ]);
});

test('of one that nobody is sure of, the agent knows that it was received: it never leaves again', async ({
  opened,
  gateway,
  dataDir,
}) => {
  const page = await unsure(opened, gateway);
  expect(await seriousProblems(page)).toEqual([]);
  gateway.weather = 'fair';
  const asked = gateway.requests.length;
  await press(page, page.getByTestId('text-confirm'));
  await expect(page.getByTestId('text-state')).toHaveText('전달됨');
  await expect(page.getByTestId('text-retry')).toHaveCount(0);
  expect(gateway.requests).toHaveLength(asked);
  expect(told(dataDir)).toEqual(['written', 'sending', 'unsure', 'confirmed']);
});

test('one that nobody is sure of leaves again where the agent says so, and not by itself', async ({
  opened,
  gateway,
}) => {
  const page = await unsure(opened, gateway);
  gateway.weather = 'fair';
  const sent = (): number => gateway.requests.filter((one) => one.startsWith('POST')).length;
  expect(sent()).toBe(1);
  await press(page, page.getByTestId('text-retry'));
  await expect(page.getByTestId('text-state')).toHaveText(/접수|전달됨/);
  expect(sent()).toBe(2);
});

test('to another number of theirs it goes in the same words, and the first one is done with', async ({
  opened,
  gateway,
  dataDir,
}) => {
  const page = await failed(opened, gateway, { customer: kim() });
  gateway.state.registered = ['025550100'];
  await press(page, page.getByTestId('text-other-number'));
  const composer = page.getByTestId('composer');
  await expect(composer).toContainText('010-2222-3333');
  await expect(composer.getByTestId('text-body')).toHaveValue(BODY);
  expect(await seriousProblems(page)).toEqual([]);
  await page.keyboard.press('Alt+s');
  await expect(composer).toBeHidden();
  await expect.poll(() => gateway.state.taken.map(({ to }) => to)).toEqual(['01022223333']);
  await expect(page.getByTestId('text-state')).toHaveText('다른 번호로 보냄');
  expect(told(dataDir).slice(0, 5)).toEqual([
    ...['written', 'sending', 'failed', 'handed', 'written'],
  ]);
});

test('as a mail it is a draft to the address of the card, and said to be sent', async ({
  opened,
  gateway,
  dataDir,
}) => {
  const customer = kim({ type: 'addressed', kind: 'mail', address: 'kim@example.com' });
  const page = await failed(opened, gateway, { customer });
  const mail = page.getByTestId('text-mail');
  await expect(mail).toHaveAttribute('href', /^mailto:kim@example\.com\?subject=/);
  expect(new URL((await mail.getAttribute('href')) ?? '').searchParams.get('body')).toBe(BODY);
  await press(page, page.getByTestId('text-handed'));
  await expect(page.getByTestId('text-state')).toHaveText('직접 보냄');
  expect(gateway.state.taken).toEqual([]);
  expect(told(dataDir)).toEqual(['written', 'sending', 'failed', 'handed']);
});

test('as the promise of a call it is done with once the promise is made, and not before', async ({
  opened,
  gateway,
  dataDir,
}) => {
  const page = await failed(opened, gateway);
  await press(page, page.getByTestId('text-promise'));
  const form = page.getByTestId('make-promise');
  await expect(form.getByTestId('promise-topic')).toHaveValue('문자가 가지 않아 전화로 안내');
  await page.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await expect(page.getByTestId('text-state')).toHaveText('실패');
  await press(page, page.getByTestId('text-promise'));
  await page.getByTestId('promise-save').press('Enter');
  await expect(page.getByTestId('text-state')).toHaveText('콜백 약속으로 바꿈');
  expect(query(dataDir, 'SELECT id FROM promises')).toHaveLength(1);
  expect(told(dataDir)).toEqual(['written', 'sending', 'failed', 'handed']);
});

test('one that its number cannot take waits, and says where else it can go', async ({
  opened,
  gateway,
}) => {
  const { id, facts } = somebody('김하늘', [OFFICE, MOBILE]);
  const customer = [
    ...facts,
    learnt(id, Date.now(), { type: 'addressed', kind: 'messenger', address: '@haneul' }),
  ];
  const text = {
    dialled: '025551234',
    e164: OFFICE.e164,
    address: 'sip:025551234@pbx.example.com',
  };
  const page = await opened({ text, customer });
  await expect(page.getByTestId('outbox-row')).toContainText('문자를 받지 못하는 번호입니다');
  await page.getByTestId('outbox-row').click();
  await expect(page.getByTestId('text-copy-messenger')).toContainText('@haneul');
  await expect(page.getByTestId('text-mail')).toHaveAttribute('href', /^mailto:\?/);
  // The way there through the words of it: the composer says the same.
  await press(page, page.getByTestId('text-edit'));
  const composer = page.getByTestId('composer');
  await expect(composer.getByTestId('reach-number')).toContainText('02-555-1234');
  await press(page, composer.getByTestId('text-other-number'));
  await expect(composer.getByTestId('reach-number')).toHaveCount(0);
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  await expect.poll(() => gateway.state.taken.map(({ to }) => to)).toEqual(['01099991234']);
  await expect(page.getByTestId('text-state')).toHaveText('다른 번호로 보냄');
});
