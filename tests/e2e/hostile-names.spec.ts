import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { storedCalls } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import { HOSTILE_NAMES } from '../support/hostileNames.ts';

/** Control (but the joiners of emoji), direction and zero-width characters. */
const UNSEEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}]/u;

test('64 hostile display names are shown as text or refused, and none is executed', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'ieum-names-'));
  const provision = join(folder, 'provision.json');
  const exchange = await startScriptedExchange();
  writeFileSync(
    provision,
    JSON.stringify({
      version: 1,
      account: {
        uri: `sip:agent@${exchange.domain}`,
        password: 'unused',
        servers: [exchange.url],
      },
    }),
  );
  const host = await startHost({ dataDir: join(folder, 'data'), provision });

  const executed: string[] = [];
  const requested: string[] = [];
  page.on('dialog', (dialog) => {
    executed.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => executed.push(`uncaught: ${error.message}`));
  page.on('request', (request) => requested.push(request.url()));

  await page.goto(host.url);
  await exchange.registered();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');

  expect(HOSTILE_NAMES).toHaveLength(64);
  let shown = 0;
  for (const [index, raw] of HOSTILE_NAMES.entries()) {
    // A phone lets twenty calls a minute through; a fresh page begins to count anew.
    if (index > 0 && index % 8 === 0) {
      await page.reload();
      await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    }
    const callId = exchange.invite(`${raw} <sip:010${String(10_000_000 + index)}@caller.invalid>`);
    // Either the card shows it, or the frame was refused and the phone is as before.
    const card = page.getByTestId('incoming-card');
    const next = exchange.invite(`"다음 고객" <sip:0299990000@caller.invalid>`);
    await expect(page.getByTestId('incoming-card').filter({ hasText: '다음 고객' })).toBeVisible();
    // It answers in the order in which it was called: what rings has said so by now.
    const rings = exchange.received.some(
      (answer) => answer.startsWith('SIP/2.0 180') && answer.includes(`Call-ID: ${callId}\r`),
    );
    await expect(card).toHaveCount(rings ? 2 : 1);
    if (rings) shown += 1;
    for (const text of await card.getByTestId('caller-name').allInnerTexts()) {
      expect(text).not.toMatch(UNSEEN);
      expect(text.length).toBeLessThanOrEqual(128);
    }
    exchange.cancel(next);
    exchange.cancel(callId);
    await expect(card).toHaveCount(0);
  }

  expect(executed).toEqual([]);
  // Fonts for new characters are our own files; a name must not reach for anything else.
  const { origin } = new URL(host.url);
  expect(requested.filter((url) => !url.startsWith(origin))).toEqual([]);
  expect(await page.evaluate(() => Object.hasOwn(window, 'pwned'))).toBe(false);
  expect(shown).toBeGreaterThan(40);

  // The log keeps the name as it came beside the one it shows.
  const rows = storedCalls(join(folder, 'data')).filter(({ name }) => name !== '다음 고객');
  expect(rows.length).toBe(shown);
  for (const { name } of rows) expect(name ?? '').not.toMatch(UNSEEN);
  const markup = rows.find(({ raw_name }) => raw_name?.includes('<img'));
  expect(markup?.name).toContain('<img');

  await page.getByTestId('nav-history').click();
  await expect(page.getByTestId('history-row').first()).toBeVisible();
  expect(executed).toEqual([]);

  await host.stop();
  await exchange.close();
  rmSync(folder, { recursive: true, force: true });
});
