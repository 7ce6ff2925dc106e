import type { ScriptedExchange } from '../support/scriptedExchange.ts';
import { dialogInfo } from '../support/scriptedNotifier.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, OFFERS, test } from './pbx.ts';

const header = (message: string, name: string): string =>
  new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(message)?.[1] ?? '';

/** The newest request of the phone of that method. */
function request(exchange: ScriptedExchange, method: string): string {
  return exchange.received.filter((text) => text.startsWith(`${method} `)).at(-1) ?? '';
}

function answer(exchange: ScriptedExchange, to: string, status: string): void {
  const copied = to.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/i.test(line));
  const tagged = /;tag=/.test(header(to, 'To')) ? '' : ';tag=exchange';
  const toHeader = `To: ${header(to, 'To')}${tagged}`;
  exchange.send(
    [`SIP/2.0 ${status}`, ...copied, toHeader, 'Content-Length: 0', '', ''].join('\r\n'),
  );
}

test.describe('a switch', () => {
  test('that is refused says so in the exchange’s words, and is out of the customers’ log', async ({
    desk,
    exchange,
    subscription,
    calls,
  }) => {
    const hint = await subscription('dialog', 'q1');
    hint.notify(dialogInfo(0, 'full'));
    const queue = desk.getByTestId('switch').filter({ hasText: '상담 큐' });
    await expect(queue.getByTestId('switch-state')).toContainText('교환기: 로그아웃됨');
    await queue.getByTestId('switch-on').click();
    await expect.poll(() => request(exchange, 'INVITE')).toMatch(/^INVITE sip:\*45@/);
    await expect(queue).toHaveAttribute('data-calling', 'true');
    answer(exchange, request(exchange, 'INVITE'), "403 Not 'In' This Queue");
    await expect(queue.getByTestId('switch-trouble')).toContainText('SIP 403');
    await expect(queue.getByTestId('switch-trouble')).toContainText("Not 'In' This Queue");
    await expect(desk.getByTestId('call-bar')).toBeHidden();

    // The lead logs the agent in: what the exchange shows is the truth.
    hint.notify(dialogInfo(1, 'full', { a: 'confirmed' }));
    await expect(queue.getByTestId('switch-state')).toContainText('교환기: 로그인됨');

    await expect.poll(() => calls().map(({ service }) => service)).toEqual(['switch']);
    await desk.getByTestId('nav-history').click();
    await expect(desk.getByTestId('history-row')).toHaveCount(0);
    await desk.getByTestId('history-more').click();
    await desk.getByTestId('history-service').locator('select').selectOption('yes');
    await expect(desk.getByTestId('history-row')).toContainText('상담 큐');
  });

  test('that the agent hangs up, or whose line goes, needs to be checked', async ({
    desk,
    exchange,
  }) => {
    const dnd = desk.getByTestId('switch').filter({ hasText: '방해금지' });
    await expect(dnd.getByTestId('switch-state')).toContainText('모름');
    await dnd.getByTestId('switch-on').click();
    await expect.poll(() => request(exchange, 'INVITE')).toMatch(/^INVITE sip:\*78@/);
    answer(exchange, request(exchange, 'INVITE'), '180 Ringing');
    await dnd.getByTestId('switch-hang-up').click();
    await expect(dnd.getByTestId('switch-state')).toContainText('확인 필요');
    await desk.getByTestId('nav-history').click();
    await expect(desk.getByTestId('banner-switch')).toContainText('방해금지');
    await desk.getByTestId('nav-phone').click();
    await expect.poll(() => request(exchange, 'CANCEL')).not.toBe('');
    answer(exchange, request(exchange, 'CANCEL'), '200 OK');
    answer(exchange, request(exchange, 'INVITE'), '487 Request Terminated');
    exchange.drop();
    // What was known is not known any more, and no code is dialled by itself.
    const invites = exchange.received.filter((text) => text.startsWith('INVITE ')).length;
    await expect(desk.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await expect(dnd).toHaveAttribute('data-position', 'unknown');
    expect(exchange.received.filter((text) => text.startsWith('INVITE '))).toHaveLength(invites);
  });
});

test.describe('written down by the agent', () => {
  test.use({ offers: { voicemailNumber: OFFERS.voicemailNumber } });

  test('what is wrong is said in words, what is right works at once; what is decided is locked', async ({
    desk,
    subscription,
  }) => {
    await desk.getByTestId('nav-settings').click();
    await expect(desk.getByTestId('pbx-locked')).toBeVisible();
    await expect(desk.getByTestId('pbx-voicemail')).toHaveAttribute('readonly', '');
    await desk.getByTestId('pbx-colleagues').fill('김하늘, 1001\n이바다');
    await desk.getByTestId('pbx-save').click();
    await expect(desk.getByTestId('pbx-colleagues-error')).toContainText('2번째 줄');
    await desk.getByTestId('pbx-colleagues').fill('김하늘, 1001\n이바다\t1002');
    await desk.getByTestId('pbx-save').click();
    await expect(desk.getByTestId('pbx-save')).toBeDisabled();
    const told = await subscription('dialog', '1002');
    await desk.getByTestId('nav-phone').click();
    told.notify(dialogInfo(0, 'full'));
    const lamp = desk.getByTestId('colleague').filter({ hasText: '이바다' }).getByTestId('lamp');
    await expect(lamp).toHaveAttribute('data-lamp', 'free');
  });
});

for (const theme of ['light', 'dark'] as const) {
  test(`everything of the exchange on the screen, ${theme}: no serious or critical problem`, async ({
    desk,
    exchange,
    subscription,
  }) => {
    await desk.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await expect(desk.locator('html')).toHaveAttribute('data-theme', theme);
    const busy = dialogInfo(0, 'full', { a: 'confirmed' });
    for (const [user, document] of [
      ['1001', busy],
      ['1002', dialogInfo(0, 'full', { a: 'early' })],
      ['701', busy],
      ['702', dialogInfo(0, 'full')],
      ['q1', busy],
    ] as const) {
      (await subscription('dialog', user)).notify(document);
    }
    const voicemail = await subscription('message-summary', 'agent');
    voicemail.notify('Messages-Waiting: yes\r\nVoice-Message: 3/1 (1/0)\r\n');
    await expect(desk.getByTestId('voicemail')).toHaveAttribute('data-waiting', 'true');
    expect.soft(await seriousProblems(desk), 'phone').toEqual([]);

    const callId = exchange.invite('"Anonymous" <sip:anonymous@anonymous.invalid>', [
      'P-Asserted-Identity: "김하늘" <sip:+821012345678@pbx.example>',
      'Diversion: <sip:15880000@pbx.example>;reason=unconditional',
    ]);
    await expect(desk.getByTestId('via')).toBeVisible();
    expect.soft(await seriousProblems(desk), 'ringing').toEqual([]);
    await desk.getByTestId('answer').click();
    await expect.poll(() => exchange.answerTo(callId)).toMatch(/^SIP\/2\.0 200/);
    exchange.inCall(callId, 'ACK', 1);
    await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await desk.getByTestId('transfer-open').click();
    await expect(desk.getByTestId('pick-colleague')).toHaveCount(2);
    expect.soft(await seriousProblems(desk), 'handing over').toEqual([]);
  });
}
