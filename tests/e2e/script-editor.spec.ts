import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3-multiple-ciphers';
import type { Script } from '#shared/domain/script/script.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test.setTimeout(120_000);

async function openEditor(page: Page): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('open-scripts').click();
}

async function edit(page: Page, id: string): Promise<void> {
  await page.getByTestId(`script-${id}`).getByRole('button').first().click();
}

const view = (page: Page, name: string) => page.getByText(name, { exact: true }).first().click();

/** As an update of the app leaves it: what comes with it is newer than what was in use before. */
function agedBuiltIn(dataDir: string): void {
  const db = new Database(join(dataDir, 'ieum.sqlite'));
  const triggers = db
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?")
    .all('script_versions') as { name: string; sql: string }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  db.exec("UPDATE script_versions SET file_version = 0 WHERE id = 'calming' AND version = 1");
  for (const { sql } of triggers) db.exec(sql);
  db.close();
}

/** Also an older version is used again for a reason. */
async function useAgain(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByTestId('use-why').fill('전에 것이 나았습니다');
  await page.getByTestId('use-why-confirm').click();
}

const takeFile = (page: Page, content: string | Buffer) =>
  page.getByTestId('script-file').setInputFiles({
    ...{ name: 'mine.json', mimeType: 'application/json' },
    buffer: Buffer.from(content),
  });

async function exported(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByTestId('script-export').click();
  return readFileSync(await (await download).path(), 'utf8');
}

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
  // What is said to this customer in particular comes before what always fits.
  await page.getByTestId('guide-variant').click();
  await expect(page.getByTestId('script-preview')).toContainText(
    '김하늘 고객님, 천천히 말씀해 주십시오.',
  );

  await view(page, '달라진 점');
  const changes = page.getByTestId('script-changes').getByRole('listitem');
  await expect(changes).toHaveCount(1);
  await expect(changes).toContainText('{customer},');
  await expect(changes.locator('ins').last()).toHaveText('천천히 말씀해 주십시오.');
  // Only the words that are others are marked, and struck out or underlined.
  await expect(changes.locator('del').first()).toHaveCSS('text-decoration-line', 'line-through');
  await expect(changes.locator('ins').first()).toHaveCSS('text-decoration-line', 'underline');
  await page.getByTestId('script-publish').click();
  await expect(page.getByTestId('script-note-error')).toBeVisible();
  expect(stored(dataDir)).toHaveLength(1);
  await page.getByTestId('script-note').fill('더 부드럽게');
  await page.getByTestId('script-publish').click();
  await expect(page.getByTestId('script-state')).toContainText('사용 중인 판과 같습니다');
  const [first, second] = stored(dataDir);
  expect(second).toMatchObject({ version: 2, source: 'own', note: '더 부드럽게' });
  expect(second?.body.steps[0]?.say[0]?.ko).toBe('{customer}, 천천히 말씀해 주십시오.');

  expect(JSON.parse(await exported(page))).toEqual(second?.body);

  await view(page, '판 기록');
  await expect(page.getByTestId('script-version')).toHaveCount(2);
  await useAgain(page, '1판 쓰기');
  await expect(page.getByTestId('script-version')).toHaveCount(3);
  expect(stored(dataDir)[2]?.body.steps).toEqual(first?.body.steps);
  await useAgain(page, '2판 쓰기');
  await expect(page.getByTestId('script-version')).toHaveCount(4);
  expect(stored(dataDir)[3]?.body.steps).toEqual(second?.body.steps);
});

test('an own script: copied, given a field, a condition and a cause, published, and gone through in a call', async ({
  practice: page,
  calls,
}) => {
  await openEditor(page);
  await page.getByTestId('copy-calming').click();
  await page.getByTestId('title.ko').fill('배송 안심');
  await page.getByTestId('add-field').click();
  const fields = page.getByTestId('script-form').getByRole('group', { name: /^입력 칸/ });
  const place = (await fields.count()) - 1;
  // What is wrong leads to its field, from wherever the lead is.
  await page.getByTestId('edit-step-respect').click();
  await page.getByTestId('fault-list').getByRole('button').first().click();
  await expect(page.getByTestId(`fields[${place}].label.ko`)).toBeFocused();
  await page.keyboard.type('배송 번호');
  await page.getByTestId(`fields[${place}].label.en`).fill('Parcel number');

  await page.getByTestId('edit-step-acknowledge').click();
  await page.getByRole('checkbox', { name: '배송 번호' }).check();
  await expect(page.getByTestId('fault-list')).toHaveCount(0);
  // Said only to whoever wants facts, and with what was written down.
  await page.getByTestId('add-sentence').click();
  await page.getByTestId('steps[0].say[4].ko').fill('[{field-1}번을] 확인하겠습니다.');
  await page.getByTestId('steps[0].say[4].en').fill('I am checking [{field-1}] now.');
  const tone = page.getByTestId('steps[0].say[4].when.tone').getByRole('combobox');
  await tone.selectOption('rational');
  await page.getByTestId('add-choice').click();
  await page.getByTestId('steps[0].choices[0].label.ko').fill('아직 안 왔어요');
  await page.getByTestId('steps[0].choices[0].label.en').fill('It is not here');
  const cause = page.getByTestId('steps[0].choices[0].trigger').getByRole('combobox');
  await cause.selectOption('deadline');
  await expect(page.getByTestId('script-state')).toContainText('게시하지 않은');

  await view(page, '미리 보기');
  const preview = page.getByTestId('script-preview');
  await page.getByTestId('guide-sentence').click();
  await page.keyboard.press('1');
  await expect(preview.getByTestId('guide-run')).toHaveAttribute('data-step', 'respect');
  await expect(preview).toContainText('기한');
  await page.keyboard.press('b');
  await preview.getByTestId('guide-field-field-1').fill('1234');
  await expect(page.getByTestId('trial-note')).toContainText('배송 번호: 1234');
  await page.getByTestId('trial-language').getByText('영어').click();
  await expect(preview.getByTestId('guide-run')).toContainText('It is not here');
  expect.soft(await seriousProblems(page), 'the preview').toEqual([]);

  await view(page, '달라진 점');
  await page.getByTestId('script-note').fill('배송 문의가 많아서');
  await page.getByTestId('script-publish').click();
  await expect(page.getByTestId('script-state')).toContainText('사용 중인 판과 같습니다');

  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F1');
  await page.getByTestId('guide-picker').getByText('배송 안심').click();
  await page.getByTestId('guide-field-field-1').fill('9876');
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await expect(page.getByTestId('guide-run')).toContainText('기한');
  await page.keyboard.press('m');
  await expect(page.getByTestId('note-input')).toHaveValue(/\[배송 안심\]\n배송 번호: 9876/);
  await expect.poll(() => calls()[0]?.note).toContain('배송 번호: 9876');
});

test('a step goes and what led to it leads elsewhere; it can be undone', async ({
  practice: page,
}) => {
  await openEditor(page);
  await edit(page, 'calming');
  const steps = page.locator('[data-testid^="edit-step-"]');
  const count = await steps.count();
  await page.getByTestId('edit-step-choose').click();
  await page.getByRole('button', { name: /단계 삭제$/ }).click();
  const dialog = page.getByTestId('remove-step');
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  expect.soft(await seriousProblems(page), 'the dialog').toEqual([]);
  await page.getByTestId('lead-to').getByRole('combobox').selectOption('close');
  await page.getByTestId('remove-step-confirm').click();
  await expect(steps).toHaveCount(count - 1);
  await page.getByTestId('edit-step-mirror').click();
  const next = page.getByTestId('steps[4].next').getByRole('combobox');
  await expect(next).toHaveValue('close');
  await page.locator('[data-do="undo"]').click();
  await expect(steps).toHaveCount(count);
  await page.getByTestId('edit-step-mirror').click();
  await expect(next).toHaveValue('choose');
});

test('a newer one that comes with the app is told, compared, and taken by step or not at all', async ({
  practice: page,
  host,
  dataDir,
}) => {
  await openEditor(page);
  await edit(page, 'calming');
  const sentence = page.getByTestId('steps[0].say[0].ko');
  const builtIn = await sentence.inputValue();
  await sentence.fill('천천히 말씀해 주십시오.');
  await view(page, '달라진 점');
  await page.getByTestId('script-note').fill('짧게');
  await page.getByTestId('script-publish').click();
  await expect(page.getByTestId('script-state')).toContainText('사용 중인 판과 같습니다');
  await host.stop();
  agedBuiltIn(dataDir);
  const again = await startHost({ dataDir });
  try {
    await page.goto(again.url);
    await openEditor(page);
    await expect(page.getByTestId('script-calming')).toContainText('새 기본 안내가 있습니다');
    await edit(page, 'calming');
    await view(page, '판 기록');
    await expect(page.getByTestId('newer-built-in')).toBeVisible();
    await page.getByTestId('newer-compare').click();
    const compared = page.getByTestId('compare-before').getByRole('combobox');
    await expect(compared).toHaveValue('built-in');
    await expect(page.getByTestId('changes-acknowledge')).toContainText('천천히 말씀해');
    expect.soft(await seriousProblems(page), 'the comparison').toEqual([]);
    await page.getByTestId('take-acknowledge').click();
    await view(page, '편집');
    await expect(sentence).toHaveValue(builtIn);
    await view(page, '판 기록');
    await page.getByTestId('newer-keep').click();
    await expect(page.getByTestId('newer-built-in')).toHaveCount(0);
    await page.reload();
    await openEditor(page);
    await expect(page.getByTestId('script-calming')).not.toContainText('새 기본 안내');
  } finally {
    await again.stop();
  }
});

test('a file replaces the draft only so that the earlier draft can be brought back', async ({
  practice: page,
}) => {
  await openEditor(page);
  await edit(page, 'calming');
  const sentence = page.getByTestId('steps[0].say[0].ko');
  await sentence.fill('제가 쓰던 문장입니다.');
  const file = readFileSync('resources/scripts/calming.json', 'utf8');
  const theirs = file.replace('{customer}', '[{customer},]');
  await takeFile(page, theirs);
  await expect(sentence).toHaveValue(/^\[\{customer\},\]/);
  expect(await exported(page)).toBe(theirs);
  // Also after a reload.
  await page.reload();
  await openEditor(page);
  await edit(page, 'calming');
  expect(await exported(page)).toBe(theirs);
  await page.getByTestId('import-undo').getByRole('button').click();
  await expect(sentence).toHaveValue('제가 쓰던 문장입니다.');
  await expect(page.getByTestId('import-undo')).toHaveCount(0);

  // Nothing of a file that is meant badly gets in or runs.
  const hostile: readonly (string | Buffer)[] = [
    `${'['.repeat(100_000)}`,
    Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x22, 0x00]),
    file.replace('"kind"', '"__proto__": {"polluted": true}, "kind"'),
    file.replace('"kind"', '"constructor": {"prototype": {}}, "kind"'),
    ' '.repeat(1_048_577),
    '{"kind": "script"}',
  ];
  for (const content of hostile) {
    await takeFile(page, content);
    await expect(page.getByTestId('script-refused')).toBeVisible();
    await expect(sentence).toHaveValue('제가 쓰던 문장입니다.');
    await page.getByTestId('script-refused').getByRole('button').click();
    await expect(page.getByTestId('script-refused')).toHaveCount(0);
  }
  const html = '<img src=x onerror=\\"window.hurt=1\\"><b>굵게</b>';
  await takeFile(page, file.replace('{customer}, 많이 속상하셨을', `${html} 많이 속상하셨을`));
  await expect(sentence).toHaveValue(/^<img/);
  await view(page, '미리 보기');
  await expect(page.getByTestId('script-preview').locator('img, b')).toHaveCount(0);
  expect(await page.evaluate(() => 'hurt' in window)).toBe(false);
});

test('two windows do not write over each other', async ({ practice: page, context, host }) => {
  await openEditor(page);
  await edit(page, 'calming');
  const other = await context.newPage();
  await other.goto(host.url);
  await openEditor(other);
  await edit(other, 'calming');
  const sentence = (one: Page) => one.getByTestId('steps[0].say[0].ko');
  await sentence(other).fill('다른 창의 문장입니다.');
  await expect(page.getByTestId('script-elsewhere')).toBeVisible();
  await sentence(page).fill('이 창의 문장입니다.');
  await expect(sentence(other)).toHaveValue('다른 창의 문장입니다.');
  await expect(other.getByTestId('script-elsewhere')).toHaveCount(0);
  await page.getByTestId('keep-mine').click();
  await expect(other.getByTestId('script-elsewhere')).toBeVisible();
  await other.getByTestId('take-theirs').click();
  await expect(sentence(other)).toHaveValue('이 창의 문장입니다.');
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
  await takeFile(page, wrong);
  await expect(page.getByTestId('script-refused')).toContainText(`${line}번째 줄`);
  await expect(page.getByTestId('script-editor')).toHaveCount(0);
  expect(stored(dataDir)).toHaveLength(1);

  await takeFile(page, good);
  await expect(page.getByTestId('script-refused')).toHaveCount(0);
  await expect(page.getByTestId('script-editor')).toBeVisible();
  expect(stored(dataDir)).toHaveLength(1);
});
