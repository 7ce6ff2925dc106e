/** The laboratory's own test: when it fails, no other result of the laboratory counts. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../../scripts/debian-packages.ts';
import { serveBarePage, type ServedPage } from './bare-page.ts';
import type { BareEvent } from './bare-page/bare-phone.ts';
import { chromiumArguments, writeFakeMicrophone } from './browser.ts';
import {
  startLaboratory,
  waitUntil,
  type Customer,
  type LabAccount,
  type Laboratory,
} from './index.ts';
import { hears, loudnessOf } from './tones.ts';
import { readWav } from './wav.ts';

const run = promisify(execFile);

/** Far enough apart, and no harmonics of each other. */
const CUSTOMER_HZ = 440;
const OTHER_HZ = 1000;
const AGENT_HZ = 700;
const SECOND_AGENT_HZ = 1300;

let lab: Laboratory;
let customers: Customer[] = [];

beforeAll(async () => {
  lab = await startLaboratory({ agents: 3 });
});
afterAll(async () => {
  await lab?.stop();
});

afterEach(async () => {
  await Promise.all(customers.map((customer) => customer.stop()));
  customers = [];
});

async function customer(...options: Parameters<Laboratory['customer']>): Promise<Customer> {
  const made = await lab.customer(...options);
  customers.push(made);
  return made;
}

/** Within the time a steady tone comes to fill the last part of what is heard. */
async function heard(who: Customer, hz: number): Promise<void> {
  await waitUntil(() => who.recordings.length > 0 && hears(who.received, hz, { lastMs: 800 }), {
    what: `${who.number} to hear ${hz} Hz`,
    timeoutMs: 8000,
    explain: () => who.log(),
  });
}

/** Offers of media that reached a customer: of the call, and of each change since. */
function offers({ events }: Customer): number {
  return events.filter(({ type, param }) => type === 'CALL_REMOTE_SDP' && param === 'offer').length;
}

describe('the proxy', () => {
  it('registers an account that sipsak knows the password of, and no other', async () => {
    const [account] = lab.agents;
    expect((await sipsakRegister(account, account?.password ?? '')).code).toBe(0);
    expect((await sipsakRegister(account, 'wrong')).code).not.toBe(0);
  });

  it('answers numbers that stand for a code, unknown ones and absent ones', async () => {
    const caller = await customer();
    const results: Record<string, string | undefined> = {};
    for (const target of [
      'code-486',
      'code-603',
      'code-503',
      '9999',
      lab.agents[2]?.username ?? '',
    ]) {
      await caller.call(target);
      results[target] = (await caller.waitFor('closed')).param;
    }
    expect(results).toEqual({
      'code-486': '486 Busy Here',
      'code-603': '603 Decline',
      'code-503': '503 Service Unavailable',
      '9999': '404 Not Found',
      '1003': '480 Temporarily Unavailable',
    });
  });

  it('answers REGISTER as it is asked to', async () => {
    const [account] = lab.agents;
    const password = account?.password ?? '';
    await lab.proxy.answerRegister('1001', { code: 503, retryAfter: 7 });
    expect((await sipsakRegister(account, password)).output).toMatch(/503[^]*Retry-After: 7/);
    await lab.proxy.answerRegister('1001', { code: 423, minExpires: 900 });
    expect((await sipsakRegister(account, password)).output).toMatch(/423[^]*Min-Expires: 900/);
    await lab.proxy.answerRegister('1001', null);
    await lab.proxy.answerRegister('*', { code: 403, times: 1 });
    expect((await sipsakRegister(account, password)).output).toContain('SIP/2.0 403');
    expect((await sipsakRegister(account, password)).code).toBe(0);
    await lab.proxy.answerRegister('*', null);
  });

  it('forgets registrations when it is killed, and takes them again', async () => {
    const one = await customer({ tone: CUSTOMER_HZ });
    const two = await customer({ tone: OTHER_HZ });
    await lab.proxy.kill9();
    expect(lab.proxy.running).toBe(false);
    await lab.proxy.start();
    expect(await lab.proxy.contacts(two.number)).toEqual([]);
    await one.call(two.number);
    expect((await one.waitFor('closed')).param).toBe('480 Temporarily Unavailable');
    await two.register();
    expect(await lab.proxy.contacts(two.number)).toHaveLength(1);
    await one.call(two.number);
    await one.waitFor('established');
    await heard(one, OTHER_HZ);
  });

  it('lists the requests it saw', async () => {
    const caller = await customer({ number: '01012345678' });
    await caller.call('code-600');
    const { callId } = await caller.waitFor('closed');
    const mine = (await lab.proxy.requests()).filter((request) => request.callId === callId);
    // Challenged, repeated with credentials, refused.
    expect(mine.map(({ method, authorized }) => [method, authorized])).toEqual([
      ['INVITE', false],
      ['INVITE', true],
      ['ACK', false],
    ]);
  });
});

describe('customers', () => {
  it('hear each other, send digits, hold and resume', async () => {
    const caller = await customer({ tone: CUSTOMER_HZ });
    const callee = await customer({ tone: OTHER_HZ, answer: 'manual' });
    await caller.call(callee.number);
    const incoming = await callee.waitFor('incoming');
    expect(incoming.peerDisplayName).toBe(`고객 ${caller.number}`);
    await caller.waitFor('ringing');
    await callee.answer();
    await caller.waitFor('established');
    await heard(caller, OTHER_HZ);
    await heard(callee, CUSTOMER_HZ);

    await caller.sendDtmf('19#*');
    await waitUntil(() => callee.dtmf() === '19#*', { what: 'the digits', timeoutMs: 3000 });

    await caller.hold();
    // Not by its recordings: they are named by the second, and two within one are one file.
    await waitUntil(() => offers(callee) === 2, { what: 'the hold', timeoutMs: 3000 });
    await caller.resume();
    await heard(callee, CUSTOMER_HZ);
    await heard(caller, OTHER_HZ);

    await callee.setTone(1900);
    await heard(caller, 1900);

    await callee.hangup();
    expect((await caller.waitFor('closed')).direction).toBe('outgoing');
  });

  it('transfer a call: the other two hear each other', async () => {
    const caller = await customer();
    const callee = await customer({ tone: CUSTOMER_HZ });
    const target = await customer({ tone: OTHER_HZ });
    await caller.call(callee.number);
    await caller.waitFor('established');
    await caller.transfer(target.number);
    await target.waitFor('established');
    expect((await caller.waitFor('closed')).param).toBe('Call transfered');
    await heard(callee, OTHER_HZ);
    await heard(target, CUSTOMER_HZ);
  });

  it('speak Opus when asked to', async () => {
    const caller = await customer({ tone: CUSTOMER_HZ, codecs: 'opus-first' });
    const callee = await customer({ tone: OTHER_HZ, codecs: 'opus-first' });
    await caller.call(callee.number);
    await heard(caller, OTHER_HZ);
    await heard(callee, CUSTOMER_HZ);
    expect(readWav(caller.received).rate).toBe(48_000);
  });

  it('refuse a call with the code they are told', async () => {
    const caller = await customer();
    const callee = await customer({ answer: 'reject', rejectWith: 603 });
    await caller.call(callee.number);
    expect((await caller.waitFor('closed')).param).toBe('603 Rejected');
  });

  it('see a caller give up', async () => {
    const caller = await customer();
    const callee = await customer({ answer: 'ring-forever' });
    await caller.call(callee.number);
    await caller.waitFor('ringing');
    await caller.hangup();
    await callee.waitFor('closed');
  });
});

describe('sipp', () => {
  it('calls through the trunk and as an account', async () => {
    const callee = await customer();
    const [account] = lab.agents;
    const trunk = await lab.sipp(TRUNK_CALL, { target: callee.number, calls: 3, rate: 5 });
    expect(trunk, trunk.errors).toMatchObject({ ok: true, successful: 3, failed: 0 });
    if (account === undefined) throw new Error('no agent');
    const own = await lab.sipp(ACCOUNT_CALL, { target: callee.number, as: account });
    expect(own, own.errors).toMatchObject({ ok: true, successful: 1, failed: 0 });
  });

  it('is told that nobody tells of others here, and no telephone is asked', async () => {
    const callee = await customer();
    const asked = await lab.sipp(SUBSCRIBE, { target: callee.number });
    expect(asked, asked.errors).toMatchObject({ ok: true, successful: 1, failed: 0 });
  });
});

describe('a bare SIP.js page in Chromium', () => {
  let page: ServedPage;
  let first: Browser;
  let second: Browser;

  beforeAll(async () => {
    page = await serveBarePage(join(lab.folder, 'bare-page'));
    first = await launch(AGENT_HZ);
    second = await launch(SECOND_AGENT_HZ);
  });
  afterAll(async () => {
    await first?.close();
    await second?.close();
    await page?.stop();
  });

  async function launch(microphoneHz: number): Promise<Browser> {
    const microphone = join(lab.folder, `microphone-${microphoneHz}.wav`);
    writeFakeMicrophone(microphone, microphoneHz);
    const executablePath = findChromium();
    return await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: chromiumArguments(lab, { fakeMicrophoneWav: microphone }),
    });
  }

  async function phone(browser: Browser, account: LabAccount | undefined): Promise<Page> {
    if (account === undefined) throw new Error('no such agent');
    const opened = await browser.newPage();
    await opened.goto(page.url);
    await opened.evaluate((settings) => window.bare.connect(settings), {
      server: lab.wssUrl,
      uri: account.uri,
      user: account.username,
      password: account.password,
    });
    await event(opened, 'registered');
    return opened;
  }

  async function event(on: Page, name: BareEvent['name']): Promise<BareEvent> {
    const handle = await on.waitForFunction(
      (wanted) => window.bare.events.find((seen) => seen.name === wanted),
      name,
      { timeout: 10_000 },
    );
    return (await handle.jsonValue()) as BareEvent;
  }

  async function hearsTone(on: Page, hz: number): Promise<void> {
    await on.waitForFunction((wanted) => window.bare.levelAt(wanted) > -3, hz, { timeout: 10_000 });
  }

  it('calls a customer: both are heard, digits arrive, hold is silent', async () => {
    const agent = await phone(first, lab.agents[0]);
    const callee = await customer({ tone: CUSTOMER_HZ });
    await agent.evaluate((uri) => window.bare.call(uri), callee.uri);
    await event(agent, 'established');
    await hearsTone(agent, CUSTOMER_HZ);
    await heard(callee, AGENT_HZ);

    await agent.evaluate(() => window.bare.dtmf('57'));
    await waitUntil(() => callee.dtmf() === '57', { what: 'the digits', timeoutMs: 5000 });

    await agent.waitForFunction(async () => (await window.bare.packetsReceived()) > 100);
    await agent.evaluate(() => window.bare.hold(true));
    const paused = await agent.evaluate(() => window.bare.packetsReceived());
    await delay(1000);
    // RFC 3264 8.4: held, the customer sends nothing (a packet may have been under way).
    const held = await agent.evaluate(() => window.bare.packetsReceived());
    expect(held - paused).toBeLessThan(5);
    expect(loudnessOf(callee.received, { lastMs: 500 })).toBeLessThan(-50);
    await agent.evaluate(() => window.bare.hold(false));
    await hearsTone(agent, CUSTOMER_HZ);
    await heard(callee, AGENT_HZ);

    await agent.evaluate(() => window.bare.hangup());
    await callee.waitFor('closed');
    await agent.close();
  });

  it('is called by a customer: both are heard, the customer hangs up', async () => {
    const agent = await phone(first, lab.agents[0]);
    const caller = await customer({ tone: OTHER_HZ, displayName: '김하늘' });
    await caller.call('1001');
    expect((await event(agent, 'incoming')).detail).toBe('김하늘');
    await caller.waitFor('ringing');
    await agent.evaluate(() => window.bare.answer());
    await caller.waitFor('established');
    await hearsTone(agent, OTHER_HZ);
    await heard(caller, AGENT_HZ);

    await caller.hold();
    await caller.resume();
    await hearsTone(agent, OTHER_HZ);
    await heard(caller, AGENT_HZ);

    await caller.hangup();
    await event(agent, 'ended');
    await agent.close();
  });

  it('calls another agent: WebRTC on both sides', async () => {
    const one = await phone(first, lab.agents[0]);
    const two = await phone(second, lab.agents[1]);
    await one.evaluate((uri) => window.bare.call(uri), lab.agents[1]?.uri ?? '');
    await event(two, 'incoming');
    await two.evaluate(() => window.bare.answer());
    await event(one, 'established');
    await hearsTone(one, SECOND_AGENT_HZ);
    await hearsTone(two, AGENT_HZ);
    await two.evaluate(() => window.bare.hangup());
    await event(one, 'ended');
    await Promise.all([one.close(), two.close()]);
  });

  it('is told when another phone of the account has answered', async () => {
    const one = await phone(first, lab.agents[0]);
    const two = await phone(second, lab.agents[0]);
    const caller = await customer({ tone: CUSTOMER_HZ });
    await caller.call('1001');
    await event(one, 'incoming');
    await event(two, 'incoming');
    await two.evaluate(() => window.bare.answer());
    await caller.waitFor('established');
    const { detail } = await event(one, 'cancelled');
    expect(detail).toMatch(/^SIP\s*;\s*cause=200/);
    await hearsTone(two, CUSTOMER_HZ);
    await heard(caller, SECOND_AGENT_HZ);
    await caller.hangup();
    await event(two, 'ended');
    await Promise.all([one.close(), two.close()]);
  });

  it('gets 486 for code-486', async () => {
    const agent = await phone(first, lab.agents[0]);
    await agent.evaluate((uri) => window.bare.call(uri), `sip:code-486@${lab.domain}`);
    const { detail } = await event(agent, 'rejected');
    expect(detail).toBe('486');
    await agent.close();
  });

  it('leaves no contact behind when its socket is gone', async () => {
    const agent = await phone(first, lab.agents[1]);
    expect(await lab.proxy.contacts('1002')).toHaveLength(1);
    await agent.close();
    await waitUntil(async () => (await lab.proxy.contacts('1002')).length === 0, {
      what: 'the contact to go',
      timeoutMs: 5000,
    });
  });
});

describe('stopping', () => {
  it('ends every process, frees the ports and removes the folder', async () => {
    const other = await startLaboratory({ agents: 1 });
    // Two at once, each with its own ports.
    expect(other.sipUdp.port).not.toBe(lab.sipUdp.port);
    await other.customer();
    const port = Number(new URL(other.wssUrl).port);
    expect(await answers(port)).toBe(true);
    await other.stop();
    expect(await answers(port)).toBe(false);
    expect(existsSync(other.folder)).toBe(process.env['KEEP_LAB'] === '1');
  });
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

async function sipsakRegister(
  account: LabAccount | undefined,
  password: string,
): Promise<{ code: number; output: string }> {
  if (account === undefined) throw new Error('no agent');
  const { host, port } = lab.sipUdp;
  const args = [
    ...['-U', '-v', '-v', '-v', '-p', `${host}:${port}`, '-s', account.uri],
    ...['-u', account.username, '-a', password, '-C', `sip:${account.username}@${host}:9`],
    ...['-x', '60'],
  ];
  try {
    const { stdout, stderr } = await run('sipsak', args, { timeout: 10_000 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: `${stdout}${stderr}` };
  }
}

function scenario(from: string, opening: (invite: (headers: string) => string) => string): string {
  const invite = (headers: string): string => `<send retrans="500"><![CDATA[
INVITE sip:[service]@[domain] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: ${from};tag=[call_number]-[pid]
To: <sip:[service]@[domain]>
Call-ID: [call_id]
CSeq: [cseq] INVITE
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
${headers}Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="a call">
${opening(invite)}
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
<recv response="200" rrs="true"/>
<send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
From: ${from};tag=[call_number]-[pid]
To: <sip:[service]@[domain]>[peer_tag_param]
Call-ID: [call_id]
CSeq: [cseq] ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<pause milliseconds="300"/>
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
From: ${from};tag=[call_number]-[pid]
To: <sip:[service]@[domain]>[peer_tag_param]
Call-ID: [call_id]
CSeq: [cseq] BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200"/>
</scenario>`;
}

const TRUNK_CALL = scenario('"이상한 고객" <sip:0215881588@pstn.example>', (invite) => invite(''));

const ACCOUNT_CALL = scenario(
  '<sip:1001@[domain]>',
  (invite) => `${invite('')}
<recv response="407" auth="true"/>
<send><![CDATA[
ACK sip:[service]@[domain] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-1]
From: <sip:1001@[domain]>;tag=[call_number]-[pid]
To: <sip:[service]@[domain]>[peer_tag_param]
Call-ID: [call_id]
CSeq: [cseq] ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
${invite('[authentication]\n')}`,
);

/** RFC 6665 §8.3.2: 489 goes with what is served. */
const SUBSCRIBE = `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="a subscription">
<send retrans="500"><![CDATA[
SUBSCRIBE sip:[service]@[domain] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:0215881588@pstn.example>;tag=[call_number]-[pid]
To: <sip:[service]@[domain]>
Call-ID: [call_id]
CSeq: 1 SUBSCRIBE
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Event: message-summary
Expires: 60
Content-Length: 0

]]></send>
<recv response="489">
<action>
<ereg regexp="refer" search_in="hdr" header="Allow-Events:" check_it="true" assign_to="served"/>
</action>
</recv>
<Reference variables="served"/>
</scenario>`;
