import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { newId } from '#host/newId.ts';
import { dayAfter } from '#shared/domain/hours/businessHours.ts';
import type { RunFact } from '#shared/domain/script/run.ts';
import { inRun, runStarted } from '../host/runFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

const FORMULA = '=HYPERLINK("http://x","청정기")';

/** One run from its beginning to its end, by the host's own rules. */
function runOf(at: number, product: string, finished: boolean): readonly RunFact[] {
  const runId = newId();
  return [
    runStarted({
      ...{ runId, at, practice: true, scriptId: 'difficult', situation: 'difficult' },
      ...{ trigger: 'deadline', stepId: 'deadline' },
    }),
    inRun(runId, at + 1, { type: 'field', fieldId: 'product', value: product }),
    inRun(runId, at + 2, {
      ...{ type: 'moved', how: 'skip', choiceId: null, said: '' },
      to: finished ? null : 'deadline-restate',
    }),
    inRun(runId, at + 3, { type: 'ended', how: finished ? 'finished' : 'left' }),
  ];
}

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId(button).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

test('what repeats is shown by trouble and by product, and taken along as tables', async ({
  page,
  dataDir,
}) => {
  const before = startTestHost(dataDir);
  const { client } = before.connect();
  const today = dayAfter(Date.now(), 0);
  await client.call('settings.update', { patch: { line: 'practice' } });
  await client.call('runs.append', {
    facts: [
      ...runOf(today, FORMULA, true),
      ...runOf(today + 10, FORMULA, false),
      ...runOf(today + 20, '김하늘 님의 냉장고', true),
    ],
  });
  await before.host.stop();
  const host = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('nav-promises').click();
  await page.getByTestId('worklist-tabs').getByText('업무 현황').click();
  const part = page.getByTestId('patterns');
  await expect(part.getByTestId('pattern-trigger')).toContainText(['기한']);
  await expect(part.getByTestId('pattern-trigger')).toContainText('3건 · 끝까지 2건');
  await expect(part.getByTestId('pattern-product')).toHaveText([/HYPERLINK.*2건 · 끝까지 1건/]);
  await expect(part.getByTestId('pattern-leftAt')).toHaveCount(1);
  await expect(part.getByTestId('pattern-skipped')).toHaveCount(1);
  // A name that is written once may be somebody's.
  await expect(part).not.toContainText('김하늘');
  await expect(part.getByTestId('pattern-products')).toContainText('그 밖');

  expect(await saved(page, 'products-csv')).toBe(
    '\uFEFF제품·서비스,건수,끝까지 간 통화\r\n' +
      '"\'=HYPERLINK(""http://x"",""청정기"")",2,1\r\n그 밖,1,\r\n',
  );
  const weeks = await saved(page, 'patterns-csv');
  const lines = weeks.split('\r\n');
  expect(lines[0]).toBe('\uFEFF주,불량,기한,서비스,청구,소통 오류,과한 기대,고객 과실');
  expect(lines.at(-1)).toBe('');
  expect(weeks.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const counts = lines.slice(1, -1).map((line) => line.split(',').slice(1).join(','));
  expect(counts.filter((line) => line !== '0,0,0,0,0,0,0')).toEqual(['0,3,0,0,0,0,0']);
  for (const line of lines.slice(1, -1)) expect(line).toMatch(/^\d{4}-\d{2}-\d{2}(,\d+){7}$/);

  expect(await seriousProblems(page)).toEqual([]);
  await host.stop();
});
