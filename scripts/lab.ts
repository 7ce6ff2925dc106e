/**
 * `npm run lab`: a SIP laboratory for a person to play with. Customers call and are called, the
 * proxy fails and comes back, all by single keys.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLaboratory, type Customer, type Laboratory } from '../tests/lab/laboratory/index.ts';
import { ensureDebianPackages } from './debian-packages.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

const CUSTOMER_SAYS =
  '안녕하세요. 어제 주문한 물건이 아직 도착하지 않아서 전화드렸어요. ' +
  '언제쯤 받을 수 있을까요? 확인 부탁드립니다.';

const KEYS = `
  c  고객이 전화를 건다                 a customer calls
  a  끊고 다시 건다                     hangs up and calls again
  h  고객이 끊는다                      the customer hangs up
  p  고객이 보류한다 / 다시 받는다      the customer holds / resumes
  d  고객이 1 2 3을 누른다              the customer presses 1 2 3
  b  고객이 통화 중이다 / 아니다        the customer is busy / is not
  s  교환기를 멈춘다 / 켠다             the proxy stops / starts
  k  교환기를 강제로 죽인다             the proxy is killed
  ?  이 안내                            this list
  q  끝낸다                             quits
`;

class Playground {
  readonly #lab: Laboratory;
  readonly #customer: Customer;
  readonly #others: readonly Customer[];
  readonly #agent: string;
  #held = false;
  #busy = false;

  constructor(lab: Laboratory, customers: readonly [Customer, ...Customer[]], agent: string) {
    this.#lab = lab;
    [this.#customer, ...this.#others] = customers;
    this.#agent = agent;
  }

  /** @returns what happened, for the person; undefined for a key without a meaning */
  async press(key: string): Promise<string | undefined> {
    const { number } = this.#customer;
    switch (key) {
      case 'c':
        await this.#customer.call(this.#agent);
        return `${number} → ${this.#agent}: 전화를 겁니다 (calling)`;
      case 'a':
        await this.#customer.hangup();
        await this.#customer.call(this.#agent);
        return `${number} → ${this.#agent}: 다시 겁니다 (calling again)`;
      case 'h':
        await this.#customer.hangup();
        return `${number}: 끊습니다 (hangs up)`;
      case 'p':
        await (this.#held ? this.#customer.resume() : this.#customer.hold());
        this.#held = !this.#held;
        return this.#held ? `${number}: 보류 (holds)` : `${number}: 보류 해제 (resumes)`;
      case 'd':
        await this.#customer.sendDtmf('123');
        return `${number}: 1 2 3`;
      case 'b':
        this.#busy = !this.#busy;
        await this.#customer.setAnswer(this.#busy ? 'reject' : 'auto');
        return this.#busy ? `${number}: 통화 중 (busy)` : `${number}: 받습니다 (answers)`;
      case 's':
        return await this.#toggleProxy();
      case 'k':
        await this.#lab.proxy.kill9();
        return '교환기가 죽었습니다. s로 다시 켭니다 (killed; s starts it)';
      case '?':
        return KEYS;
      default:
        return undefined;
    }
  }

  async #toggleProxy(): Promise<string> {
    if (this.#lab.proxy.running) {
      await this.#lab.proxy.stop();
      return '교환기를 멈췄습니다 (stopped)';
    }
    await this.#lab.proxy.start();
    for (const customer of [this.#customer, ...this.#others]) await customer.register();
    return '교환기를 켰습니다 (started)';
  }

  /** A call that ends by itself takes the hold with it. */
  forgetHold(): void {
    this.#held = false;
  }
}

const { missing, reason } = ensureDebianPackages();
// A browser of the person's own will do.
const needed = missing.filter((name) => name !== 'chromium' && !name.startsWith('fonts-'));
if (needed.length > 0) {
  console.error(`빠진 프로그램이 있습니다 (missing): ${needed.join(' ')}\n${reason ?? ''}`);
  process.exit(1);
}

const lab = await startLaboratory({ agents: 2 });
try {
  await play(lab);
} finally {
  if (process.stdin.isTTY) process.stdin.setRawMode(false);
  process.stdin.pause();
  await lab.stop();
  console.log('실험실을 닫았습니다 (closed).');
}

async function play(running: Laboratory): Promise<void> {
  const [agent] = running.agents;
  if (agent === undefined) throw new Error('the laboratory has no agent');
  const voice = speak(join(running.folder, 'voice.wav'));
  const customer = await running.customer({
    number: '01023456789',
    displayName: '김하늘',
    ...(voice === undefined ? { tone: 440 } : { audioFile: voice }),
  });
  const busy = await running.customer({ number: '0215881588', answer: 'reject' });
  const silent = await running.customer({ number: '0311234567', answer: 'ring-forever' });
  const secure = provision('provision.json', running.wssUrl);
  const plain = provision('provision-ws.json', running.wsUrl);
  const accounts = running.agents.map(({ username, password }) => `  ${username}  ${password}`);
  console.log(`
이음 SIP 실험실 (Ieum SIP laboratory), ${running.startedInMs} ms
  WSS      ${running.wssUrl}
  WS       ${running.wsUrl}
  SIP/UDP  ${running.sipUdp.host}:${running.sipUdp.port}
  domain   ${running.domain}
  CA       ${running.caFile}
  logs     ${running.folder}

상담원 (agents: user name, password)
${accounts.join('\n')}

걸어 볼 번호 (numbers to call)
  ${customer.number}  받는다 (answers)
  ${busy.number}   통화 중 (busy)
  ${silent.number}   울리기만 한다 (rings)
  code-486, code-603, code-503 …  교환기의 거절 (refused by the proxy)

소프트폰 시작 (start the softphone)
  npm run start:web -- --provision ${plain}
실험실의 인증서를 믿는 브라우저라면 (a browser that trusts the laboratory's CA)
  npm run start:web -- --provision ${secure}
  chromium --user-data-dir=${join(running.folder, 'chromium')} \\
    --ignore-certificate-errors-spki-list=${running.certificateSpki}
${KEYS}`);
  await readKeys(new Playground(running, [customer, busy, silent], agent.username), customer);

  function provision(name: string, server: string): string {
    const path = join(running.folder, name);
    const content = {
      version: 1,
      account: {
        uri: agent?.uri,
        authorizationUser: agent?.username,
        password: agent?.password,
        displayName: agent?.displayName,
        servers: [server],
        iceServers: [],
      },
      language: 'ko',
    };
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    return path;
  }
}

/** Until q, Ctrl-C, the end of the input, or a signal. */
async function readKeys(playground: Playground, customer: Customer): Promise<void> {
  let told = customer.events.length;
  const report = setInterval(() => (told = tell(customer, told, playground)), 200);
  if (process.stdin.isTTY) process.stdin.setRawMode(true);
  process.stdin.setEncoding('utf8');
  const signalled = new Promise<'quit'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve('quit'));
    }
  });
  const typed = (async (): Promise<'quit'> => {
    for await (const chunk of process.stdin as AsyncIterable<string>) {
      for (const key of chunk) {
        if (key === 'q' || key === CTRL_C || key === CTRL_D) return 'quit';
        try {
          const said = await playground.press(key);
          if (said !== undefined) console.log(said);
        } catch (error) {
          // A key that does not fit the moment, such as hold without a call.
          console.log(error instanceof Error ? error.message.split('\n')[0] : String(error));
        }
      }
    }
    return 'quit';
  })();
  await Promise.race([typed, signalled]);
  clearInterval(report);
}

/** @returns how many events have been told */
function tell(customer: Customer, from: number, playground: Playground): number {
  for (const event of customer.events.slice(from)) {
    if (event.name === 'closed') playground.forgetHold();
    if (event.name === undefined || event.name === 'registered') continue;
    console.log(`  ${customer.number} ${event.name} ${event.param ?? event.peerUri ?? ''}`);
  }
  return customer.events.length;
}

/** A Korean voice as 8 kHz mono; undefined where there is no synthesiser: then a tone does. */
function speak(path: string): string | undefined {
  const raw = `${path}.raw.wav`;
  try {
    execFileSync('espeak-ng', ['-v', 'ko', '-s', '150', '-w', raw, CUSTOMER_SAYS], {
      stdio: 'ignore',
    });
    const format = ['-r', '8000', '-c', '1', '-b', '16', '-e', 'signed-integer'];
    execFileSync('sox', [raw, ...format, path, 'pad', '0.5', '2.5'], { stdio: 'ignore' });
    return path;
  } catch {
    return undefined;
  }
}
