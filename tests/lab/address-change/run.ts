/**
 * Run inside a network namespace of its own (`unshare -rn`): the laboratory on one side of a
 * cable, a desk with Chromium on the other. In a call the desk's computer gets another address, as
 * when it goes from the cable to the wireless network. Prints one line of JSON, `Outcome`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../../../scripts/debian-packages.ts';
import { pageHears } from '../../support/ear.ts';
import { startHost } from '../../support/hostProcess.ts';
import { chromiumArguments, writeFakeMicrophone } from '../laboratory/browser.ts';
import { startLaboratory, waitUntil } from '../laboratory/index.ts';
import { LOOPBACK } from '../laboratory/ports.ts';
import { durationMs, hears } from '../laboratory/tones.ts';

export interface Outcome {
  /** Milliseconds from the new address until each hears the other again, for good. */
  readonly bothHeardMs: number;
  /** What is on the screen when the customer has hung up afterwards. */
  readonly endedLine: string;
}

const LABORATORY = LOOPBACK;
const DESK = '10.99.0.2/24';
const DESK_AFTERWARDS = '10.99.0.3/24';
const [AGENT_HZ, CUSTOMER_HZ] = [1_000, 440];

const ip = (...args: string[]): void => void execFileSync('ip', args);
ip('link', 'set', 'lo', 'up');
// The desk's network is held open by a program that does nothing.
const holder = spawn('unshare', ['-n', 'sleep', '300'], { stdio: 'ignore' });
const network = `/proc/${holder.pid}/ns/net`;
const enter = ['nsenter', `--net=${network}`];
const atDesk = (...args: string[]): void => {
  const [command = '', ...rest] = [...enter, 'ip', ...args];
  execFileSync(command, rest);
};
const ours = execFileSync('readlink', ['/proc/self/ns/net'], { encoding: 'utf8' });
await waitUntil(() => execFileSync('readlink', [network], { encoding: 'utf8' }) !== ours, {
  what: 'a network of its own',
  timeoutMs: 5_000,
});
ip('link', 'add', 'lab', 'type', 'veth', 'peer', 'name', 'desk', 'netns', String(holder.pid));
ip('addr', 'add', `${LABORATORY}/24`, 'dev', 'lab');
ip('link', 'set', 'lab', 'up');
atDesk('link', 'set', 'lo', 'up');
atDesk('addr', 'add', DESK, 'dev', 'desk');
atDesk('link', 'set', 'desk', 'up');

const folder = mkdtempSync(join(tmpdir(), 'ieum-address-'));
const lab = await startLaboratory();
const account = await lab.addAccount('1101', '상담사');
const provision = join(folder, 'provision.json');
writeFileSync(
  provision,
  JSON.stringify({
    version: 1,
    account: { uri: account.uri, password: account.password, servers: [lab.wssUrl] },
    policy: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  }),
);
const microphone = join(folder, 'microphone.wav');
writeFakeMicrophone(microphone, AGENT_HZ);
const browserAtDesk = join(folder, 'chromium');
writeFileSync(browserAtDesk, `#!/bin/sh\nexec ${enter.join(' ')} ${findChromium()} "$@"\n`);
chmodSync(browserAtDesk, 0o755);
const host = await startHost({ dataDir: join(folder, 'data'), provision, through: enter });
const browser = await chromium.launch({
  executablePath: browserAtDesk,
  args: chromiumArguments(lab, { fakeMicrophoneWav: microphone }),
});
try {
  const page = await browser.newPage({ locale: 'ko-KR', permissions: ['microphone'] });
  await page.goto(host.url);
  const line = async (state: string): Promise<void> => {
    try {
      await page.locator(`[data-testid=line-state][data-state=${state}]`).waitFor();
    } catch (error) {
      const says = await page.getByTestId('line-state').innerText();
      throw new Error(`not ${state}; the line says: ${says}`, { cause: error });
    }
  };
  await line('registered');
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await page.getByTestId('dial-input').fill(customer.number);
  await page.getByTestId('dial-call').click();
  await customer.waitFor('established');
  // A recorder that gets no packets writes none: what it has must be new, and the tone.
  let recordedMs = 0;
  const bothHeard = async (): Promise<boolean> => {
    const before = recordedMs;
    recordedMs = durationMs(customer.received);
    const agent = recordedMs > before && hears(customer.received, AGENT_HZ, { lastMs: 200 });
    return (await pageHears(page, CUSTOMER_HZ)) && agent;
  };
  await waitUntil(bothHeard, { what: 'both to be heard', timeoutMs: 10_000 });

  const changedAt = performance.now();
  atDesk('addr', 'del', DESK, 'dev', 'desk');
  atDesk('addr', 'add', DESK_AFTERWARDS, 'dev', 'desk');
  await waitUntil(async () => !(await pageHears(page, CUSTOMER_HZ)), {
    what: 'the old way to be dead',
    timeoutMs: 5_000,
  });
  await waitUntil(bothHeard, { what: 'both to be heard again', timeoutMs: 60_000 });
  const bothHeardMs = Math.round(performance.now() - changedAt);
  await line('registered');
  await customer.hangup();
  await page.getByTestId('ended-line').waitFor();
  const outcome: Outcome = {
    bothHeardMs,
    endedLine: (await page.getByTestId('ended-line').textContent()) ?? '',
  };
  console.log(JSON.stringify(outcome));
} finally {
  await browser.close();
  await host.stop();
  await lab.stop();
  holder.kill();
  rmSync(folder, { recursive: true, force: true });
}
