/** A customer: one baresip process, registered over UDP, that speaks a tone and records. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabProcess } from './child-process.ts';
import { ControlChannel, type BaresipEvent } from './control-channel.ts';
import type {
  AnswerMode,
  Customer,
  CustomerEvent,
  CustomerEventName,
  CustomerOptions,
  LabAccount,
} from './laboratory-types.ts';
import { LOOPBACK, type PortRange } from './ports.ts';
import { durationMs, hears, writeTone } from './tones.ts';
import { LabTimeout, waitUntil } from './wait.ts';

export interface CustomerSurroundings {
  readonly folder: string;
  readonly toneFolder: string;
  readonly account: LabAccount;
  readonly proxyPort: number;
  readonly controlPort: number;
  readonly sipPort: number;
  readonly rtpPorts: PortRange;
  /** Tells the proxy which code takes the place of 486. */
  readonly setRejection: (code: number) => Promise<void>;
}

const TONE_SECONDS = 120;

/**
 * baresip ends a call about a second after the end of its file: it is begun again before that.
 * What is left out then, a fraction of a second, is a pause of a voice and a click of a tone.
 */
const AGAIN_BEFORE_END_MS = 300;

/** RFC 4733 wants a digit of at least 40 ms and a pause; baresip sends every 20 to 50 ms. */
const DIGIT_MS = 160;

const EVENT_NAMES: Readonly<Record<string, CustomerEventName>> = {
  REGISTER_OK: 'registered',
  CALL_RINGING: 'ringing',
  CALL_PROGRESS: 'ringing',
  CALL_INCOMING: 'incoming',
  CALL_ESTABLISHED: 'established',
  CALL_CLOSED: 'closed',
};

const MODULES = '/usr/lib/baresip/modules';

/** @throws LabTimeout, with baresip's log, when it does not start or register. */
export async function startCustomer(
  options: CustomerOptions,
  around: CustomerSurroundings,
): Promise<Customer> {
  mkdirSync(recordingFolder(around), { recursive: true });
  if (options.record ?? true) barSpoken(recordingFolder(around));
  writeFileSync(join(around.folder, 'config'), config(options, around), { mode: 0o600 });
  // Without these files baresip writes examples, with an account that is not ours.
  writeFileSync(join(around.folder, 'accounts'), '');
  const { writesTo } = options;
  const contact = writesTo === undefined ? '' : `"Agent" <${writesTo}>\n`;
  writeFileSync(join(around.folder, 'contacts'), contact);
  const customer = new BaresipCustomer(options, around);
  try {
    await customer.begin();
  } catch (error) {
    await customer.stop();
    throw error;
  }
  return customer;
}

function spawnBaresip(around: CustomerSurroundings): LabProcess {
  return new LabProcess({
    name: `customer ${around.account.username}`,
    command: 'baresip',
    args: ['-4', '-f', around.folder],
    // The names of recordings hold the local time.
    env: { ...process.env, TZ: 'UTC' },
    logFile: join(around.folder, 'baresip.log'),
  });
}

class BaresipCustomer implements Customer {
  readonly account: LabAccount;
  readonly #options: CustomerOptions;
  readonly #around: CustomerSurroundings;
  #process: LabProcess;
  readonly #events: CustomerEvent[] = [];
  readonly #listeners = new Set<() => void>();
  /** Call-IDs. */
  readonly #established = new Set<string>();
  #answerMode: AnswerMode;
  #channel: ControlChannel | undefined;
  #source: string;
  #repeat: NodeJS.Timeout | undefined;
  #barring: NodeJS.Timeout | undefined;
  #digits = '';
  /** The sequence of the last event somebody waited for. */
  #seen = 0;

  constructor(options: CustomerOptions, around: CustomerSurroundings) {
    this.account = around.account;
    this.#options = options;
    this.#around = around;
    this.#process = spawnBaresip(around);
    this.#source = sourceFile(options, around);
    this.#answerMode = options.answer ?? 'auto';
  }

  get number(): string {
    return this.account.username;
  }

  get uri(): string {
    return this.account.uri;
  }

  get events(): readonly CustomerEvent[] {
    return this.#events;
  }

  get recordings(): readonly string[] {
    const folder = recordingFolder(this.#around);
    const names = readdirSync(folder).filter((name) => name.endsWith('-dec.wav'));
    return names.map((name) => join(folder, name)).toSorted((a, b) => born(a) - born(b));
  }

  get received(): string {
    const newest = this.recordings.at(-1);
    if (newest === undefined) throw new Error(`customer ${this.number} has heard nothing yet`);
    return newest;
  }

  /** Whether a tone was in the last of what arrived; not while nothing has arrived yet. */
  hears(hz: number, lastMs: number): boolean {
    return this.recordings.length > 0 && hears(this.received, hz, { lastMs });
  }

  async begin(): Promise<void> {
    if (this.#options.record ?? true) {
      this.#barring = setInterval(() => barSpoken(recordingFolder(this.#around)), BAR_EVERY_MS);
      this.#barring.unref();
    }
    if (this.#options.rejectWith !== undefined) {
      await this.#around.setRejection(this.#options.rejectWith);
    }
    await this.#connect();
  }

  async register(): Promise<void> {
    // A new process: deleting and making the account anew within the old one lets its farewell
    // REGISTER overtake the new one.
    await this.#end();
    this.#seen = this.#events.length;
    this.#process = spawnBaresip(this.#around);
    await this.#connect();
    // What was set since the start would be forgotten.
    await this.#play();
    await this.setAnswer(this.#answerMode);
  }

  async call(target: string): Promise<void> {
    // What ends from now on is this call, not the one before.
    this.#seen = this.#events.length;
    await this.command('dial', this.#address(target));
  }

  async answer(): Promise<void> {
    await this.command('accept');
  }

  async hangup(): Promise<void> {
    await this.command('hangup');
  }

  async reject(): Promise<void> {
    await this.command('hangup');
  }

  async hold(): Promise<void> {
    await this.command('hold');
  }

  async resume(): Promise<void> {
    await this.command('resume');
  }

  async transfer(target: string): Promise<void> {
    await this.command('transfer', this.#address(target));
  }

  async sendDtmf(digits: string): Promise<void> {
    for (const digit of digits) {
      await this.command('sndcode', digit);
      // The time the digit itself takes: baresip has no event for its end.
      await delay(DIGIT_MS);
    }
  }

  async message(text: string): Promise<void> {
    // Whom it goes to is the one contact there is.
    await this.command('message', text);
  }

  async setTone(hz: number): Promise<void> {
    this.#source = toneFile(this.#around.toneFolder, hz);
    await this.#play();
  }

  async setAnswer(mode: AnswerMode): Promise<void> {
    this.#answerMode = mode;
    await this.command('answermode', mode === 'auto' ? 'auto' : 'manual');
  }

  dtmf(): string {
    return this.#digits;
  }

  async waitFor(
    name: CustomerEventName,
    options: { readonly timeoutMs?: number; readonly after?: number } = {},
  ): Promise<CustomerEvent> {
    const event = await this.#waitFor(
      name,
      options.after ?? this.#seen,
      options.timeoutMs ?? 10_000,
    );
    this.#seen = Math.max(this.#seen, event.sequence);
    return event;
  }

  async command(name: string, params?: string): Promise<string> {
    this.#process.assertRunning();
    if (this.#channel === undefined) throw new Error(`${this.#process.name} has not started`);
    return await this.#channel.command(name, params);
  }

  freeze(): void {
    this.#process.signal('SIGSTOP');
  }

  thaw(): void {
    this.#process.signal('SIGCONT');
  }

  log(): string {
    return this.#process.log();
  }

  async stop(): Promise<void> {
    clearInterval(this.#barring);
    await this.#end();
  }

  async #connect(): Promise<void> {
    const baresip = this.#process;
    this.#channel = await waitUntil(
      () => {
        baresip.assertRunning();
        return ControlChannel.open(this.#around.controlPort, (event) => this.#onEvent(event));
      },
      { what: `${baresip.name} to start`, timeoutMs: 10_000, explain: () => baresip.logTail() },
    );
    // Only now, so that no event is missed.
    await this.command('uanew', accountLine(this.#options, this.#around));
    await this.waitFor('registered');
  }

  async #end(): Promise<void> {
    clearTimeout(this.#repeat);
    this.#established.clear();
    this.#channel?.close();
    // With a call on it sometimes waits in vain for its own goodbyes.
    await this.#process.stop(1000);
  }

  async #waitFor(
    name: CustomerEventName,
    after: number,
    timeoutMs: number,
  ): Promise<CustomerEvent> {
    const find = (): CustomerEvent | undefined =>
      this.#events.find((event) => event.name === name && event.sequence > after);
    const already = find();
    if (already !== undefined) return already;
    return await new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
      };
      const look = (): void => {
        const event = find();
        if (event === undefined) return;
        finish();
        resolve(event);
      };
      const timer = setTimeout(() => {
        finish();
        const seen = this.#events.map(({ sequence, type, param }) =>
          [sequence, type, param ?? ''].join(' '),
        );
        const what = `customer ${this.number}: ${name} after ${after}`;
        const tail = this.#process.logTail();
        reject(new LabTimeout(`not within ${timeoutMs} ms: ${what}\n${seen.join('\n')}\n${tail}`));
      }, timeoutMs);
      this.#listeners.add(look);
    });
  }

  #address(target: string): string {
    if (target.includes(':')) return target;
    return target.includes('@')
      ? `sip:${target}`
      : `sip:${target}@${this.account.uri.split('@')[1]}`;
  }

  async #play(): Promise<void> {
    // The other calls of this customer, if any, begin again with it.
    if (this.#established.size > 0) this.#keepPlaying();
    const answer = await this.command('ausrc', `aufile,${this.#source}`);
    if (answer.includes('failed')) throw new Error(`customer ${this.number}: ${answer.trim()}`);
  }

  #onEvent(event: BaresipEvent): void {
    if (event.type === 'CALL_DTMF_START') this.#digits += event.param ?? '';
    if (event.type === 'CALL_ESTABLISHED') {
      this.#established.add(event.id ?? '');
      this.#keepPlaying();
    }
    if (event.type === 'CALL_CLOSED') {
      this.#established.delete(event.id ?? '');
      if (this.#established.size === 0) clearTimeout(this.#repeat);
    }
    if (event.type === 'CALL_INCOMING' && this.#answerMode === 'reject') {
      void this.reject().catch(() => undefined);
    }
    const name = EVENT_NAMES[event.type];
    this.#events.push({
      type: event.type,
      ...(name === undefined ? {} : { name }),
      sequence: this.#events.length + 1,
      at: Date.now(),
      ...(event.param === undefined ? {} : { param: event.param }),
      ...(event.peeruri === undefined ? {} : { peerUri: event.peeruri }),
      ...(event.peerdisplayname === undefined ? {} : { peerDisplayName: event.peerdisplayname }),
      ...(event.id === undefined ? {} : { callId: event.id }),
      ...(event.direction === 'incoming' || event.direction === 'outgoing'
        ? { direction: event.direction }
        : {}),
    });
    for (const listener of [...this.#listeners]) listener();
  }

  #keepPlaying(): void {
    clearTimeout(this.#repeat);
    const everyMs = Math.max(1000, durationMs(this.#source) - AGAIN_BEFORE_END_MS);
    this.#repeat = setTimeout(() => {
      // A failure here shows as the end of the call, with its reason, when the file is over.
      this.#play().catch(() => undefined);
    }, everyMs);
    this.#repeat.unref();
  }
}

function accountLine(options: CustomerOptions, around: CustomerSurroundings): string {
  const { account, proxyPort } = around;
  const codecs = options.codecs === 'opus-first' ? 'opus/48000/2,PCMU,PCMA' : 'PCMU,PCMA';
  const mode = (options.answer ?? 'auto') === 'auto' ? 'auto' : 'manual';
  return [
    `"${account.displayName}" <${account.uri}>`,
    `auth_user=${account.username}`,
    `auth_pass=${account.password}`,
    `outbound="sip:${LOOPBACK}:${proxyPort};transport=udp"`,
    'regint=60',
    `answermode=${mode}`,
    `audio_codecs=${codecs}`,
    'mwi=no',
  ].join(';');
}

function config(options: CustomerOptions, around: CustomerSurroundings): string {
  const modules = ['opus.so', 'g711.so', 'aufile.so'];
  if (options.record ?? true) modules.push('sndfile.so');
  if (options.writesTo !== undefined) modules.push('contact.so');
  return `poll_method epoll
sip_listen ${LOOPBACK}:${around.sipPort}
# An address, not a name: loopback is skipped when looked for by name.
net_interface ${LOOPBACK}
call_local_timeout 3600
call_max_calls 8
audio_source aufile,${sourceFile(options, around)}
# What files hold, whatever the codec wants: resampled for Opus.
ausrc_srate 8000
ausrc_channels 1
audio_buffer 20-160
rtp_ports ${around.rtpPorts.first}-${around.rtpPorts.last}
jitter_buffer_delay 2-10
module_path ${existsSync(MODULES) ? MODULES : '/usr/local/lib/baresip/modules'}
${modules.map((name) => `module ${name}`).join('\n')}
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen ${LOOPBACK}:${around.controlPort}
snd_path ${recordingFolder(around)}
menu_bell no
ringback_disabled yes
statmode_default off
`;
}

function sourceFile(options: CustomerOptions, around: CustomerSurroundings): string {
  return options.audioFile ?? toneFile(around.toneFolder, options.tone ?? 440);
}

/** One file for each frequency, shared by the customers of a laboratory. */
function toneFile(folder: string, hz: number): string {
  const path = join(folder, `${hz}.wav`);
  if (!existsSync(path)) writeTone(path, hz, { seconds: TONE_SECONDS });
  return path;
}

function recordingFolder(around: CustomerSurroundings): string {
  return join(around.folder, 'heard');
}

const BAR_EVERY_MS = 30_000;
const BAR_AHEAD_S = 150;

/**
 * Keeps baresip 1.0.0 from recording what it says, by folders in the places of those files.
 *
 * Not to save space: at a hold it throws away the filter that records what it hears, and makes
 * a new one only when there is none for what it says (aufilt_setup in its audio.c). Without
 * this nothing would be heard any more after the first hold.
 */
function barSpoken(folder: string): void {
  const now = Math.floor(Date.now() / 1000);
  const wanted = new Set<string>();
  for (let second = now - 1; second <= now + BAR_AHEAD_S; second += 1) {
    const time = new Date(second * 1000).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
    wanted.add(`dump-${time}-enc.wav`);
  }
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('-enc.wav') || wanted.delete(name)) continue;
    rmSync(join(folder, name), { recursive: true });
  }
  for (const name of wanted) mkdirSync(join(folder, name));
}

function born(path: string): number {
  return statSync(path).birthtimeMs;
}
