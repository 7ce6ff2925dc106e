import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isFolderTaken } from '#host/db/folderLock.ts';
import { handOver, postDoor } from '#host/handOver.ts';
import { createLineLog, describeError } from '#host/log.ts';
import { createSealedSecrets } from '#host/sealedSecrets.ts';
import { readArguments, USAGE } from './arguments.ts';
import type { LoopbackArguments } from './arguments.ts';
import { MESSAGES } from './messages.ts';
import { endWithWindow } from './endWithWindow.ts';
import { openWindow } from './openWindow.ts';
import { startLoopbackServer } from './server.ts';
import type { LoopbackServer } from './server.ts';
import { createSession } from './session.ts';

/*
 * The host for a browser. On stdout exactly one line of JSON, for programs that start it:
 *   {"ieum":"ready","url":"http://127.0.0.1:PORT/#token=…","port":PORT,"dataDir":"…","storage":{…}}
 *   {"ieum":"handed-over","dataDir":"…"}
 *   {"ieum":"error","code":"port.taken","message":"…"}
 * Everything for people is on stderr. It ends with SIGINT or SIGTERM.
 */

const root = resolve(import.meta.dirname, '../..');

/** Refused before it began; 1 is left to Node for a crash. */
const EXIT_REFUSED = 2;

function tell(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

function print(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** @param lines the message in Korean, then in English */
function refuse(code: string, lines: readonly string[]): void {
  tell(lines);
  print({ ieum: 'error', code, message: lines[1] });
  process.exitCode = EXIT_REFUSED;
}

function readVersion(): string {
  const file = readFileSync(join(root, 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

/** Another host has the folder: two phones would register one account and answer each other's calls. */
async function giveWay({ dataDir, link }: LoopbackArguments): Promise<void> {
  if (link !== null && (await handOver(dataDir, link))) {
    tell(MESSAGES['link.handed-over']());
    return print({ ieum: 'handed-over', dataDir });
  }
  refuse('storage.in-use', MESSAGES['storage.in-use']({ folder: dataDir }));
}

async function run(given: LoopbackArguments) {
  const { dataDir, port, provisioningFile, open, rendererDir, link } = given;
  const folder = rendererDir ?? join(root, 'out', 'renderer');
  if (!existsSync(join(folder, 'index.html'))) {
    return refuse('renderer.missing', MESSAGES['renderer.missing']({ folder }));
  }
  if (isFolderTaken(dataDir)) return giveWay(given);
  // Only now: reading all of the host is most of the time of a start, and one that gives way needs none of it.
  const { createHost } = await import('#host/createHost.ts');
  const clock = Date.now;
  const log = createLineLog(clock, (text) => process.stderr.write(text));
  const host = createHost({
    paths: { dataDir },
    scriptsDir: join(root, 'resources', 'scripts'),
    clock,
    log,
    secrets: createSealedSecrets(join(dataDir, 'secrets.sealed')),
    version: readVersion(),
    capabilities: { shell: 'browser', keystore: false },
    ...(provisioningFile === null ? {} : { provisioningFile }),
  });
  if (host.storage.code === 'storage.in-use') {
    await host.stop();
    return giveWay(given);
  }

  const session = createSession(clock);
  let server: LoopbackServer;
  let opened = false;
  let pages = 0;
  const countPages = endWithWindow(() => {
    // Without a window of ours there is nobody to say that it was closed.
    if (opened) void stop();
  });
  const onPages = (count: number): void => {
    pages = count;
    countPages(count);
  };
  try {
    server = await startLoopbackServer({
      host,
      onLink: showLink,
      session,
      log,
      rendererDir: folder,
      port,
      onPages,
    });
  } catch (error) {
    await host.stop();
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    return taken
      ? refuse('port.taken', MESSAGES['port.taken']({ port }))
      : refuse('port.failed', MESSAGES['port.failed']());
  }

  const takeNotice = host.storage.state === 'volatile' ? null : postOwnDoor();
  if (link !== null) host.openLink(link);

  function postOwnDoor(): (() => void) | null {
    try {
      return postDoor(dataDir, { port: server.port, secret: session.linkSecret });
    } catch (error) {
      // A link then opens nothing, which is said where it is clicked; the phone works.
      log.warn('no door for links', describeError(error));
      return null;
    }
  }

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    takeNotice?.();
    await server.close();
    await host.stop();
  }
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());

  function showLink(text: string): void {
    host.openLink(text);
    // The window was closed a moment ago, and whoever clicked wants it.
    if (opened && pages === 0) void openOwnWindow();
  }

  const url = `${server.origin}/#token=${session.token}`;
  print({ ieum: 'ready', url, port: server.port, dataDir, storage: host.storage });
  if (!open) return;
  const result = await openOwnWindow();
  ({ opened } = result);
  if (!result.opened) tell(MESSAGES.address({ url }));
  else if (result.withoutSandbox) tell(MESSAGES['no-sandbox']());

  function openOwnWindow() {
    return openWindow({
      url: `${server.origin}/#ticket=${session.newTicket()}`,
      profileDir: join(dataDir, 'browser'),
      env: process.env,
      platform: process.platform,
      userId: process.getuid?.(),
    });
  }
}

function readOwnArguments(): LoopbackArguments | null {
  try {
    return readArguments(process.argv.slice(2), process.env, process.platform);
  } catch (error) {
    const reason = (error as Error).message;
    refuse('arguments.invalid', [...MESSAGES['arguments.invalid']({ reason }), USAGE]);
    return null;
  }
}

const given = readOwnArguments();
if (given) await run(given);
