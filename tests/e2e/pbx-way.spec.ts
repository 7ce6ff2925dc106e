import { HOSTILE_NAMES } from '../support/hostileNames.ts';
import { expect, test } from './pbx.ts';

const UNSEEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}]/u;

test('a caller who hides is named by the exchange, with the way the call came, now and later', async ({
  desk,
  exchange,
  calls,
}) => {
  const callId = exchange.invite('"Anonymous" <sip:anonymous@anonymous.invalid>', [
    'P-Asserted-Identity: "김하늘" <sip:+821012345678@pbx.example>',
    'P-Asserted-Identity: <tel:+82-10-1234-5678>',
    'Diversion: <sip:7000@pbx.example>;reason=no-answer',
    'Diversion: <sip:15880000@pbx.example>;reason=unconditional',
  ]);
  const card = desk.getByTestId('incoming-card');
  await expect(card.getByTestId('caller-name')).toHaveText('김하늘');
  await expect(card.getByTestId('caller-number')).toHaveText('010-1234-5678');
  await expect(card.getByTestId('via')).toContainText('대표번호 1588-0000 → 7000 경유');
  await expect(card.getByTestId('claimed')).toContainText('Anonymous 번호 표시 제한');

  await desk.getByTestId('answer').click();
  await expect(desk.getByTestId('call-bar').getByTestId('via')).toContainText('대표번호');
  await expect.poll(() => exchange.answerTo(callId)).toMatch(/^SIP\/2\.0 200/);
  exchange.inCall(callId, 'ACK', 1);
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  exchange.inCall(callId, 'BYE', 2);
  await expect(desk.getByTestId('ended-line')).toBeVisible();

  await desk.getByTestId('nav-history').click();
  const filter = desk.getByTestId('history-filter');
  for (const [text, rows] of [
    ['대표번호', 1],
    ['1588', 1],
    ['Anonymous', 1],
    ['대표전화', 0],
  ] as const) {
    await filter.fill(text);
    await expect(desk.getByTestId('history-row')).toHaveCount(rows);
  }
  await filter.fill('');
  await expect(desk.getByTestId('row-via')).toContainText('경유');
  await desk.getByTestId('history-row').click();
  await expect(desk.getByTestId('call-detail').getByTestId('claimed')).toBeVisible();

  const [row] = calls();
  expect(row).toMatchObject({ e164: '+821012345678', name: '김하늘' });
  expect(JSON.parse(row?.claimed ?? '{}')).toMatchObject({ dialled: 'anonymous' });
  expect(JSON.parse(row?.via ?? '[]')).toMatchObject([
    { number: '15880000', name: '대표번호', reason: 'unconditional' },
    { number: '7000', reason: 'no-answer' },
  ]);
});

test('a history of the call is read where there is no Diversion', async ({ desk, exchange }) => {
  exchange.invite('<sip:01012345678@carrier.invalid>', [
    'History-Info: <sip:15880000@pbx.example>;index=1, <sip:agent@pbx.example>;index=1.1',
  ]);
  await expect(desk.getByTestId('via')).toContainText('대표번호 1588-0000 경유');
});

test('hostile names in these headers are text', async ({ desk, exchange, uncaught, calls }) => {
  const names = HOSTILE_NAMES.filter((name) => name.length < 4_000).slice(0, 18);
  const card = desk.getByTestId('incoming-card');
  for (const [index, name] of names.entries()) {
    const callId = exchange.invite('<sip:anonymous@anonymous.invalid>', [
      `P-Asserted-Identity: ${name} <sip:010${10_000_000 + index}@b>`,
      `Diversion: ${name} <sip:${7_000 + index}@b>;reason="${'<b>'.repeat(9)}"`,
      `History-Info: ${name}, <${name}>;index=1`,
    ]);
    await expect(card).toBeVisible();
    expect(await card.innerText()).not.toMatch(/(?![\n\t])[\p{Cc}]|\u202E|\u200B/u);
    exchange.cancel(callId);
    await expect(card).toHaveCount(0);
  }
  expect(uncaught).toEqual([]);
  expect(await desk.evaluate(() => Object.hasOwn(window, 'pwned'))).toBe(false);
  await expect.poll(() => calls().length).toBe(names.length);
  for (const { name, via } of calls()) expect(`${name} ${via}`).not.toMatch(UNSEEN);
});
