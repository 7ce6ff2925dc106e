import { execFileSync } from 'node:child_process';
import { copyFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '../lab/desk.ts';
import type { Desk } from '../lab/desk.ts';
import { randomFrom } from '../support/fuzz/random.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { either, SEED } from './figures.ts';

/*
 * A customer calls an agent who is in a meeting: greeting, message, promise, text. The app is killed
 * at a random moment of it, and started again. What it had stored is there; the customer is owed one
 * call, told of in one text, and nothing is there twice.
 */

const MOMENTS = either(4, 100);
/** As long as the whole takes: the greeting, some seconds of message, the end. */
const LONGEST_MS = 26_000;
/** What dies. With the window alone the host lives and hears that the line is gone. */
const VICTIMS = ['host', 'both', 'window'] as const;

interface Stored {
  readonly events: ReadonlySet<string>;
  readonly messages: ReadonlyMap<string, number>;
}

const ids = (desk: Desk, table: string): readonly string[] =>
  query<{ id: string }>(desk.dataDir, `SELECT id FROM ${table}`).map(({ id }) => id);

interface Message {
  readonly id: string;
  readonly call_id: string;
  readonly state: string;
  readonly bytes: number;
}
const messagesOf = (desk: Desk): readonly Message[] =>
  query<Message>(desk.dataDir, "SELECT * FROM recordings WHERE kind = 'voicemail'");

function stored(desk: Desk): Stored {
  return {
    events: new Set(
      ['call_events', 'promise_events', 'outbox_events'].flatMap((table) => ids(desk, table)),
    ),
    messages: new Map(messagesOf(desk).map(({ id, bytes }) => [id, bytes])),
  };
}

/** Seconds of sound that another program finds in the first so many bytes of a message. */
function playable(desk: Desk, id: string, bytes: number): number {
  const [ogg, wav] = [join(desk.dataDir, 'kept.ogg'), join(desk.dataDir, 'kept.wav')];
  copyFileSync(join(desk.dataDir, 'recordings', `${id}.ogg`), ogg);
  truncateSync(ogg, bytes);
  execFileSync('opusdec', ['--quiet', '--rate', '8000', ogg, wav]);
  return (statSync(wav).size - 44) / 2 / 8_000;
}

test('killed at any moment: what was stored is there, once, and the customer is owed one call', async ({
  lab,
  openDesk,
}) => {
  test.setTimeout(either(300_000, 7_200_000));
  const random = randomFrom(SEED);
  const desk = await openDesk();
  const { page } = desk;
  await page.getByTestId('status').click();
  await page.getByText('1시간', { exact: true }).click();
  await page.getByTestId('reason-meeting').click();
  await expect(page.getByTestId('status')).toHaveAttribute('data-reason', 'meeting');

  const reached = { unheard: 0, greeting: 0, message: 0, over: 0 };
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    const victim = random.pick(VICTIMS);
    // One chance in each of as many equal parts: a short run sees the end of it too.
    const after = Math.round(((moment + random.next()) / MOMENTS) * LONGEST_MS);
    // Some give up before the app dies, some talk on.
    const stays = random.chance(0.7);
    const where = `seed ${SEED}, moment ${moment}: ${victim} after ${after} ms`;
    const customer = await lab.customer({
      number: `0105${String(1_000_000 + moment).slice(-7)}`,
      tone: 440,
    });
    await customer.call(desk.account.username);
    await delay(stays ? after : after * 0.8);
    if (!stays) await customer.hangup();
    await delay(stays ? 0 : after * 0.2);

    const before = stored(desk);
    if (victim !== 'host') await page.goto('about:blank');
    if (victim !== 'window') {
      await desk.host.kill9();
      desk.host = await startHost({ dataDir: desk.dataDir, provision: desk.provision });
    }
    if (stays) await customer.hangup().catch(() => undefined);
    await page.goto(desk.host.url);
    await expect(page.getByTestId('line-state'), where).toHaveAttribute('data-state', 'registered');
    await customer.stop();

    expect(query(desk.dataDir, 'PRAGMA integrity_check'), where).toEqual([
      { integrity_check: 'ok' },
    ]);
    await expect.poll(() => desk.calls().every((row) => row.ended_at !== null), where).toBe(true);
    const now = stored(desk);
    for (const id of before.events) expect(now.events.has(id), where).toBe(true);
    for (const [id, bytes] of before.messages) {
      expect(now.messages.get(id) ?? 0, where).toBeGreaterThanOrEqual(bytes);
    }
    for (const { id, bytes, state } of messagesOf(desk)) {
      expect(['ended', 'interrupted'], where).toContain(state);
      if (bytes > 0) expect(playable(desk, id, bytes), where).toBeGreaterThan(0);
    }

    const call = desk.calls().find(({ e164 }) => e164 === `+82${customer.number.slice(1)}`);
    const owed = query<{ window_from: number; until: number }>(
      desk.dataDir,
      `SELECT window_from FROM promises WHERE body LIKE '%${customer.number.slice(1)}%'`,
    );
    // Before its first fact was stored nobody had been told anything.
    expect(owed.length, where).toBe(call === undefined ? 0 : 1);
    expect(call?.answered_at ?? null, where).toBeNull();
    const back = query<{ until_at: number }>(
      desk.dataDir,
      "SELECT until_at FROM availability_spans WHERE reason_id = 'meeting' ORDER BY from_at DESC LIMIT 1",
    );
    for (const { window_from } of owed) {
      expect(window_from, where).toBeGreaterThanOrEqual(back[0]?.until_at ?? 0);
    }
    const texts = query<{ part: string }>(
      desk.dataDir,
      `SELECT part FROM outbox WHERE body LIKE '%${customer.number.slice(1)}%'`,
    );
    expect(texts, where).toEqual(call === undefined ? [] : [{ part: 'open' }]);
    const message = messagesOf(desk).find(({ call_id }) => call_id === call?.id);
    if (!call) reached.unheard += 1;
    else if (!message) reached.greeting += 1;
    else if (stays) reached.message += 1;
    else reached.over += 1;
  }
  console.log(`      ${MOMENTS} moments: ${JSON.stringify(reached)}`);
});
