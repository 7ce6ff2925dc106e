import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';
import type { OutgoingText, ProbedGateway } from '../../src/host/gateways/gateway.ts';
import { gatewayFor } from '../../src/host/gateways/gatewayFor.ts';
import { keepGatewaySecret } from '../../src/host/gateways/gatewaySecrets.ts';
import { createTransport } from '../../src/host/gateways/transport.ts';
import type { Timer } from '../../src/host/gateways/transport.ts';
import { createMemorySecrets } from '../../src/host/secrets.ts';
import { aligoServer } from '../support/gateways/aligoServer.ts';
import { startLocalGateway } from '../support/gateways/localGateway.ts';
import type { LocalGateway, Vendor, Weather } from '../support/gateways/localGateway.ts';
import { nhnServer } from '../support/gateways/nhnServer.ts';
import { ownServer } from '../support/gateways/ownServer.ts';
import { sensServer } from '../support/gateways/sensServer.ts';
import { solapiServer } from '../support/gateways/solapiServer.ts';
import { twilioServer } from '../support/gateways/twilioServer.ts';

/*
 * What every gateway of texts has to do, run over all of them: each against a server within this
 * computer that behaves as its provider documents.
 */

const NOW = Date.UTC(2026, 10, 26, 9);

const TEXT: OutgoingText = {
  ...{ key: 'key-1', to: '01012345678', from: '025550100', form: 'sms', subject: '' },
  ...{ body: '내일 14:00에 전화드리겠습니다.', advertising: false, attachments: [] },
};
const LONG: OutgoingText = {
  ...TEXT,
  form: 'lms',
  subject: '예약 안내',
  body: '가나다라 '.repeat(30),
};
const picture = {
  name: 'map.jpg',
  type: 'image/jpeg',
  // Line ends and a boundary's hyphens stand in it, as they may in any picture.
  bytes: new Uint8Array([255, 216, 255, 13, 10, 45, 45, 0, 195, 40, 13, 10, 255, 217]),
};

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Set {
  readonly server: LocalGateway;
  readonly gateway: ProbedGateway;
}

interface Differences {
  readonly timer?: Timer;
  /** Null: none was typed. */
  readonly secret?: string | null;
  /** How far this computer's clock is ahead. */
  readonly aheadMs?: number;
  readonly more?: Partial<Pick<HostGatewaySettings, 'newline' | 'forms'>>;
}

async function setUp(vendor: Vendor, different: Differences = {}): Promise<Set> {
  const { timer, secret = vendor.secret.value, aheadMs = 0, more = {} } = different;
  const server = await startLocalGateway(vendor, NOW);
  stops.push(() => server.stop());
  const secrets = createMemorySecrets();
  const settings: HostGatewaySettings = { ...vendor.settings(server.url), ...more };
  if (secret !== null) keepGatewaySecret(settings, vendor.secret.field, secret, secrets);
  const transport = createTransport({
    clock: () => NOW + aheadMs,
    ...(timer === undefined ? {} : { timer }),
  });
  return { server, gateway: gatewayFor(settings, secrets, transport) };
}

/** Time that only passes when it is told to: then every limit is over. */
function handTime(): { readonly timer: Timer; readonly pass: () => void } {
  const due = new Set<() => void>();
  return {
    timer: (act) => {
      due.add(act);
      return () => due.delete(act);
    },
    pass: () => {
      for (const act of [...due]) act();
    },
  };
}

/** Nobody listens there any more. */
async function deserted(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const VENDORS = [solapiServer, sensServer, nhnServer, aligoServer, twilioServer, ownServer];
/** Whether a clock is part of their signature, and how far it may be off. */
const CLOCKS: Readonly<Record<string, number>> = { Solapi: 15, 'NAVER SENS': 5 };

describe.each(VENDORS.map((vendor) => [vendor.name, vendor] as const))('%s', (name, vendor) => {
  it('takes a text as it is, and names it', async () => {
    const { server, gateway } = await setUp(vendor);
    const answer = await gateway.send(TEXT);
    expect(answer).toMatchObject({ kind: 'accepted', ref: expect.stringMatching(/./) as string });
    expect(server.state.taken).toEqual([
      {
        ...{ to: TEXT.to, from: TEXT.from, body: TEXT.body, form: 'sms', subject: '' },
        ...{ advertising: false, pictures: 0 },
      },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('leaves what it is given as it is, whatever stands in it', async () => {
    const { server, gateway } = await setUp(vendor);
    const body = `"},{"to":"010"}&to=1=%20+{key}{secret}\\n\n--x\r\n'<b>똠 100%`;
    await gateway.send({ ...TEXT, body });
    expect(server.state.taken[0]).toMatchObject({
      to: TEXT.to,
      body: body.replaceAll('\r\n', '\n'),
    });
  });

  it('breaks lines as the gateway wants them', async () => {
    const { server, gateway } = await setUp(vendor, { more: { newline: 'crlf' } });
    await gateway.send({ ...TEXT, body: 'a\nb\r\nc' });
    expect(server.state.taken[0]?.body).toBe('a\r\nb\r\nc');
  });

  it('says as what a long text is sent, and does not leave it to be guessed', async () => {
    const { server, gateway } = await setUp(vendor);
    if (!gateway.forms.includes('lms')) return;
    expect(await gateway.send(LONG)).toMatchObject({ kind: 'accepted' });
    expect(server.state.taken[0]).toMatchObject({
      form: 'lms',
      subject: '예약 안내',
      body: LONG.body,
    });
  });

  it('sends pictures where it can', async () => {
    const { server, gateway } = await setUp(vendor);
    if (!gateway.forms.includes('mms')) return;
    const answer = await gateway.send({ ...LONG, form: 'mms', attachments: [picture] });
    expect(answer).toMatchObject({ kind: 'accepted' });
    expect(server.state.taken[0]).toMatchObject({ form: 'mms', pictures: 1, body: LONG.body });
    expect(server.state.pictures.map((one) => new Uint8Array(one))).toEqual([picture.bytes]);
  });

  it('has only the forms that were chosen', async () => {
    const { gateway } = await setUp(vendor, { more: { forms: ['sms'] } });
    expect(gateway.forms).toEqual(['sms']);
  });

  it('refuses a sender number that the gateway does not know', async () => {
    const { server, gateway } = await setUp(vendor);
    server.state.registered = [];
    const code = vendor === ownServer ? 'gateway.refused' : 'gateway.sender';
    expect(await gateway.send(TEXT)).toMatchObject({ kind: 'refused', code });
    expect(server.state.taken).toEqual([]);
  });

  it('refuses what the gateway was not let in for', async () => {
    const { server, gateway } = await setUp(vendor, { secret: 'wrong' });
    const code = vendor === ownServer ? 'gateway.refused' : 'gateway.auth';
    expect(await gateway.send(TEXT)).toMatchObject({ kind: 'refused', code });
    expect(server.state.taken).toEqual([]);
  });

  it('asks for nothing while something is missing', async () => {
    const { server, gateway } = await setUp(vendor, { secret: null });
    expect(await gateway.send(TEXT)).toEqual({
      ...{ kind: 'refused', code: 'gateway.incomplete', words: vendor.secret.field },
    });
    expect(server.requests).toEqual([]);
  });

  it('says that this computer’s clock is wrong, and by how much', async () => {
    const within = await setUp(vendor, { aheadMs: 4 * 60_000 });
    expect(await within.gateway.send(TEXT)).toMatchObject({ kind: 'accepted' });
    for (const [aheadMs, words] of [
      [20 * 60_000 + 5_000, '+20:05'],
      [-60 * 60_000, '-60:00'],
    ] as const) {
      const { gateway } = await setUp(vendor, { aheadMs });
      expect(await gateway.send(TEXT)).toMatchObject(
        name in CLOCKS ? { kind: 'refused', code: 'gateway.clock', words } : { kind: 'accepted' },
      );
    }
  });

  it('waits as long as it is told when it is too much for the gateway', async () => {
    const { server, gateway } = await setUp(vendor);
    server.weather = 'throttled';
    expect(await gateway.send(TEXT)).toMatchObject({
      ...{ kind: 'delayed', code: 'gateway.busy', afterMs: 7_000 },
    });
  });

  it('has surely not sent what found nobody', async () => {
    const settings = { ...vendor.settings(await deserted()) };
    const secrets = createMemorySecrets();
    keepGatewaySecret(settings, vendor.secret.field, vendor.secret.value, secrets);
    const gateway = gatewayFor(settings, secrets, createTransport({ clock: () => NOW }));
    expect(await gateway.send(TEXT)).toMatchObject({ kind: 'delayed', code: 'gateway.offline' });
  });

  it.each<[Weather, string]>([
    ['server-error', 'gateway.server'],
    ['unavailable', 'gateway.server'],
    ['silent', 'gateway.timeout'],
    ['drip', 'gateway.timeout'],
    ['cut', 'gateway.cut'],
    ['truncated', 'gateway.cut'],
    ['no-json', 'gateway.malformed'],
    ['empty', 'gateway.malformed'],
    ['wrong-json', 'gateway.malformed'],
    ['huge', 'gateway.malformed'],
  ])('does not know whether a text left: %s', async (weather, code) => {
    const { timer, pass } = handTime();
    const { server, gateway } = await setUp(vendor, { timer });
    server.weather = weather;
    const asked = server.asked();
    const sent = gateway.send(TEXT);
    await asked;
    if (weather === 'silent' || weather === 'drip') pass();
    expect(await sent).toMatchObject({ kind: 'unsure', code });
    // By itself it asks once, whatever came of it.
    expect(server.requests).toHaveLength(1);
  });

  it('takes no text and no secret to where it is sent on', async () => {
    const other = await startLocalGateway(vendor, NOW);
    stops.push(() => other.stop());
    const { server, gateway } = await setUp(vendor);
    server.weather = 'redirect';
    server.elsewhere = `${other.url}/`;
    expect(await gateway.send(TEXT)).toMatchObject({ kind: 'refused', code: 'gateway.redirected' });
    expect(other.requests).toEqual([]);
  });

  it('takes no secret to another server than it was typed for', async () => {
    const first = await startLocalGateway(vendor, NOW);
    const second = await startLocalGateway(vendor, NOW);
    stops.push(
      () => first.stop(),
      () => second.stop(),
    );
    const secrets = createMemorySecrets();
    const { field, value } = vendor.secret;
    keepGatewaySecret(vendor.settings(first.url), field, value, secrets);
    const transport = createTransport({ clock: () => NOW });
    const moved = gatewayFor(vendor.settings(second.url), secrets, transport);
    expect(await moved.send(TEXT)).toMatchObject({ code: 'gateway.incomplete' });
    expect(second.requests).toEqual([]);
  });

  it('learns of delivery later, and of none', async () => {
    const { server, gateway } = await setUp(vendor);
    const answer = await gateway.send(TEXT);
    const ref = answer.kind === 'accepted' ? answer.ref : null;
    expect(ref).not.toBeNull();
    const learn = () => gateway.learn?.(ref ?? '');
    expect(await learn()).toEqual({ kind: 'pending' });
    server.state.delivery = 'delivered';
    expect(await learn()).toEqual({ kind: 'delivered' });
    server.state.delivery = 'failed';
    expect(await learn()).toMatchObject({
      ...{ kind: 'failed', code: expect.stringMatching(/^gateway\./) as string },
      words: expect.stringMatching(/./) as string,
    });
  });

  it.each<Weather>(['server-error', 'throttled', 'cut', 'no-json', 'wrong-json', 'empty'])(
    'learns nothing from an answer that is none: %s',
    async (weather) => {
      const { server, gateway } = await setUp(vendor);
      const answer = await gateway.send(TEXT);
      server.state.delivery = 'delivered';
      server.weather = weather;
      const ref = answer.kind === 'accepted' ? answer.ref : null;
      expect(await gateway.learn?.(ref ?? '')).toEqual({ kind: 'pending' });
    },
  );

  it('can be asked how it is without a text', async () => {
    const { server, gateway } = await setUp(vendor);
    if (!gateway.probe) return;
    expect(await gateway.probe()).toMatchObject({ kind: 'ok' });
    server.weather = 'cut';
    expect(await gateway.probe()).toMatchObject({ kind: 'trouble', code: 'gateway.cut' });
    expect(server.state.taken).toEqual([]);
    const denied = await setUp(vendor, { secret: 'wrong' });
    expect(await denied.gateway.probe?.()).toMatchObject({ kind: 'trouble', code: 'gateway.auth' });
    const bare = await setUp(vendor, { secret: null });
    expect(await bare.gateway.probe?.()).toMatchObject({ code: 'gateway.incomplete' });
    expect(bare.server.requests).toEqual([]);
  });

  it('says nothing in which its secret or the customer stands', async () => {
    const said: unknown[] = [];
    for (const secret of [vendor.secret.value, 'another-secret'])
      for (const weather of ['fair', 'server-error', 'cut', 'no-json', 'throttled'] as const) {
        const { server, gateway } = await setUp(vendor, { secret });
        server.weather = weather;
        said.push(await gateway.send(TEXT), await gateway.probe?.());
      }
    expect(JSON.stringify(said)).not.toMatch(
      new RegExp([vendor.secret.value, 'another-secret', TEXT.to].join('|')),
    );
  });

  it(vendor === ownServer ? 'knows a key again' : 'promises nothing of keys', async () => {
    const { server, gateway } = await setUp(vendor);
    expect(gateway.takesKey).toBe(vendor === ownServer);
    if (!gateway.takesKey) return;
    const first = await gateway.send(TEXT);
    expect(await gateway.send(TEXT)).toEqual(first);
    expect(server.state.taken).toHaveLength(1);
    await gateway.send({ ...TEXT, key: 'key-2' });
    expect(server.state.taken).toHaveLength(2);
  });
});

describe('an advertisement', () => {
  it.each([sensServer, nhnServer, ownServer].map((vendor) => [vendor.name, vendor] as const))(
    'is sent as one by %s',
    async (_name, vendor) => {
      const { server, gateway } = await setUp(vendor);
      await gateway.send({ ...TEXT, advertising: true });
      expect(server.state.taken[0]).toMatchObject({ advertising: true });
    },
  );
});

describe('a number of another country', () => {
  const abroad = { ...TEXT, to: '+12125550123' };
  it.each([sensServer, nhnServer, twilioServer].map((vendor) => [vendor.name, vendor] as const))(
    'is written as %s wants it',
    async (_name, vendor) => {
      const { server, gateway } = await setUp(vendor);
      expect(await gateway.send(abroad)).toMatchObject({ kind: 'accepted' });
      expect(server.state.taken[0]?.to).toBe('+12125550123');
    },
  );
  it.each([solapiServer, aligoServer].map((vendor) => [vendor.name, vendor] as const))(
    'is refused where %s has no way to it',
    async (_name, vendor) => {
      const { server, gateway } = await setUp(vendor);
      expect(await gateway.send(abroad)).toMatchObject({ code: 'gateway.number' });
      expect(server.requests).toEqual([]);
    },
  );
});

describe('a picture', () => {
  it('that could not be brought keeps its text from leaving, which is then tried again', async () => {
    const { timer, pass } = handTime();
    const { server, gateway } = await setUp(sensServer, { timer });
    server.weather = 'silent';
    const asked = server.asked();
    const text = { ...LONG, form: 'mms', attachments: [picture] } as const;
    const sent = gateway.send(text);
    await asked;
    pass();
    expect(await sent).toMatchObject({ kind: 'delayed', code: 'gateway.timeout' });
    expect(server.state.taken).toEqual([]);
  });

  it('of a kind that a gateway does not take is refused before anything leaves', async () => {
    for (const vendor of [solapiServer, sensServer, nhnServer]) {
      const { server, gateway } = await setUp(vendor);
      const png = { ...picture, type: 'image/png' };
      const answer = await gateway.send({ ...LONG, form: 'mms', attachments: [png] });
      expect(answer).toMatchObject({ kind: 'refused', code: 'gateway.attachment' });
      expect(server.requests).toEqual([]);
    }
  });
});

describe('a dry run', () => {
  it('takes everything and lets nothing out', async () => {
    const settings: HostGatewaySettings = {
      ...{ kind: 'dry-run', id: 'try', name: 'Dry run', on: true, from: '', encoding: 'cp949' },
      ...{ newline: 'lf', forms: ['sms', 'lms', 'mms'], numberKinds: ['mobile'] },
    };
    const asked: unknown[] = [];
    const gateway = gatewayFor(settings, createMemorySecrets(), {
      clock: () => NOW,
      nonce: () => 'nonce',
      request: (request) => {
        asked.push(request);
        return Promise.resolve({ kind: 'unreached', why: 'offline' });
      },
    });
    expect(await gateway.send(TEXT)).toEqual({ kind: 'accepted', ref: 'key-1' });
    // What has not left has not arrived.
    expect(gateway.learn).toBeNull();
    expect(asked).toEqual([]);
  });
});
