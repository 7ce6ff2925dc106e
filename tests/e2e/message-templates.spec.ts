import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test.setTimeout(120_000);
test.use({ viewport: { width: 1_440, height: 900 } });

async function openTemplates(page: Page): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('open-templates').click();
  await expect(page.getByTestId('template-confirmation-ko')).toBeVisible();
}

async function callAndHangUp(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F9');
  await expect(page.getByTestId('wrap-up')).toBeVisible();
}

interface Stored {
  readonly body: string;
  readonly content: {
    readonly strategy: string | null;
    readonly subject: string;
    readonly template: { readonly id: string; readonly version: number } | null;
  };
}
const written = (dataDir: string): readonly Stored[] =>
  query<{ body: string }>(
    dataDir,
    "SELECT body FROM outbox_events WHERE type = 'written' ORDER BY seq",
  ).map(({ body }) => JSON.parse(body) as Stored);

async function saved(page: Page, version: number): Promise<void> {
  await page.getByTestId('template-save').click();
  await expect(page.getByTestId('template-version').first()).toContainText(`${version}판`);
  await expect(page.getByTestId('template-state')).toHaveText('저장된 내용과 같습니다.');
}

test('a template is written, used after a call, changed, compared and brought back', async ({
  practice: page,
  dataDir,
}) => {
  await openTemplates(page);
  expect.soft(await seriousProblems(page), 'the list').toEqual([]);
  await page.getByTestId('template-new').click();
  await page.getByTestId('template-name').fill('배송 확인');
  await page.getByTestId('template-strategy').getByText('간단한 확인').click();
  const body = page.getByTestId('template-body');
  await body.fill('<[{회사}] >{고객명}님, 확인했습니다 😀. ');

  // What is wrong is said by its place, and a press leads there.
  const faults = page.getByTestId('template-faults').getByRole('button');
  await expect(faults).toHaveText([/글 \{고객명\}은 채울 수 없는/, /😀는 문자로 보낼 수 없습니다/]);
  await expect(page.getByTestId('template-save')).toBeDisabled();
  expect.soft(await seriousProblems(page), 'a template with faults').toEqual([]);
  await faults.first().click();
  await expect(body).toBeFocused();
  await page.keyboard.insertText('{고객}');
  await page.getByTestId('composer-replace').click();
  // One sentence has to stay when nothing is known.
  await expect(faults).toHaveText([/남는 문장이 하나는 있어야 합니다/]);
  await body.fill('<[{회사}] ><{고객}님, >확인했습니다. ');
  await page.getByTestId('template-token-agreed').click();
  await expect(body).toHaveValue(/확인했습니다\. \{합의\}$/);
  await page.getByTestId('template-token-product').click();
  await body.press('End');
  await page.keyboard.insertText('.');
  await expect(page.getByTestId('template-sample')).toHaveText(
    '[한빛전자] 홍길동님, 확인했습니다. 새 제품을 내일 보내 드림, 배송비는 받지 않음무선 청소기 A5.',
  );
  await body.fill('<[{회사}] ><{고객}님, >확인했습니다. {합의}.\n상품: {상품}');
  await expect(page.getByTestId('template-bare')).toHaveText('확인했습니다.');
  await expect(page.getByTestId('composer-bytes')).toContainText('바이트');
  await page.getByTestId('template-types').fill('ㅂㅅㅈㅇ');
  await page.getByTestId('template-types').press('Enter');
  await expect(page.getByTestId('template-type')).toContainText('배송 지연');
  await page.getByTestId('template-note').fill('배송 문의가 많아서');
  await saved(page, 1);
  await expect(page.getByTestId('template-version')).toContainText('배송 문의가 많아서');

  // The call was about just that.
  await callAndHangUp(page);
  await page.keyboard.press('F6');
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await expect(composer).toBeVisible();
  await composer.getByTestId('composer-agreed').fill('내일 오전 도착');
  await composer.press('Alt+t');
  const find = composer.getByTestId('template-choice-find');
  await expect(find).toBeFocused();
  await expect(composer.getByRole('option').first()).toBeVisible();
  expect.soft(await seriousProblems(page), 'the choice').toEqual([]);
  await find.press('Escape');
  await expect(find).toBeHidden();
  await expect(composer).toBeVisible();
  await page.keyboard.press('Alt+t');
  await find.fill('ㅂㅅㅎㅇ');
  await expect(composer.getByRole('option')).toHaveCount(1);
  await find.press('Enter');
  await expect(composer.getByTestId('composer-template')).toContainText('배송 확인 (1판)');
  const text = composer.getByTestId('text-body');
  await expect(text).toHaveValue(/님, 확인했습니다\. 내일 오전 도착\.$/);
  await expect(composer.getByTestId('template-missing')).toContainText('상품 이름');
  await composer.getByTestId('template-missing').locator('summary').click();
  await composer.getByTestId('template-ask-product').fill('무선 청소기');
  await expect(text).toHaveValue(/내일 오전 도착\.\n상품: 무선 청소기$/);
  const words = await text.inputValue();
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  await expect.poll(() => written(dataDir)).toHaveLength(1);
  const [first] = written(dataDir);
  expect(first?.body).toBe(words);
  expect(first?.content).toMatchObject({
    strategy: 'confirmation',
    template: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown, version: 1 },
  });

  // It changes; the text keeps saying what it was made from.
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('open-templates').click();
  await page.getByTestId('templates-back').click();
  await page.getByTestId('template-find').fill('배송 확인');
  await page.getByRole('button', { name: /^배송 확인/ }).click();
  await body.fill('<[{회사}] >잘 확인했습니다. {합의}.');
  await saved(page, 2);
  const changes = page.getByTestId('template-changes');
  await expect(changes.locator('ins').first()).toContainText('잘');
  expect.soft(await seriousProblems(page), 'the versions').toEqual([]);
  await page.getByTestId('template-use').click();
  await expect(page.getByTestId('template-version').first()).toContainText('(1판을 되살림)');
  await expect(body).toHaveValue(/상품: \{상품\}$/);

  await page.getByTestId('template-retire').click();
  await expect(page.getByTestId('template-version').first()).toContainText('보관함');
  await page.getByTestId('templates-back').click();
  await page.getByTestId('template-find').fill('배송 확인');
  await expect(page.getByText('찾은 양식이 없습니다')).toBeVisible();
  await page.getByLabel(/보관한 양식도 보기/).check();
  await expect(page.getByRole('button', { name: /^배송 확인/ })).toBeVisible();
});

test('words of the agent give way to a template and come back', async ({ practice: page }) => {
  await callAndHangUp(page);
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  const text = composer.getByTestId('text-body');
  await text.fill('직접 쓴 글입니다.');
  await composer.getByTestId('composer-templates').click();
  await composer.getByTestId('template-choice-find').fill('상세');
  await composer.getByTestId('choice-detail-ko').click();
  await expect(text).toHaveValue(/통화로 안내해 드린 내용을 정리해 드립니다\./);
  await expect(composer.getByTestId('composer-subject')).toHaveValue('상담 내용 안내');
  await composer.locator('[data-do="undo"]').click();
  await expect(text).toHaveValue('직접 쓴 글입니다.');
  await expect(composer.getByTestId('composer-template')).toHaveCount(0);

  // A reservation's template asks in the reservation's own fields.
  await composer.getByTestId('composer-templates').click();
  await composer.getByTestId('template-choice-find').fill('예약 안내');
  await composer.getByTestId('choice-booked-ko').click();
  await composer.getByTestId('composer-at').fill('2035-01-05T10:00');
  await composer.getByTestId('composer-place').fill('본관 2층');
  await composer.getByTestId('composer-bring').fill('신분증');
  await expect(text).toHaveValue(/일시: 1\/5\(금\) 10:00\n장소: 본관 2층\n준비물: 신분증$/);
  // Another strategy has its own words; back, the template is there again.
  await composer.getByTestId('composer-choice').getByText('간단한 확인').click();
  await expect(text).toHaveValue('직접 쓴 글입니다.');
  await composer.getByTestId('composer-choice').getByText('예약 안내').click();
  await expect(text).toHaveValue(/준비물: 신분증$/);
  // A reload loses neither.
  await page.reload();
  await expect(text).toHaveValue(/준비물: 신분증$/);
  await expect(composer.getByTestId('composer-template')).toContainText('예약 안내');
  await composer.getByTestId('composer-template-leave').click();
  await expect(text).toHaveValue(/예약을 안내드립니다\.\n1\/5\(금\) 10:00, 본관 2층/);
});

test('all of them go out as a file and come back from one, or are refused by place', async ({
  practice: page,
  folder,
}) => {
  await openTemplates(page);
  const download = page.waitForEvent('download');
  await page.getByTestId('template-export').click();
  const path = join(folder, 'templates.json');
  await (await download).saveAs(path);
  const text = readFileSync(path, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ kind: 'ieum-message-templates', format: 1 });

  const input = page.getByTestId('template-file');
  const bad = text.replace('{합의}', '{합이}').replace('"name": "상세 정보"', '"name": ""');
  writeFileSync(path, bad);
  await input.setInputFiles(path);
  const refused = page.getByTestId('template-refused');
  await expect(refused).toContainText('templates.json 파일을 가져오지 않았습니다');
  await expect(refused.getByRole('listitem')).toHaveText([
    '1번째 양식 · 글: {합이}는 채울 수 없는 말입니다.',
    '2번째 양식 · 이름: 비어 있습니다.',
  ]);
  expect.soft(await seriousProblems(page), 'a refused file').toEqual([]);
  writeFileSync(path, '{"kind": "other"}');
  await input.setInputFiles(path);
  await expect(refused).toContainText('문자 양식 파일이 아닙니다.');

  const changed = text.replace('확인 내용: {합의}', '정한 내용: {합의}');
  writeFileSync(path, changed);
  await input.setInputFiles(path);
  const plan = page.getByTestId('template-plan');
  await expect(plan.getByTestId('template-plan-row')).toHaveText([/바뀜\s*간단한 확인\s*글/]);
  await expect(plan).toContainText('15개는 그대로');
  expect.soft(await seriousProblems(page), 'the plan of a file').toEqual([]);
  await plan.getByTestId('template-plan-note').fill('본사 문구');
  await plan.getByTestId('template-plan-take').click();
  await expect(plan).toBeHidden();
  await page.getByTestId('template-confirmation-ko').click();
  await expect(page.getByTestId('template-sample')).toContainText('정한 내용:');
  await expect(page.getByTestId('template-version').first()).toContainText('본사 문구');
  // What was before is a version.
  await page.getByTestId('template-use-built-in').click();
  await expect(page.getByTestId('template-sample')).toContainText('확인 내용:');
});

test('a template belongs to one of several companies, in the dark and in English', async ({
  practice: page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openTemplates(page);
  await page.getByTestId('template-confirmation-ko').click();
  await page.getByTestId('template-companies').fill('한빛전자, 두빛');
  await saved(page, 2);
  expect.soft(await seriousProblems(page), 'the editor in the dark').toEqual([]);
  await page.getByTestId('templates-back').click();
  await page.getByLabel('회사', { exact: true }).selectOption('두빛');
  await expect(page.getByTestId('template-confirmation-ko')).toContainText('두빛');
  expect.soft(await seriousProblems(page), 'the list in the dark').toEqual([]);

  await callAndHangUp(page);
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByLabel('회사', { exact: true }).selectOption('두빛');
  await composer.getByTestId('composer-templates').click();
  await composer.getByTestId('template-choice-find').fill('간단한 확인');
  await composer.getByTestId('choice-confirmation-ko').click();
  await expect(composer.getByTestId('text-body')).toHaveValue(/^\[두빛\] /);
  expect.soft(await seriousProblems(page), 'the composer in the dark').toEqual([]);
});

test('a reason for being away says it by a template', async ({ practice: page, host }) => {
  await page.getByTestId('nav-settings').click();
  await page.locator('[data-row="meeting"] [data-do="edit"]').click();
  const form = page.getByTestId('reason-form');
  await form.getByTestId('reason-text').getByRole('switch').check();
  await form.getByLabel('보낼 글', { exact: true }).selectOption('absent-ko');
  await expect(form.getByTestId('reason-text-body')).toHaveCount(0);
  await expect(form.getByTestId('text-preview')).toHaveText(
    /^지금 회의 중이라 전화를 받지 못해 죄송합니다\. .* 급하신 일은 02-555-1234로 연락해/,
  );
  expect.soft(await seriousProblems(page), 'the reason').toEqual([]);
  await form.getByTestId('reason-save').click();
  await expect(form).toBeHidden();
  await page.goto(host.url);
  await page.getByTestId('nav-settings').click();
  await page.locator('[data-row="meeting"] [data-do="edit"]').click();
  await expect(form.getByLabel('보낼 글', { exact: true })).toHaveValue('absent-ko');
});
