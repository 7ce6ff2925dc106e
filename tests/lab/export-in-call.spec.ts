import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { median, percentile } from '../bench/statistics.ts';
import { firstPacket, forgetFirstPacket, watchFirstPacket } from '../support/firstPacket.ts';
import { openHostClient } from '../support/hostClient.ts';
import { query } from '../support/callLog.ts';
import { expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Customer } from './laboratory/index.ts';

const STORED = 40_000;
const ROUNDS = 5;
/** No export tells of fewer (`writeExport`). */
const ROWS_A_LOOK = 200;
/** Between two questions to the host, of which each says how late it is. */
const ASK_EVERY_MS = 20;

function seed(dataDir: string): void {
  const launcher = join(import.meta.dirname, '../../scripts/launch.cjs');
  const wanted = ['--data-dir', dataDir, '--calls', String(STORED), '--seed', '7'];
  execFileSync(process.execPath, [launcher, 'seed.ts', ...wanted], { stdio: 'ignore' });
}

/** One export after the other, of everything there is, until it is told to stop. */
async function keepExporting(
  host: RpcClient<IeumContract>,
): Promise<{ readonly written: () => number; stop(): Promise<void> }> {
  let wanted = true;
  let written = 0;
  let rows = 0;
  const begin = (): Promise<unknown> =>
    host.call('exports.start', { preset: 'all', format: 'xlsx', reason: '시험' });
  const stopListening = host.on('exports.changed', (news) => {
    written += Math.max(0, news.rows - rows);
    rows = news.state === 'running' ? news.rows : 0;
    if (news.state !== 'running' && wanted) void begin();
  });
  await begin();
  // The thread gives way to whatever else wants a processor.
  await expect.poll(() => written, { intervals: [50], timeout: 60_000 }).toBeGreaterThan(0);
  return {
    written: () => written,
    async stop() {
      wanted = false;
      const { state } = await host.call('exports.state', {});
      if (state) await host.call('exports.cancel', { id: state.id });
      stopListening();
    },
  };
}

/** How late the host's answers are, in ms, until it is told to stop. */
function keepAsking(host: RpcClient<IeumContract>): () => Promise<readonly number[]> {
  const late: number[] = [];
  let wanted = true;
  const asking = (async () => {
    while (wanted) {
      const asked = performance.now();
      await host.call('calls.heartbeat', { callIds: [], at: Date.now() });
      late.push(performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  })();
  return async () => {
    wanted = false;
    await asking;
    return late;
  };
}

/** Milliseconds from the click on Answer until the first packet of sound has left. */
async function answer({ page, account }: Desk, customer: Customer): Promise<number> {
  await forgetFirstPacket(page);
  await customer.call(account.username);
  const button = page.getByTestId('answer');
  await expect(button).toBeVisible();
  const clicked = await button.evaluate((pressed: HTMLElement) => {
    const at = performance.timeOrigin + performance.now();
    pressed.click();
    return at;
  });
  const sent = await firstPacket(page);
  await customer.waitFor('established');
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
  return sent - clicked;
}

test('a call is answered as fast while everything is being exported', async ({ lab, openDesk }) => {
  test.setTimeout(300_000);
  const desk = await openDesk({
    before: seed,
    prepare: async (page) => void (await page.addInitScript(watchFirstPacket)),
  });
  const host = await openHostClient(desk.host.url);
  const customer = await lab.customer({ tone: 440, record: false });
  // One that does not count: the microphone and the codecs are loaded once.
  await answer(desk, customer);

  const times = { without: [] as number[], during: [] as number[] };
  const late = { without: [] as number[], during: [] as number[] };
  let exported = 0;
  // In turn: whatever else the machine does, it does to both.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const when of ['without', 'during'] as const) {
      const work = when === 'during' ? await keepExporting(host) : null;
      const stopAsking = keepAsking(host);
      times[when].push(await answer(desk, customer));
      late[when].push(...(await stopAsking()));
      exported += work?.written() ?? 0;
      await work?.stop();
    }
  }
  host.close();
  const [without, during] = [median(times.without), median(times.during)];
  const [usual, then] = [percentile(late.without, 0.95), percentile(late.during, 0.95)];
  console.log(
    `answer → first packet: ${without.toFixed()} ms, during exports of ${exported} rows ` +
      `${during.toFixed()} ms; the host answers within ${usual.toFixed(1)} and ${then.toFixed(1)} ms (p95)`,
  );

  expect(exported).toBeGreaterThanOrEqual(ROUNDS * ROWS_A_LOOK);
  // The browser, the exchange and the export share two cores.
  expect(during).toBeLessThanOrEqual(without * 1.5 + 100);
  expect(then).toBeLessThanOrEqual(usual * 1.5 + 50);
  const stored = query<{ calls: number }>(
    desk.dataDir,
    `SELECT count(*) AS calls FROM calls WHERE outcome = 'answered' AND account = '${desk.account.uri}'`,
  );
  expect(stored).toEqual([{ calls: 1 + 2 * ROUNDS }]);
});
