import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { HostOptions } from '#host/host.ts';
import type { NoticeShell } from '#host/services/notices.ts';
import type { PowerShell } from '#host/services/power.ts';
import type { CallCard } from '#shared/contract/callCard.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

type Client = RpcClient<IeumContract>;
type Events = 'callCard.changed' | 'callCard.pressed' | 'notices.pressed' | 'power.changed';
type Next = (event: Events | 'power.resumed') => Promise<unknown>;

const CALL = newId();
const CARD: CallCard = {
  calls: [{ callId: CALL, who: '김하늘', lines: ['첫 전화'], startedAt: 1, canText: false }],
  ...{ language: 'ko', dark: true, keys: { answer: 'F8', decline: '' } },
  words: { title: '전화', answer: '받기', decline: '거절', text: '문자', open: '열기', more: '' },
};
const NOTICE = {
  ...{ id: 'missed:1', title: '부재중 전화', body: '' },
  actions: [{ action: 'call', text: '다시 전화' }] as const,
};

/** A shell that shows what it is told, and does what a test presses. */
export function fakeShell() {
  const rung: number[] = [];
  let press: Parameters<NoticeShell['show']>[1] = () => undefined;
  let power: Parameters<PowerShell['listen']>[0] | null = null;
  const options: Partial<HostOptions> = {
    cardWindow: { ring: (calls) => rung.push(calls), raise: () => undefined },
    noticeShell: {
      show: (_notice, pressed) => (press = pressed),
      close: () => undefined,
      raise: () => undefined,
    },
    powerShell: {
      watched: () => ({ locked: true, idleSince: null }),
      listen: (told) => {
        power = told;
        return () => (power = null);
      },
      keepAwake: () => undefined,
    },
  };
  return { options, rung, press: () => press('call'), power: () => power };
}

/** What is shown over other windows, and what the computer tells, through one line. */
export async function overWindowsPart(
  client: Client,
  next: Next,
  { rung, press, power }: ReturnType<typeof fakeShell>,
): Promise<void> {
  const deskId = newId();
  const tell = { deskId, card: CARD };
  await expect(client.call('callCard.tell', tell)).rejects.toMatchObject({ code: 'desk.taken' });
  await expect(
    client.call('notices.show', { deskId, notice: { ...NOTICE, actions: [...NOTICE.actions] } }),
  ).rejects.toMatchObject({ code: 'desk.taken' });

  await client.call('desk.claim', { deskId, takeOver: false });
  expect(await client.call('callCard.state', {})).toEqual({ card: null });
  const changed = next('callCard.changed');
  expect(await client.call('callCard.tell', tell)).toEqual({});
  expect(await changed).toEqual({ card: CARD });
  expect(await client.call('callCard.state', {})).toEqual({ card: CARD });
  expect(rung.at(-1)).toBe(1);

  const pressed = next('callCard.pressed');
  const answer = { callId: CALL, action: 'answer' } as const;
  expect(await client.call('callCard.press', answer)).toEqual({ taken: true });
  expect(await pressed).toEqual(answer);
  // Who withholds their number cannot be written to; who rings no more is not answered.
  const text = { callId: CALL, action: 'text' } as const;
  expect(await client.call('callCard.press', text)).toEqual({ taken: false });
  const other = { callId: newId(), action: 'answer' } as const;
  expect(await client.call('callCard.press', other)).toEqual({ taken: false });
  await client.call('callCard.tell', { deskId, card: null });
  expect(rung.at(-1)).toBe(0);

  const notice = { ...NOTICE, actions: [...NOTICE.actions] };
  expect(await client.call('notices.show', { deskId, notice })).toEqual({ shown: true });
  const clicked = next('notices.pressed');
  press();
  expect(await clicked).toEqual({ id: 'missed:1', action: 'call' });
  expect(await client.call('notices.close', { id: 'missed:1' })).toEqual({});

  const watched = { watched: { locked: true, idleSince: null } };
  expect(await client.call('power.state', {})).toEqual(watched);
  const told = next('power.changed');
  power()?.changed();
  expect(await told).toEqual(watched);
  const resumed = next('power.resumed');
  power()?.resumed();
  expect(await resumed).toEqual({ at: expect.any(Number) as number });
}
