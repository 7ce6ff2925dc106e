import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { teamFileName } from '#shared/domain/team/teamFile.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, later, started } from '../host/facts.ts';

/** A team of one: a key, a folder, the own day written, read back, handed on and taken from a file. */
export async function teamPart(
  client: RpcClient<IeumContract>,
  next: () => Promise<unknown>,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'ieum-team-'));
  try {
    const folder = join(dir, 'team');
    mkdirSync(folder);
    const before = await client.call('team.state', {});
    expect(before).toMatchObject({ word: null, folderFault: null, written: null, refused: 0 });
    const told = next();
    const { code, word } = await client.call('team.makeKey', {});
    expect(await told).toEqual({});
    await client.call('team.forgetKey', {});
    await expect(client.call('team.enterKey', { code: 'no code' })).rejects.toMatchObject({
      code: 'team.code',
    });
    expect(await client.call('team.enterKey', { code })).toEqual({ word });
    const check = { folder, writes: true };
    expect(await client.call('team.checkFolder', check)).toEqual({ fault: null });
    const team = { role: 'both', folder, name: '김상담', numbers: 'all', notes: false } as const;
    await client.call('settings.update', { patch: { team } });

    const now = Date.now();
    const callId = newId();
    await client.call('calls.append', {
      facts: [
        started({ callId, at: now }),
        later(callId, 'answered', now),
        ended(callId, now + 1_000),
      ],
    });
    const state = await client.call('team.look', {});
    expect(state).toMatchObject({ name: '김상담', word, writeFault: null, mergeFault: null });
    const span = { from: now - 86_400_000, to: now + 86_400_000 };
    const { agents, refused } = await client.call('team.overview', span);
    expect(agents).toMatchObject([{ id: state.agentId, own: true, calls: 1, answered: 1 }]);
    expect(refused).toEqual([]);
    const calls = await client.call('team.calls', { text: '1234' });
    expect(calls).toMatchObject({ rows: [{ call: { id: callId } }], next: null });
    expect(await client.call('team.promises', {})).toEqual({ rows: [], next: null });

    const day = state.written?.day ?? '';
    const file = await client.call('team.exportDay', { day, reason: '팀장 요청' });
    expect(file.name).toBe(teamFileName(state.agentId, day));
    expect(readFileSync(join(folder, file.name), 'utf8').split('\n')).toHaveLength(4);
    const importId = newId();
    const staged = await client.call('team.importStage', { importId, from: 0, text: file.text });
    expect(staged).toEqual({ staged: file.text.length });
    const plan = await client.call('team.importPlan', { importId });
    expect(plan).toMatchObject({ signature: 'right', counts: { added: 0, unchanged: 1 } });
    expect(await client.call('team.import', { importId })).toEqual(plan);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
