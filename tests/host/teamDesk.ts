import { join } from 'node:path';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { TeamState } from '#shared/contract/team.ts';
import type { TeamSettings } from '#shared/domain/team/teamSettings.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, later, started, TEN_O_CLOCK } from './facts.ts';
import { startHost } from './support.ts';
import type { TestHost } from './support.ts';

export const HOUR = 3_600_000;

/** One desk of a team: a host with a page, which looks through the folder when it is told to. */
export interface TeamDesk {
  readonly test: TestHost;
  readonly client: RpcClient<IeumContract>;
  readonly dataDir: string;
  readonly agentId: string;
  look(): Promise<TeamState>;
  stop(): Promise<void>;
}

export interface DeskOptions {
  readonly role: TeamSettings['role'];
  readonly name: string;
  /** Null: the desk makes one of its own, as a lead does. */
  readonly code: string | null;
  readonly clock?: () => number;
  readonly settings?: Partial<TeamSettings>;
}

export async function openDesk(
  dir: string,
  folder: string,
  { role, name, code, clock = () => TEN_O_CLOCK + HOUR, settings = {} }: DeskOptions,
): Promise<TeamDesk & { readonly code: string }> {
  const dataDir = join(dir, name);
  const test = startHost(dataDir, { clock });
  const { client } = test.connect();
  const made = code ?? (await client.call('team.makeKey', {})).code;
  if (code !== null) await client.call('team.enterKey', { code });
  const team = { role, folder, name, numbers: 'promises', notes: false, ...settings } as const;
  await client.call('settings.update', { patch: { team } });
  const { agentId } = await client.call('team.state', {});
  return {
    ...{ test, client, dataDir, agentId, code: made },
    look: () => client.call('team.look', {}),
    stop: () => test.host.stop(),
  };
}

/** A call of so many minutes after ten, or after `from`, answered or missed. @returns its id */
export async function aCall(
  { client }: Pick<TeamDesk, 'client'>,
  minutes: number,
  how: {
    readonly from?: number;
    readonly missed?: boolean;
    readonly name?: string;
    readonly dialled?: string;
  } = {},
): Promise<string> {
  const callId = newId();
  const { from = TEN_O_CLOCK, missed = false, name = '김철수', dialled = '01099991234' } = how;
  const at = from + minutes * 60_000;
  const e164 = `+82${dialled.slice(1)}`;
  await client.call('calls.append', {
    facts: [
      started({ callId, at, name, rawName: name, dialled, e164, address: `sip:${dialled}@pbx` }),
      ...(missed ? [] : [later(callId, 'answered', at + 5_000)]),
      ended(callId, at + 65_000, missed ? { outcome: 'missed' } : {}),
    ],
  });
  return callId;
}

/** 2026-11-21 on the clock of Seoul. */
export const THE_DAY = { from: TEN_O_CLOCK - 10 * HOUR, to: TEN_O_CLOCK + 14 * HOUR };
