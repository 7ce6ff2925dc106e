import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test as base } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import type { Account } from '#shared/domain/account.ts';
import { findChromium } from '../../scripts/debian-packages.ts';
import { startHost } from '../support/hostProcess.ts';
import type { HostProcess } from '../support/hostProcess.ts';
import { storedCalls } from '../support/callLog.ts';
import type { StoredCall } from '../support/callLog.ts';
import { chromiumArguments, writeFakeMicrophone } from './laboratory/browser.ts';
import { startLaboratory } from './laboratory/index.ts';
import type { LabAccount, Laboratory } from './laboratory/index.ts';

/** What the agent's microphone hears all the time. */
export const AGENT_HZ = 1_000;

export interface DeskOptions {
  /** Without it a further account is made for this desk. */
  readonly account?: LabAccount;
  readonly password?: string;
  readonly servers?: readonly string[];
  readonly realm?: string;
  readonly iceServers?: Account['iceServers'];
  readonly iceTransportPolicy?: Account['iceTransportPolicy'];
  /** Do not trust the laboratory's certificate. */
  readonly distrust?: boolean;
  /** What this desk's microphone hears all the time, in Hz; `AGENT_HZ` without it. */
  readonly microphoneHz?: number;
  /** What is done with the page before it is opened. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** What is done with the data folder before the host has it. */
  readonly before?: (dataDir: string) => void;
  /** What the administrator decides besides. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** `policy.recording` of the administrator's file. */
  readonly recording?: object | undefined;
  /** What the administrator's file says of the exchange. */
  readonly pbx?: object;
  /** Do not wait until it is registered. */
  readonly unregistered?: boolean;
}

/** An agent's desk: the host as a process, its page in a Chromium with a microphone that hums. */
export interface Desk {
  readonly account: LabAccount;
  readonly page: Page;
  readonly dataDir: string;
  host: HostProcess;
  readonly provision: string;
  calls(): readonly StoredCall[];
  /** The row of the newest call, once it is over. */
  lastCall(): Promise<StoredCall>;
  dial(number: string): Promise<void>;
  close(): Promise<void>;
}

interface Fixtures {
  recordingPolicy: object | undefined;
  openDesk: (options?: DeskOptions) => Promise<Desk>;
  desk: Desk;
}

let nextUser = 1_101;

export const test = base.extend<Fixtures, { presence: boolean; lab: Laboratory }>({
  /** Whether the laboratory's exchange tells of others. */
  presence: [false, { option: true, scope: 'worker' }],
  lab: [
    async ({ presence }, use) => {
      const lab = await startLaboratory({ presence });
      await use(lab);
      await lab.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  openDesk: async ({ lab }, use) => {
    const desks: Desk[] = [];
    await use(async (options = {}) => {
      const desk = await openDesk(lab, options);
      desks.push(desk);
      return desk;
    });
    for (const desk of desks) await desk.close();
  },
  recordingPolicy: [undefined, { option: true }],
  desk: async ({ openDesk, recordingPolicy }, use) =>
    use(await openDesk({ recording: recordingPolicy })),
});

async function openDesk(lab: Laboratory, options: DeskOptions): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-desk-'));
  const dataDir = join(folder, 'data');
  const provision = join(folder, 'provision.json');
  const microphone = join(folder, 'microphone.wav');
  const account = options.account ?? (await lab.addAccount(String(nextUser++), '상담사'));

  writeFileSync(
    provision,
    JSON.stringify({
      version: 1,
      account: {
        uri: account.uri,
        authorizationUser: account.username,
        password: options.password ?? account.password,
        displayName: account.displayName,
        servers: options.servers ?? [lab.wssUrl],
        // Undefined fields are left out by JSON.
        realm: options.realm,
        iceServers: options.iceServers,
        iceTransportPolicy: options.iceTransportPolicy,
      },
      // The browser's noise suppression takes a steady tone for noise.
      ...(options.pbx === undefined ? {} : { pbx: options.pbx }),
      policy: {
        ...{ echoCancellation: false, noiseSuppression: false, autoGainControl: false },
        // Customers may be called back at whatever hour the tests are run.
        callbacks: { fromMinute: 0, toMinute: 1_440 },
        ...options.policy,
        ...(options.recording === undefined ? {} : { recording: options.recording }),
      },
    }),
  );
  writeFakeMicrophone(microphone, options.microphoneHz ?? AGENT_HZ);

  options.before?.(dataDir);
  const host = await startHost({ dataDir, provision });
  const executablePath = findChromium();
  const trusted = options.distrust ? { certificateSpki: '' } : lab;
  const browser: Browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumArguments(trusted, { fakeMicrophoneWav: microphone }),
  });
  const context = await browser.newContext({
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    permissions: ['microphone'],
    viewport: { width: 1_280, height: 800 },
  });
  const page = await context.newPage();
  await options.prepare?.(page);
  await page.goto(host.url);

  const desk: Desk = {
    account,
    page,
    dataDir,
    provision,
    host,
    calls: () => storedCalls(dataDir),
    async lastCall() {
      await expect.poll(() => desk.calls().at(-1)?.ended_at ?? null).not.toBeNull();
      return desk.calls().at(-1)!;
    },
    async dial(number) {
      await page.getByTestId('dial-input').fill(number);
      await page.getByTestId('dial-call').click();
    },
    async close() {
      await browser.close();
      await desk.host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  if (!options.unregistered) {
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  }
  return desk;
}

export { expect };
