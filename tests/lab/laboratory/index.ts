/**
 * The SIP laboratory: a real proxy, media bridge and telephones on 127.0.0.1, by one call.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, type Certificates } from './certificates.ts';
import { atParentExit, type LabProcess } from './child-process.ts';
import { startCustomer } from './customer.ts';
import { tlsConfig, WEBSOCKET_PATH } from './kamailio-config.ts';
import { makePresenceDatabase } from './kamailio-presence.ts';
import { Kamailio } from './kamailio.ts';
import type {
  Customer,
  CustomerOptions,
  LabAccount,
  Laboratory,
  LaboratoryOptions,
} from './laboratory-types.ts';
import { LOOPBACK, reservePorts, type PortBlock } from './ports.ts';
import { startRtpengine } from './rtpengine.ts';
import { runSipp, type Sipp, type SippResult } from './sipp.ts';
import { startTurnServer, type TurnServer } from './turn.ts';

export type * from './laboratory-types.ts';
export type { Sipp, SippResult } from './sipp.ts';
export { waitUntil } from './wait.ts';

const FIRST_AGENT = 1001;
const FIRST_CUSTOMER = 2001;

/**
 * Starts a laboratory; several may run at once. `stop()` ends everything and removes its
 * folder, which KEEP_LAB=1 keeps.
 * @throws Error, or LabTimeout with the end of a log, when a part does not start.
 */
export async function startLaboratory(options: LaboratoryOptions = {}): Promise<Laboratory> {
  const began = performance.now();
  const domain = options.domain ?? 'lab.ieum.test';
  const folder = mkdtempSync(join(tmpdir(), 'ieum-lab-'));
  const removeFolder = (): void => {
    if (process.env['KEEP_LAB'] === '1') return;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const forgetFolder = atParentExit(removeFolder);
  const undo: (() => Promise<void> | void)[] = [removeFolder, forgetFolder];
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const ports = await reservePorts();
    undo.push(() => ports.release());
    const agents = Array.from({ length: options.agents ?? 4 }, (_, index) =>
      makeAccount(String(FIRST_AGENT + index), domain, `상담원 ${FIRST_AGENT + index}`),
    );
    const proxyPorts = {
      sip: await ports.take(),
      trunk: await ports.take(),
      tls: await ports.take(),
    };
    const controlPort = await ports.take();
    const certifying = makeCertificates(folder, domain);
    // Reported below, unless rtpengine fails first.
    certifying.catch(() => undefined);
    const rtpengine = await startRtpengine({
      folder,
      controlPort,
      ports: ports.rtpengine,
      logLevel: options.verbose === true ? 7 : 5,
    });
    undo.push(() => rtpengine.stop());
    const certificates = await certifying;
    const tlsConfigFile = join(folder, 'tls.cfg');
    writeFileSync(tlsConfigFile, tlsConfig(certificates.certificateFile, certificates.keyFile));
    const kamailio = new Kamailio(
      {
        folder,
        domain,
        ports: proxyPorts,
        rtpenginePort: controlPort,
        tlsConfigFile,
        ...(options.presence === true ? { presenceDatabase: makePresenceDatabase(folder) } : {}),
        digestAlgorithm: options.digestAlgorithm ?? 'MD5',
        maxExpires: options.maxExpires ?? 3600,
        logLevel: options.verbose === true ? 3 : 2,
      },
      agents,
    );
    undo.push(() => kamailio.stop());
    await kamailio.start();
    return new RealLaboratory({
      domain,
      folder,
      ports,
      proxyPorts,
      agents,
      rtpengine,
      kamailio,
      stop,
      certificates,
      startedInMs: Math.round(performance.now() - began),
    });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Parts {
  readonly domain: string;
  readonly folder: string;
  readonly ports: PortBlock;
  readonly proxyPorts: { readonly sip: number; readonly trunk: number; readonly tls: number };
  readonly agents: readonly LabAccount[];
  readonly rtpengine: LabProcess;
  readonly kamailio: Kamailio;
  readonly stop: () => Promise<void>;
  readonly certificates: Certificates;
  readonly startedInMs: number;
}

class RealLaboratory implements Laboratory {
  readonly domain: string;
  readonly folder: string;
  readonly agents: readonly LabAccount[];
  readonly proxy: Kamailio;
  readonly media: Laboratory['media'];
  readonly caFile: string;
  readonly certificateSpki: string;
  readonly startedInMs: number;
  readonly #parts: Parts;
  readonly #customers = new Map<string, Customer>();
  #nextCustomer = FIRST_CUSTOMER;
  #turn: Promise<TurnServer> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.domain = parts.domain;
    this.folder = parts.folder;
    this.agents = parts.agents;
    this.proxy = parts.kamailio;
    this.media = {
      freeze: () => parts.rtpengine.signal('SIGSTOP'),
      thaw: () => parts.rtpengine.signal('SIGCONT'),
    };
    this.caFile = parts.certificates.caFile;
    this.certificateSpki = parts.certificates.spki;
    this.startedInMs = parts.startedInMs;
    this.#parts = parts;
  }

  get wssUrl(): string {
    return `wss://${LOOPBACK}:${this.#parts.proxyPorts.tls}${WEBSOCKET_PATH}`;
  }

  get wsUrl(): string {
    return `ws://${LOOPBACK}:${this.#parts.proxyPorts.sip}${WEBSOCKET_PATH}`;
  }

  get sipUdp(): { readonly host: string; readonly port: number } {
    return { host: LOOPBACK, port: this.#parts.proxyPorts.sip };
  }

  get trunkUdp(): { readonly host: string; readonly port: number } {
    return { host: LOOPBACK, port: this.#parts.proxyPorts.trunk };
  }

  get accounts(): readonly LabAccount[] {
    return this.proxy.accounts;
  }

  async addAccount(username: string, displayName?: string): Promise<LabAccount> {
    if (this.accounts.some((account) => account.username === username)) {
      throw new Error(`${username} is already taken`);
    }
    const account = makeAccount(username, this.domain, displayName ?? username);
    await this.proxy.addAccount(account);
    return account;
  }

  async customer(options: CustomerOptions = {}): Promise<Customer> {
    const number = options.number ?? String(this.#nextCustomer++);
    const account =
      this.accounts.find(({ username }) => username === number) ??
      (await this.addAccount(number, options.displayName ?? `고객 ${number}`));
    const folder = mkdtempSync(join(this.folder, `customer-${number}-`));
    const toneFolder = join(this.folder, 'tones');
    mkdirSync(toneFolder, { recursive: true });
    const customer = await startCustomer(options, {
      folder,
      toneFolder,
      account,
      proxyPort: this.#parts.proxyPorts.sip,
      controlPort: await this.#parts.ports.take(),
      sipPort: await this.#parts.ports.take(),
      rtpPorts: this.#parts.ports.customers,
      setRejection: (code) => this.proxy.setRejection(number, code),
    });
    this.#customers.set(number, customer);
    return customer;
  }

  async sipp(scenarioXml: string, options: Sipp): Promise<SippResult> {
    return await runSipp(scenarioXml, options, {
      folder: this.folder,
      domain: this.domain,
      port: await this.#parts.ports.take(),
      mediaPort: this.#parts.ports.takeMedia(),
      accountPort: this.#parts.proxyPorts.sip,
      trunkPort: this.#parts.proxyPorts.trunk,
    });
  }

  turnServer(): Promise<TurnServer> {
    this.#turn ??= (async () =>
      startTurnServer({
        folder: this.folder,
        port: await this.#parts.ports.take(),
        tlsPort: await this.#parts.ports.take(),
        relayPorts: this.#parts.ports.turn,
        certificateFile: this.#parts.certificates.certificateFile,
        keyFile: this.#parts.certificates.keyFile,
      }))();
    return this.#turn;
  }

  async log(part: string): Promise<string> {
    if (part === 'kamailio') return readLog(this.proxy.logFile);
    if (part === 'rtpengine') return this.#parts.rtpengine.log();
    const customer = this.#customers.get(part);
    if (customer === undefined) throw new Error(`no such part of the laboratory: ${part}`);
    return customer.log();
  }

  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      await Promise.all([...this.#customers.values()].map((customer) => customer.stop()));
      await (await this.#turn)?.stop();
      await this.#parts.stop();
    })();
    return this.#stopping;
  }
}

function makeAccount(username: string, domain: string, displayName: string): LabAccount {
  // Hexadecimal: nothing that a configuration file or a URI would have to escape.
  const password = randomBytes(12).toString('hex');
  return { username, password, uri: `sip:${username}@${domain}`, displayName };
}

function readLog(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
