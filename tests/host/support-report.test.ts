import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostReportSchema } from '#shared/domain/support/supportBundle.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

describe("the host's part of a support bundle", () => {
  let dir: ReturnType<typeof makeTempDir>;
  let running: TestHost;

  beforeEach(() => {
    dir = makeTempDir();
    running = startHost(dir.path);
  });
  afterEach(async () => {
    await running.host.stop();
    dir.remove();
  });

  it('tells versions, the state of the data and the newest lines of the log', async () => {
    const { client } = running.connect();
    await client.call('app.log', { level: 'warn', message: 'The server does not answer.' });
    const report = await client.call('support.report', {});
    expect(hostReportSchema.parse(report)).toEqual(report);
    expect(report.node).toBe(process.versions.node);
    expect(report.sqlite).toMatch(/^3\.\d+\.\d+$/);
    expect(report.storage).toEqual({ state: 'ok', code: null });
    expect(report.databaseBytes).toBeGreaterThan(0);
    expect(report.calls).toBe(0);
    expect(report.log.at(-1)).toContain('The server does not answer.');
  });

  it('holds no whole number and no name of a home folder, whatever was logged', async () => {
    const { client } = running.connect();
    await client.call('app.log', { level: 'info', message: 'Calling 010-1234-5678' });
    await client.call('app.log', { level: 'info', message: 'in /home/hanul/.local/share/ieum' });
    const { log } = await client.call('support.report', {});
    expect(log.join('\n')).toContain('010-****-5678');
    expect(log.join('\n')).not.toContain('hanul');
  });

  it('keeps the newest lines only', async () => {
    const { client } = running.connect();
    for (let index = 0; index < 450; index += 1) {
      await client.call('app.log', { level: 'info', message: `line ${index}.` });
    }
    const { log } = await client.call('support.report', {});
    expect(log).toHaveLength(400);
    expect(log[0]).toContain('line 50.');
    expect(log.at(-1)).toContain('line 449.');
  });
});
