import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { RunFact } from '#shared/domain/script/run.ts';
import { TEN_O_CLOCK, wholeCall } from '../host/facts.ts';
import { inRun, movedTo, runStarted } from '../host/runFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test.use({ viewport: { width: 1_280, height: 800 } });
test.setTimeout(60_000);

const SECOND = 1_000;

/**
 * A call with a run of the script of the tests, which the app itself does not have: the record is
 * read in the version it was made with.
 */
async function left(dataDir: string): Promise<void> {
  const { host, connect } = startTestHost(dataDir);
  const { client } = connect();
  const call = wholeCall({ at: TEN_O_CLOCK });
  const [started, ...later] = call;
  if (!started) throw new Error('a call');
  const before = later.filter(({ type }: CallFact) => type !== 'ended');
  await client.call('settings.update', { patch: { line: 'practice' } });
  await client.call('calls.append', { facts: [started, ...before] });
  const begun = runStarted({
    ...{ callId: started.callId, at: TEN_O_CLOCK + 6 * SECOND, by: 'trigger', trigger: 'deadline' },
  });
  const { runId } = begun;
  const at = (seconds: number): number => begun.at + seconds * SECOND;
  const said = '김철수 고객님, 말씀해 주십시오.';
  const facts: RunFact[] = [
    begun,
    inRun(runId, at(3), { type: 'field', fieldId: 'trouble', value: '배송이 사흘 늦음' }),
    inRun(runId, at(5), {
      type: 'moved',
      how: 'skip',
      choiceId: null,
      to: 'thank',
      said: '안 한 말',
    }),
    inRun(runId, at(8), { type: 'moved', how: 'back', choiceId: null, to: 'hear', said: '' }),
    inRun(runId, at(9), { type: 'acted', action: 'promise', ref: null }),
    inRun(runId, at(12), { type: 'moved', how: 'next', choiceId: null, to: 'thank', said }),
  ];
  await client.call('runs.append', { facts });
  await client.call('calls.append', { facts: call });
  await client.call('runs.append', { facts: [movedTo(runId, at(90), null)] });
  await host.stop();
}

test('a call of the history tells which script was gone through, step by step', async ({
  page,
  dataDir,
}) => {
  await left(dataDir);
  const host = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').first().click();

  const run = page.getByTestId('detail-run');
  await expect(run.getByRole('heading')).toHaveText('짧은 대본');
  for (const word of ['1판', '기한', '통화와 함께 끝남']) await expect(run).toContainText(word);
  await expect(run.locator('dl')).toHaveText('문제배송이 사흘 늦음');
  const lines = await run.getByRole('listitem').allInnerTexts();
  expect(lines.map((line) => line.split(/\s*\n\s*/).filter((part) => part !== ''))).toEqual([
    ['경청', '건너뜀', '10:00:06'],
    ['감사', '이전으로 돌아감', '10:00:11'],
    ['경청', '10:00:14', '김철수 고객님, 말씀해 주십시오.'],
    ['다시 전화드리기로 약속함', '10:00:15'],
    ['감사', '10:00:18'],
  ]);

  expect(await seriousProblems(page)).toEqual([]);
  await host.stop();
});

test('the settings tell which versions are in use, and what is wrong with a file', async ({
  page,
  folder,
  dataDir,
}) => {
  // A lead has been further already than the file that comes with the app.
  const scriptsDir = join(folder, 'scripts');
  mkdirSync(scriptsDir);
  const shipped = join(import.meta.dirname, '../../resources/scripts/difficult.json');
  const script = JSON.parse(readFileSync(shipped, 'utf8')) as object;
  writeFileSync(join(scriptsDir, 'difficult.json'), JSON.stringify({ ...script, version: 9_999 }));
  await startTestHost(dataDir, { scriptsDir }).host.stop();

  const host = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await page.getByTestId('nav-settings').click();
  const panel = page.getByTestId('script-settings');
  const refused = panel.getByTestId('script-refused');
  await expect(refused).toContainText('difficult.json · 파일 전체');
  await expect(refused).toContainText('version을 올려 주십시오');
  await expect(refused).toContainText('9999판을 계속 쓰고 있습니다');
  await expect(panel.getByTestId('script-in-use').filter({ hasText: '9999판' })).toHaveCount(1);
  expect(await seriousProblems(page)).toEqual([]);
  await host.stop();
});
