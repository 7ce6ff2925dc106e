import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Script } from '#shared/domain/script/script.ts';
import { query } from '../support/callLog.ts';
import { expect, test } from './fixtures.ts';

test.setTimeout(120_000);

async function openEditor(page: Page): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('open-scripts').click();
}

async function edit(page: Page, id: string): Promise<void> {
  await page.getByTestId(`script-${id}`).getByRole('button').click();
}

const view = (page: Page, name: string) => page.getByText(name, { exact: true }).first().click();

/** Every version of the script that is stored, oldest first. */
function stored(
  dataDir: string,
): { version: number; source: string; note: string; body: Script }[] {
  return query<{ version: number; source: string; note: string; body: string }>(
    dataDir,
    "SELECT version, source, note, body FROM script_versions WHERE id = 'calming' ORDER BY seq",
  ).map((row) => ({ ...row, body: JSON.parse(row.body) as Script }));
}

test('a lead changes a sentence, is told what is wrong, publishes, exports and goes back', async ({
  practice: page,
  dataDir,
}) => {
  await openEditor(page);
  await edit(page, 'calming');
  const sentence = page.getByTestId('steps[0].say[0].ko');
  await sentence.fill('{custmer}, 천천히 말씀해 주십시오.');
  await expect(page.getByTestId('steps[0].say[0].ko-error')).toContainText('custmer');
  await view(page, '달라진 점');
  await expect(page.getByTestId('script-publish')).toBeDisabled();
  await view(page, '편집');
  await sentence.fill('{customer}, 천천히 말씀해 주십시오.');
  await expect(page.getByTestId('steps[0].say[0].ko-error')).toHaveCount(0);

  // The draft is in no call, and is there again after a reload.
  await page.reload();
  await openEditor(page);
  await expect(page.getByTestId('script-calming')).toContainText('게시 전 초안');
  expect(stored(dataDir)).toHaveLength(1);
  await edit(page, 'calming');
  await expect(sentence).toHaveValue('{customer}, 천천히 말씀해 주십시오.');
  await view(page, '미리 보기');
  await expect(page.getByTestId('script-preview')).toContainText(
    '김하늘 고객님, 천천히 말씀해 주십시오.',
  );

  await view(page, '달라진 점');
  const changes = page.getByTestId('script-changes').getByRole('listitem');
  await expect(changes).toHaveCount(1);
  await expect(changes.locator('ins')).toContainText('천천히 말씀해');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
  ).toEqual([]);
  await page.getByTestId('script-note').fill('더 부드럽게');
  await page.getByTestId('script-publish').click();
  await expect(page.getByTestId('script-state')).toContainText('사용 중인 판과 같습니다');
  const [first, second] = stored(dataDir);
  expect(second).toMatchObject({ version: 2, source: 'own', note: '더 부드럽게' });
  expect(second?.body.steps[0]?.say[0]?.ko).toBe('{customer}, 천천히 말씀해 주십시오.');

  const download = page.waitForEvent('download');
  await page.getByTestId('script-export').click();
  const file = await (await download).path();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(second?.body);

  await view(page, '판 기록');
  await expect(page.getByTestId('script-version')).toHaveCount(2);
  await page.getByRole('button', { name: '1판 쓰기' }).click();
  await expect(page.getByTestId('script-version')).toHaveCount(3);
  expect(stored(dataDir)[2]?.body.steps).toEqual(first?.body.steps);
  await page.getByRole('button', { name: '2판 쓰기' }).click();
  await expect(page.getByTestId('script-version')).toHaveCount(4);
  expect(stored(dataDir)[3]?.body.steps).toEqual(second?.body.steps);
});

test('a wrong file is refused with its line, and what is in use stays in use', async ({
  practice: page,
  dataDir,
}) => {
  await openEditor(page);
  await expect(page.getByTestId('script-calming')).toBeVisible();
  const good = readFileSync('resources/scripts/calming.json', 'utf8');
  const wrong = good.replace('{customer}', '{custmer}');
  const line = wrong.slice(0, wrong.indexOf('{custmer}')).split('\n').length;
  const take = (text: string) =>
    page.getByTestId('script-file').setInputFiles({
      ...{ name: 'mine.json', mimeType: 'application/json' },
      buffer: Buffer.from(text),
    });
  await take(wrong);
  await expect(page.getByTestId('script-refused')).toContainText(`${line}번째 줄`);
  await expect(page.getByTestId('script-editor')).toHaveCount(0);
  expect(stored(dataDir)).toHaveLength(1);

  await take(good);
  await expect(page.getByTestId('script-refused')).toHaveCount(0);
  await expect(page.getByTestId('script-editor')).toBeVisible();
  expect(stored(dataDir)).toHaveLength(1);
});
