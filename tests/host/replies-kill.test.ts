import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { query } from '../support/callLog.ts';
import { received } from './messageFacts.ts';
import { makeTempDir, startHost } from './support.ts';

/*
 * A real process, really killed, while replies to offered times come in. The folder is the same
 * throughout. That a message is kept and that its promise has moved must never be two things.
 */
const KILLS = 12;

let dir: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  dir = makeTempDir();
});
afterEach(() => dir.remove());

/** @returns what was said to be kept before the kill */
async function replyUntilKilled(first: number, afterMs: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'replyChild.ts'), dir.path, String(first)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await expect.poll(() => output, { timeout: 20_000, interval: 5 }).toContain('kept');
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await once(child, 'close');
  // The last line may have been cut by the kill.
  const lines = output.split('\n').slice(0, -1);
  return lines.filter((line) => line.startsWith('kept ')).map((line) => line.slice(5));
}

it(
  `no reply is kept without what it does to its promise in ${KILLS} kills, and none counts twice`,
  { timeout: 180_000 },
  async () => {
    const kept: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      kept.push(...(await replyUntilKilled(kill * 1_000, Math.random() * 60)));
    }
    const messages = query<{ id: string; copy: string; body: string }>(
      dir.path,
      'SELECT id, copy_key AS copy, body FROM messages ORDER BY at, id',
    );
    const replies = query<{ message: string; slot: number | null }>(
      dir.path,
      `SELECT json_extract(body, '$.messageId') AS message, json_extract(body, '$.slot') AS slot
       FROM promise_events WHERE type = 'replied'`,
    );
    const copies = new Set(messages.map(({ copy }) => copy));
    expect(kept.filter((copy) => !copies.has(copy))).toEqual([]);
    const slots = new Map(replies.map(({ message, slot }) => [message, slot]));
    expect(replies).toHaveLength(messages.length);
    for (const { id, body } of messages) {
      expect(slots.get(id), body).toBe(body === '2번이요' ? 1 : null);
    }
    // Everything once more, as a network does that has heard no answer.
    const { host, connect } = startHost(dir.path);
    const { client } = connect();
    for (const { copy, body } of messages) {
      const fact = received({ copyKey: copy, body });
      const answer = await client.call('messages.receive', { fact, answerBy: Date.now() + 60_000 });
      expect(answer).toEqual({ stored: false });
    }
    await host.stop();
    expect(
      query<{ n: number }>(
        dir.path,
        "SELECT count(*) AS n FROM promise_events WHERE type = 'replied'",
      ),
    ).toEqual([{ n: replies.length }]);
  },
);
