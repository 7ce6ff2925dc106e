import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { query } from '../support/callLog.ts';
import { makeTempDir } from './support.ts';
import { openDesk } from './teamDesk.ts';

/* Two hosts in one folder. One of them is a process of its own, really killed while it writes. */
const KILLS = 16;

let dir: ReturnType<typeof makeTempDir>;
let folder: string;
beforeEach(() => {
  dir = makeTempDir();
  folder = join(dir.path, 'team');
  mkdirSync(folder);
});
afterEach(() => dir.remove());

/** @returns the calls that were in the folder before the kill */
async function tellUntilKilled(dataDir: string, code: string, afterMs: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'teamChild.ts'), dataDir, folder, code],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await expect.poll(() => output, { timeout: 20_000, interval: 5 }).toContain('told');
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await once(child, 'close');
  // The last line may have been cut by the kill.
  const lines = output.split('\n').slice(0, -1);
  return lines.flatMap((line) => line.split(' ')[1] ?? []);
}

it(
  `has every call that was told after ${KILLS} kills at random moments, and no half file is ever taken`,
  { timeout: 240_000 },
  async () => {
    const lead = await openDesk(dir.path, folder, {
      ...{ role: 'both', name: '이팀장', code: null, clock: Date.now },
    });
    const told = new Set<string>();
    const own = new Set<string>();
    let leftBehind = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const dataDir = join(dir.path, 'agent');
      for (const id of await tellUntilKilled(dataDir, lead.code, Math.random() * 150)) told.add(id);
      leftBehind += readdirSync(folder).filter((name) => name.endsWith('.part')).length;
      expect(await lead.look(), `kill ${kill}`).toMatchObject({ refused: 0, writeFault: null });
      const merged = query<{ id: string; agent_id: string }>(
        lead.dataDir,
        `SELECT id, agent_id FROM team_records WHERE kind = 'call'`,
      );
      const ids = new Set(merged.map(({ id }) => id));
      expect([...told].filter((id) => !ids.has(id))).toEqual([]);
      for (const { agent_id } of merged) own.add(agent_id);
    }
    expect(own.size).toBe(1);
    expect(told.size).toBeGreaterThanOrEqual(KILLS);
    // What kills have left is gone when the agent is there again.
    const agent = await openDesk(dir.path, folder, {
      ...{ role: 'write', name: 'agent', code: lead.code, clock: Date.now },
    });
    await agent.look();
    const names = readdirSync(folder);
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
    console.info(`team: ${KILLS} kills, ${told.size} calls told, ${leftBehind} half files left`);

    // And one file altered by a byte is the only one that is named.
    const [mine = ''] = names.filter((name) => name.includes(agent.agentId));
    const bytes = readFileSync(join(folder, mine));
    const place = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 0x20, place);
    writeFileSync(join(folder, mine), bytes);
    utimesSync(join(folder, mine), 1, 1);
    await lead.look();
    const { refused, agents } = await lead.client.call('team.overview', {
      from: 0,
      to: Date.now(),
    });
    expect(refused).toMatchObject([{ file: mine, fault: 'altered' }]);
    expect(agents.map(({ name }) => name).sort()).toEqual(['김상담', '이팀장']);
    expect(agents.find(({ name }) => name === '김상담')?.calls).toBeGreaterThanOrEqual(told.size);
    await agent.stop();
    await lead.stop();
  },
);
