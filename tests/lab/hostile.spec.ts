/**
 * Rows 1 to 12 of the security list, against a registrar that means no good. Where another test covers
 * a row, it is named here.
 */
import { storedCalls } from '../support/callLog.ts';
import { pageHears } from '../support/ear.ts';
import { watchHealth } from '../support/pageHealth.ts';
import { expect, hangUp, talk, test as base } from '../support/talkingDesk.ts';
import { callIdOf, FAR_HZ } from '../support/talkingExchange.ts';
import type { TalkingExchange } from '../support/talkingExchange.ts';

const test = base.extend<{ microphones: () => Promise<number> }>({
  /** How often the page has opened a microphone. */
  microphones: async ({ page }, use) => {
    await page.addInitScript(() => {
      const devices = navigator.mediaDevices;
      const open = devices.getUserMedia.bind(devices);
      const counted = { opened: 0 };
      Object.assign(globalThis, { microphones: counted });
      devices.getUserMedia = (constraints) => {
        counted.opened += 1;
        return open(constraints);
      };
    });
    await use(() =>
      page.evaluate(
        () => (globalThis as unknown as { microphones: { opened: number } }).microphones.opened,
      ),
    );
  },
});

test.beforeEach(() => test.setTimeout(120_000));

const PREMIUM = [
  'sip:0609001234@premium.invalid',
  'tel:+82609001234',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
];

const requests = ({ exchange }: TalkingExchange, method: string): readonly string[] =>
  exchange.received.filter((text) => text.startsWith(`${method} `));

/** The final answer to a request of ours in that call, or outside of any. */
const finalAnswer = (
  { exchange }: TalkingExchange,
  callId: string,
  cseq: string,
): string | undefined =>
  exchange.received.find(
    (text) =>
      /^SIP\/2\.0 [2-6]/.test(text) &&
      callIdOf(text) === callId &&
      text.includes(`CSeq: ${cseq}\r`),
  );

test('row 1: a REFER, in a call or outside of any, is declined with 603 and dials nothing', async ({
  customers,
  desk,
  dataDir,
}) => {
  const callId = await customers.call('<sip:0212345678@caller.invalid>');
  await desk.getByTestId('answer').click();
  await expect.poll(() => customers.talking).toEqual([callId]);
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');

  for (const [index, target] of PREMIUM.entries()) {
    const inside = 10 + index;
    customers.exchange.inCall(callId, 'REFER', inside, [`Refer-To: <${target}>`]);
    await expect
      .poll(() => finalAnswer(customers, callId, `${inside} REFER`))
      .toMatch(/^SIP\/2\.0 603 /);
    const outside = `refer-${index}`;
    customers.exchange.send(
      [
        `REFER ${customers.exchange.target} SIP/2.0`,
        `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-${outside}`,
        'Max-Forwards: 70',
        'From: <sip:stranger@caller.invalid>;tag=1',
        'To: <sip:agent@hostile.invalid>',
        `Call-ID: ${outside}`,
        'CSeq: 1 REFER',
        'Contact: <sip:stranger@127.0.0.1;transport=ws>',
        `Refer-To: <${target}>`,
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
    await expect.poll(() => finalAnswer(customers, outside, '1 REFER')).toMatch(/^SIP\/2\.0 603 /);
  }
  expect(requests(customers, 'INVITE')).toEqual([]);
  await hangUp(desk);
  await expect.poll(() => storedCalls(dataDir).length).toBe(1);
});

test('row 2: credentials go to our realm alone, and not with our own BYE either', async ({
  customers,
  desk,
}) => {
  const challenge = (realm: string, kind = 'WWW'): readonly string[] => [
    `${kind}-Authenticate: Digest realm="${realm}", nonce="n1", algorithm=MD5, qop="auth"`,
  ];
  const authorized = (): readonly string[] =>
    customers.exchange.received.filter((text) => /^(?:Proxy-)?Authorization:/im.test(text));

  for (const method of ['INVITE', 'BYE', 'OPTIONS']) {
    customers.intercept = (request, reply) => {
      if (!request.startsWith(`${method} `) || authorized().includes(request)) return false;
      if (method === 'INVITE')
        reply('407 Proxy Authentication Required', challenge('bank.example', 'Proxy'));
      else reply('401 Unauthorized', challenge('bank.example'));
      return true;
    };
    await desk.getByTestId('dial-input').fill('0212345678');
    await desk.getByTestId('dial-call').click();
    if (method !== 'INVITE') {
      await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
      await desk.getByTestId('hang-up').click();
    }
    await expect(desk.getByTestId('ended-line')).toBeVisible();
    await expect.poll(() => requests(customers, method).length).toBeGreaterThan(0);
  }
  expect(authorized()).toEqual([]);

  // Our own realm gets them: what was seen before is no phone that never answers anybody.
  customers.intercept = (request, reply) => {
    if (!request.startsWith('INVITE ') || authorized().includes(request)) return false;
    reply('401 Unauthorized', challenge(customers.exchange.domain));
    return true;
  };
  await talk(desk, '0212345678');
  expect(authorized().some((text) => text.startsWith('INVITE '))).toBe(true);
  await hangUp(desk);
});

test('rows 3 and 4: no header opens the microphone; Answer and Call do', async ({
  customers,
  microphones,
  desk,
}) => {
  expect(await microphones()).toBe(0);
  const callId = customers.exchange.invite('"콜센터" <sip:0212345678@caller.invalid>', [
    'Call-Info: <sip:x.invalid>;answer-after=0',
    'Alert-Info: <http://x.invalid/ring.wav>;info=alert-autoanswer;delay=0',
    'Alert-Info: info=RingAnswer',
    'Answer-Mode: Auto',
    'Priv-Answer-Mode: Auto;require',
    'P-Auto-Answer: normal',
    'X-Auto-Answer: true',
  ]);
  await expect(desk.getByTestId('incoming-card')).toBeVisible();
  // A later call is shown as well: the first has been dealt with, and was not answered.
  const second = await customers.call('<sip:0299998888@caller.invalid>');
  await expect(desk.getByTestId('incoming-card')).toHaveCount(2);
  expect(customers.exchange.answerTo(callId)).toBeUndefined();
  expect(await microphones()).toBe(0);
  customers.exchange.cancel(callId);
  await expect(desk.getByTestId('incoming-card')).toHaveCount(1);

  await desk.getByTestId('answer').click();
  await expect.poll(() => customers.talking).toEqual([second]);
  expect(await microphones()).toBe(1);
  await hangUp(desk);
  await talk(desk, '0212345678');
  expect(await microphones()).toBe(2);
  await hangUp(desk);
});

test('row 5: frames of 64 kB to 5 MB are dropped unread, and calls go on coming', async ({
  customers,
  desk,
}) => {
  const health = await watchHealth(desk);
  for (const size of [70_000, 1_000_000, 5_000_000]) {
    customers.exchange.invite(`"${'B'.repeat(size)}" <sip:01011112222@caller.invalid>`);
    customers.exchange.send(`${'<'.repeat(size)}\r\n\r\n`);
  }
  // What throws in the parser or the stack: sipjs/frameGuard.test.ts, and every spoilt frame.
  await customers.call('"다음 고객" <sip:0299990000@caller.invalid>');
  await expect(desk.getByTestId('incoming-card')).toHaveCount(1);
  await expect(desk.getByTestId('incoming-card')).toContainText('다음 고객');
  expect(health.uncaught).toEqual([]);
});

// Names: tests/e2e/hostile-names.spec.ts, 64 of them. Markup in the code: tests/check/lint.test.ts.
test('rows 6 and 7: a reason, a subject, an identity are text, without what is not seen', async ({
  customers,
  desk,
  dataDir,
}) => {
  const payload = '<img src=x onerror=pwned=1>';
  const executed: string[] = [];
  desk.on('dialog', (dialog) => {
    executed.push(dialog.message());
    void dialog.dismiss();
  });
  const health = await watchHealth(desk);
  const unseen = '\u202Egnp.exe\u202C\u200B';

  customers.intercept = (request, reply) => {
    if (!request.startsWith('INVITE ')) return false;
    // All that a reason phrase may hold: with markup in it the answer is no SIP, and passed over.
    reply(`486 javascript:alert('1')${unseen}`);
    return true;
  };
  await desk.getByTestId('dial-input').fill('0212345678');
  await desk.getByTestId('dial-call').click();
  await expect(desk.getByTestId('ended-line')).toBeVisible();

  customers.intercept = () => false;
  const offered = customers.exchange.invite(`"${payload}" <sip:0212345678@caller.invalid>`, [
    `Subject: ${payload}`,
    `P-Asserted-Identity: "${payload}" <sip:0212345678@caller.invalid>`,
    `Organization: ${payload}${unseen}`,
  ]);
  await expect(desk.getByTestId('incoming-card')).toContainText(payload);
  customers.exchange.cancel(offered);
  await expect(desk.getByTestId('incoming-card')).toHaveCount(0);

  const answered = await customers.call('<sip:0212345678@caller.invalid>');
  await desk.getByTestId('answer').click();
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  customers.exchange.inCall(answered, 'BYE', 2, [
    `Reason: SIP;cause=603;text="${payload}${unseen}"`,
  ]);
  await expect(desk.getByTestId('ended-line')).toBeVisible();

  const causes = (): readonly string[] => storedCalls(dataDir).map(({ cause }) => cause ?? '');
  await expect.poll(() => causes().filter((cause) => cause.includes('gnp.exe')).length).toBe(2);
  expect(causes().some((cause) => cause.includes(payload))).toBe(true);
  for (const cause of causes()) expect(cause).not.toMatch(/\p{Cf}/u);
  // And in the log, with all there is to a call.
  await desk.getByTestId('nav-history').click();
  for (const row of await desk.getByTestId('history-row').all()) {
    await row.click();
    await expect(desk.getByTestId('call-detail')).toBeVisible();
    await expect(desk.locator('img[src="x"]')).toHaveCount(0);
    // Where there is no room for both, a call is shown instead of the list.
    await desk.getByTestId('call-detail').getByRole('button', { name: '목록으로' }).click();
  }
  expect(await desk.evaluate(() => Object.hasOwn(window, 'pwned'))).toBe(false);
  expect([...executed, ...health.uncaught]).toEqual([]);
});

test.describe('row 8: a registrar that always asks again', () => {
  for (const stale of [false, true]) {
    test(stale ? 'for a newer nonce' : 'for the password', async ({ customers, page, reopen }) => {
      let nonce = 0;
      customers.intercept = (request, reply) => {
        if (!request.startsWith('REGISTER ')) return false;
        nonce += 1;
        reply('401 Unauthorized', [
          `WWW-Authenticate: Digest realm="${customers.exchange.domain}", nonce="n${nonce}", algorithm=MD5, qop="auth"${stale ? ', stale=true' : ''}`,
        ]);
        return true;
      };
      await reopen('refused');
      const tries = (): readonly string[] =>
        requests(customers, 'REGISTER').filter((text) => /^Authorization:/m.test(text));
      expect(tries().length).toBeGreaterThan(0);
      expect(tries().length).toBeLessThanOrEqual(2);
      await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'refused');
    });
  }

  test('403 is not asked again', async ({ customers, reopen }) => {
    customers.intercept = (request, reply) => {
      if (!request.startsWith('REGISTER ')) return false;
      reply('403 Forbidden');
      return true;
    };
    await reopen('refused');
    expect(requests(customers, 'REGISTER')).toHaveLength(1);
  });
});

// Row 9: the messages' own tests. Rows 10 and 11: the links' and the outbound policy's own tests.
// Row 12: account.test.ts and provisioning.test.ts (ws:// on loopback only), calls.spec.ts (a
// certificate that is not trusted means no connection), navigation and policy of the page itself:
test('row 12: the page may open no plain WebSocket but to this computer', async ({ desk }) => {
  const refused = await desk.evaluate(async () => {
    const blocked = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.blockedURI), {
        once: true,
      });
    });
    const socket = new WebSocket('ws://pbx.invalid/ws', 'sip');
    const failed = new Promise<string>((resolve) => {
      socket.addEventListener('error', () => resolve('error'), { once: true });
    });
    await failed;
    return blocked;
  });
  expect(refused).toContain('ws://pbx.invalid');
});

test.describe('a call of ours that is forked to two phones, both with early sound', () => {
  const elsewhere = (sdp: string): string => sdp.replace(/a=ice-ufrag:\S+/, 'a=ice-ufrag:other');
  const contact = (who: string): readonly string[] => [
    `Contact: <sip:${who}@127.0.0.1;transport=ws>`,
  ];

  for (const winner of ['first', 'second']) {
    test(`the ${winner} answers: it is the call, and the other's late answer is ended`, async ({
      customers,
      desk,
    }) => {
      const loser = winner === 'first' ? 'second' : 'first';
      const answered = Promise.withResolvers<void>();
      customers.intercept = (invite, reply) => {
        if (!invite.startsWith('INVITE ')) return false;
        void (async () => {
          const sdp = await customers.answerTo(invite);
          // What each answers later is what it said early. RFC 3261 §13.2.1.
          const of = (who: string): string => (who === winner ? sdp : elsewhere(sdp));
          reply('180 Ringing', contact('first'), of('first'), 'first');
          reply('183 Session Progress', contact('second'), of('second'), 'second');
          reply('200 OK', contact(winner), of(winner), winner);
          await answered.promise;
          reply('200 OK', contact(loser), of(loser), loser);
        })();
        return true;
      };
      await desk.getByTestId('dial-input').fill('0212345678');
      await desk.getByTestId('dial-call').click();
      await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
      await expect.poll(() => pageHears(desk, FAR_HZ)).toBe(true);
      answered.resolve();
      customers.intercept = (request, reply) => {
        if (!request.startsWith('BYE ') || !request.includes(`;tag=${loser}`)) return false;
        reply('200 OK');
        return true;
      };
      const sentTo = (method: string, tag: string): number =>
        requests(customers, method).filter((text) =>
          new RegExp(`^To:.*;tag=${tag}\\r$`, 'm').test(text),
        ).length;
      await expect.poll(() => [sentTo('ACK', loser), sentTo('BYE', loser)]).toEqual([1, 1]);
      expect(sentTo('ACK', winner)).toBe(1);
      await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
      expect(await pageHears(desk, FAR_HZ)).toBe(true);
      await hangUp(desk);
      await expect.poll(() => sentTo('BYE', winner)).toBe(1);
    });
  }
});

test('row 5: no SIP at all', async ({ customers, desk }) => {
  const health = await watchHealth(desk);
  customers.exchange.send('');
  customers.exchange.send('\r\n\r\n');
  customers.exchange.send(Buffer.from([0xff, 0xfe, 0x00]));
  await talk(desk, '0212345678');
  await hangUp(desk);
  expect(health.uncaught).toEqual([]);
});
