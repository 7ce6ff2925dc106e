/** sipp: scripted callers, towards an agent through the proxy. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabProcess } from './child-process.ts';
import type { LabAccount } from './laboratory-types.ts';
import { LOOPBACK } from './ports.ts';
import { LabTimeout, withTimeout } from './wait.ts';

export interface Sipp {
  /** The user part of the request URI, [service] in the scenario: 1001. */
  readonly target: string;
  /**
   * Who calls. With an account sipp answers the proxy's challenge ([authentication] in the
   * scenario); without one it comes from outside, through the trunk, unchallenged.
   */
  readonly as?: LabAccount;
  /** How many calls in all; default 1. */
  readonly calls?: number;
  /** Calls a second; default 10. */
  readonly rate?: number;
  /** At once; default as many as there are. */
  readonly limit?: number;
  readonly timeoutMs?: number;
  /** Values for [name] in the scenario. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Further arguments, as they are. */
  readonly args?: readonly string[];
}

export interface SippResult {
  readonly exitCode: number | NodeJS.Signals;
  /** Every call went as the scenario says. */
  readonly ok: boolean;
  readonly successful: number;
  readonly failed: number;
  /** All messages sent and received. */
  readonly messages: string;
  /** What sipp complained about. */
  readonly errors: string;
  /** Its output, with the last statistics. */
  readonly log: string;
}

export interface SippSurroundings {
  readonly folder: string;
  readonly port: number;
  readonly mediaPort: number;
  readonly accountPort: number;
  readonly trunkPort: number;
  readonly domain: string;
}

/**
 * Runs a scenario to its end. [domain] stands for the laboratory's domain.
 * @throws LabTimeout when it does not end within the time and a grace of 5 s.
 */
export async function runSipp(
  scenario: string,
  options: Sipp,
  around: SippSurroundings,
): Promise<SippResult> {
  const folder = mkdtempSync(join(around.folder, 'sipp-'));
  const scenarioFile = join(folder, 'scenario.xml');
  writeFileSync(scenarioFile, scenario.trimStart());
  const calls = options.calls ?? 1;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const remote = options.as === undefined ? around.trunkPort : around.accountPort;
  const keys = { domain: around.domain, ...options.keys };
  const sipp = new LabProcess({
    name: 'sipp',
    command: 'sipp',
    args: [
      `${LOOPBACK}:${remote}`,
      ...['-sf', scenarioFile, '-s', options.target],
      ...['-i', LOOPBACK, '-p', String(around.port), '-bind_local'],
      ...['-mi', LOOPBACK, '-mp', String(around.mediaPort)],
      ...['-m', String(calls), '-r', String(options.rate ?? 10)],
      ...['-l', String(options.limit ?? calls)],
      ...['-timeout', `${timeoutMs}ms`, '-timeout_error'],
      ...['-nostdin', '-trace_err', '-trace_msg', '-trace_stat', '-fd', '1'],
      ...['-message_file', 'messages.log', '-error_file', 'errors.log', '-stf', 'stat.csv'],
      ...(options.as === undefined ? [] : ['-au', options.as.username, '-ap', options.as.password]),
      ...Object.entries(keys).flatMap(([name, value]) => ['-key', name, value]),
      ...(options.args ?? []),
    ],
    cwd: folder,
    env: { ...process.env, TERM: 'dumb' },
    logFile: join(folder, 'sipp.log'),
  });
  try {
    const exitCode = await withTimeout(sipp.ended, {
      what: `sipp to make ${calls} calls to ${options.target}`,
      timeoutMs: timeoutMs + 5000,
      explain: () => sipp.logTail(),
    });
    const { successful, failed } = statistics(join(folder, 'stat.csv'));
    return {
      exitCode,
      ok: exitCode === 0,
      successful,
      failed,
      messages: text(join(folder, 'messages.log')),
      errors: text(join(folder, 'errors.log')),
      log: sipp.log(),
    };
  } catch (error) {
    if (error instanceof LabTimeout) await sipp.kill();
    throw error;
  }
}

/** The last row of sipp's CSV, by column name. */
function statistics(path: string): { successful: number; failed: number } {
  const rows = text(path).trim().split('\n');
  const names = rows[0]?.split(';') ?? [];
  const last = rows.at(-1)?.split(';') ?? [];
  const value = (name: string): number => Number(last[names.indexOf(name)] ?? 0);
  return { successful: value('SuccessfulCall(C)'), failed: value('FailedCall(C)') };
}

function text(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
