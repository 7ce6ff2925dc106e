/** Kamailio as a proxy that can be stopped, killed and started again on the same ports. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabProcess } from './child-process.ts';
import { callRpc, type RpcAnswer } from './json-rpc.ts';
import {
  kamailioConfig,
  registerAnswerEntries,
  REQUEST_MARK,
  RPC_PATH,
  type ProxySettings,
} from './kamailio-config.ts';
import type { LabAccount, Proxy, ProxyRequest, RegisterAnswer } from './laboratory-types.ts';
import { sipPing } from './sip-ping.ts';
import { waitUntil } from './wait.ts';

export type KamailioOptions = Omit<ProxySettings, 'accounts' | 'registerAnswers' | 'rejections'> & {
  readonly folder: string;
};

export class Kamailio implements Proxy {
  readonly #options: KamailioOptions;
  readonly #accounts: LabAccount[] = [];
  readonly #registerAnswers = new Map<string, RegisterAnswer>();
  readonly #rejections = new Map<string, number>();
  #process: LabProcess | undefined;

  constructor(options: KamailioOptions, accounts: readonly LabAccount[]) {
    this.#options = options;
    this.#accounts.push(...accounts);
  }

  get running(): boolean {
    return this.#process?.running ?? false;
  }

  get accounts(): readonly LabAccount[] {
    return this.#accounts;
  }

  get logFile(): string {
    return join(this.#options.folder, 'kamailio.log');
  }

  /** @throws LabTimeout, or Error with the log's end when it does not start. */
  async start(): Promise<void> {
    if (this.running) return;
    const { folder, ports } = this.#options;
    const configFile = join(folder, 'kamailio.cfg');
    await writeFile(configFile, this.#configText(), { mode: 0o600 });
    const kamailio = new LabProcess({
      name: 'kamailio',
      command: 'kamailio',
      // -DD forks workers but stays in the foreground; memory in MB, shared (a ringing call
      // takes some 20 KB of it) and of each process.
      args: ['-f', configFile, '-DD', '-E', '-m', '256', '-M', '8', '-w', folder, '-Y', folder],
      logFile: this.logFile,
    });
    this.#process = kamailio;
    await waitUntil(
      async () => {
        kamailio.assertRunning();
        return (await sipPing(ports.sip)) === 200;
      },
      { what: 'Kamailio to answer', timeoutMs: 15_000, explain: () => kamailio.logTail() },
    );
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  async kill9(): Promise<void> {
    await this.#process?.kill();
  }

  async answerRegister(user: string, answer: RegisterAnswer | null): Promise<void> {
    const before = this.#registerAnswers.get(user);
    if (answer === null) this.#registerAnswers.delete(user);
    else this.#registerAnswers.set(user, answer);
    if (!this.running) return;
    if (answer === null) {
      if (before === undefined) return;
      for (const [key] of registerAnswerEntries(user, before)) {
        await this.rpc('htable.delete', ['register', key]);
      }
      return;
    }
    // The code comes last: it is what switches the rest on.
    for (const [key, value] of registerAnswerEntries(user, answer).toReversed()) {
      await this.rpc('htable.seti', ['register', key, value]);
    }
  }

  async refuseReinvite(user: string, code: number | null, times = 1_000): Promise<void> {
    const left = code === null ? 0 : times;
    await this.rpc('htable.seti', ['reinvite', `${user}:left`, left]);
    await this.rpc('htable.seti', ['reinvite', user, code ?? 0]);
  }

  async addAccount(account: LabAccount): Promise<void> {
    this.#accounts.push(account);
    if (!this.running) return;
    await this.rpc('htable.sets', ['users', account.username, account.password]);
  }

  /** A customer's 486 becomes this code. */
  async setRejection(user: string, code: number): Promise<void> {
    this.#rejections.set(user, code);
    if (this.running) await this.rpc('htable.seti', ['reject', user, code]);
  }

  async contacts(user: string): Promise<readonly string[]> {
    const answer = await this.#call('ul.lookup', ['location', user]);
    if (answer.error !== undefined) return [];
    return [...JSON.stringify(answer.result).matchAll(/"Address":"([^"]+)"/g)].map(
      ([, address]) => address ?? '',
    );
  }

  async requests(): Promise<readonly ProxyRequest[]> {
    return parseRequests(await readFile(this.logFile, 'utf8'));
  }

  async rpc(method: string, params: readonly (string | number)[] = []): Promise<unknown> {
    const answer = await this.#call(method, params);
    if (answer.error === undefined) return answer.result;
    throw new Error(`Kamailio refused ${method}: ${JSON.stringify(answer.error)}`);
  }

  #call(method: string, params: readonly (string | number)[]): Promise<RpcAnswer> {
    return callRpc(this.#options.ports.sip, RPC_PATH, method, params);
  }

  #configText(): string {
    return kamailioConfig({
      ...this.#options,
      accounts: this.#accounts,
      registerAnswers: this.#registerAnswers,
      rejections: this.#rejections,
    });
  }
}

function parseRequests(log: string): ProxyRequest[] {
  const requests: ProxyRequest[] = [];
  for (const line of log.split('\n')) {
    const start = line.indexOf(`${REQUEST_MARK} `);
    if (start === -1) continue;
    const [, at, method, requestUri, from, to, callId, source, auth] = line.slice(start).split(' ');
    if (auth === undefined) continue;
    requests.push({
      at: Number(at),
      method: method ?? '',
      requestUri: requestUri ?? '',
      from: from ?? '',
      to: to ?? '',
      callId: callId ?? '',
      source: source ?? '',
      authorized: auth === 'auth=yes',
    });
  }
  return requests;
}
