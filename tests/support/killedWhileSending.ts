import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { query } from './callLog.ts';
import type { Random } from './fuzz/random.ts';

/*
 * A gateway in this process, hosts in others, killed at random moments around that between which
 * the gateway has a text and the host has stored that it has.
 */

const CHILD = fileURLToPath(new URL('../host/outboxChild.ts', import.meta.url));
/** As in hostProcess.ts: reading every file anew took most of the time. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/ieum-host', import.meta.url));
const env = { ...process.env, NODE_COMPILE_CACHE: CACHE };
const TEXTS_AT_A_TIME = 4;

interface TextServer {
  readonly url: string;
  /** How often each number was sent a text: a copy with a key it has is none. */
  readonly sent: ReadonlyMap<string, number>;
  /** Milliseconds between taking a text and saying so. */
  answerAfter: () => number;
  /** Calls when it has taken a text, before it says so. */
  taken: () => void;
  stop(): Promise<void>;
}

async function startTextServer(): Promise<TextServer> {
  const sent = new Map<string, number>();
  const keys = new Set<string>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { key, to } = JSON.parse(body) as { key: string | null; to: string };
      if (key === null || !keys.has(key)) sent.set(to, (sent.get(to) ?? 0) + 1);
      if (key !== null) keys.add(key);
      texts.taken();
      setTimeout(() => response.end(JSON.stringify({ ref: `${to}-1` })), texts.answerAfter());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const texts: TextServer = {
    ...{ url: `http://127.0.0.1:${port}/`, sent },
    answerAfter: () => 0,
    taken: () => undefined,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return texts;
}

interface Child {
  readonly process: ChildProcess;
  readonly written: string[];
  readonly settled: Promise<void>;
  /** The first text is stored. */
  readonly begun: Promise<void>;
}

function startChild(args: readonly string[]): Child {
  const child = spawn(process.execPath, [CHILD, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  });
  const written: string[] = [];
  let rest = '';
  let settle = (): void => undefined;
  let begin = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    // The last may have been cut by the kill.
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'settled') settle();
      else written.push(line.slice('written '.length));
      begin();
    }
  });
  return { process: child, written, settled, begun };
}

export interface KilledTexts {
  /** Of those of which the host had said that they were stored. */
  readonly written: number;
  /** Neither sent nor waiting, nor anything a person would be told of. */
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  /** How many were left to a person. */
  readonly unsure: number;
  /** Taken by the gateway when the host died before it could know. */
  readonly between: number;
}

/** @param keyed the gateway tells two copies of one text apart */
export async function killWhileSending(
  dataDir: string,
  { kills, keyed, random }: { kills: number; keyed: boolean; random: Random },
): Promise<KilledTexts> {
  const server = await startTextServer();
  const args = (first: number, many: number): string[] => [
    ...[dataDir, server.url, keyed ? 'keyed' : 'unkeyed', String(first), String(many)],
  ];
  const written: string[] = [];
  /** A host that was killed at once leaves what the one before it left: each counts once. */
  const between = new Set<string>();
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      // Every other waits so long with its answer that the host is dead before it comes.
      const slow = kill % 2 === 0;
      server.answerAfter = () => (slow ? 400 : random.below(12));
      const child = startChild(args(kill * TEXTS_AT_A_TIME, TEXTS_AT_A_TIME));
      await child.begun;
      const after = random.below(40);
      const moment = slow
        ? new Promise<void>((resolve) => (server.taken = () => setTimeout(resolve, after / 8)))
        : new Promise<void>((resolve) => setTimeout(resolve, after));
      await Promise.race([moment, child.settled]);
      child.process.kill('SIGKILL');
      await once(child.process, 'close');
      written.push(...child.written);
      const leaving = query<{ to: string }>(
        dataDir,
        `SELECT json_extract(body, '$.dialled') AS "to" FROM outbox WHERE phase = 'sending'`,
      );
      for (const { to } of leaving) if (server.sent.has(to)) between.add(to);
    }
    server.answerAfter = () => 0;
    const last = startChild(args(0, 0));
    await last.settled;
    last.process.kill('SIGKILL');
    await once(last.process, 'close');
  } finally {
    await server.stop();
  }
  const rows = query<{ to: string; state: string | null }>(
    dataDir,
    `SELECT json_extract(body, '$.dialled') AS "to",
       json_extract(body, '$.delivery.state') AS state FROM outbox`,
  );
  const stateOf = new Map(rows.map(({ to, state }) => [to, state]));
  const toldOf = (to: string): boolean =>
    stateOf.get(to) === 'unsure' || (stateOf.get(to) === 'accepted' && server.sent.has(to));
  return {
    written: written.length,
    lost: [...new Set([...written, ...stateOf.keys()])].filter((to) => !toldOf(to)),
    twice: [...server.sent].filter(([, times]) => times > 1).map(([to]) => to),
    unsure: rows.filter(({ state }) => state === 'unsure').length,
    between: between.size,
  };
}
