import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import { expect, test } from './fixtures.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/contacts/${name}`, import.meta.url));

async function addContact(page: Page, name: string, number: string): Promise<void> {
  await page.getByTestId('nav-contacts').click();
  await page.getByTestId('contact-new').click();
  await page.getByTestId('contact-name').fill(name);
  await page.getByTestId('contact-number-0').fill(number);
  await page.getByTestId('contact-save').click();
  await expect(page.getByTestId('contact-detail')).toContainText(name);
}

test('Korean Excel: seen before it is stored, imported, said why not, and taken back', async ({
  practice,
}) => {
  await practice.getByTestId('nav-contacts').click();
  await practice.getByTestId('contacts-import').click();
  const dialog = practice.getByTestId('import-dialog');
  await practice.getByTestId('import-file').setInputFiles(fixture('excel-cp949.csv'));
  await expect(dialog).toHaveAttribute('data-step', 'preview');
  await expect(practice.getByTestId('import-added')).toContainText('3명');
  await expect(practice.getByTestId('import-corrected')).toContainText('2건');
  await expect(practice.getByTestId('import-refused').locator('li')).toHaveText([
    /5줄.*반올림/,
    /6줄.*번호도 이메일도/,
    /7줄.*이름도 회사도/,
  ]);
  // Nothing is stored by looking.
  await expect(practice.getByTestId('contact-row')).toHaveCount(0);

  await practice.getByTestId('import-commit').click();
  await expect(practice.getByTestId('import-result')).toContainText('새로 추가 3명');
  // 똠 and 뷁 are in CP949 only, not in KS X 1001.
  await expect(practice.getByTestId('contact-row')).toHaveText([
    /김하늘.*010-1234-5678/,
    /똠방각하.*010-9876-5432.*뷁전자/,
    /최가온.*010-7777-8888/,
  ]);
  await practice.getByTestId('import-undo').click();
  await expect(practice.getByTestId('import-result')).toContainText('삭제 3명');
  await expect(practice.getByTestId('contact-row')).toHaveCount(0);
});

test('a second file merges by number, and says whom with', async ({ practice }) => {
  await addContact(practice, '하늘이네', '010-1234-5678');
  await practice.getByTestId('contacts-import').click();
  await practice.getByTestId('import-file').setInputFiles(fixture('iphone.vcf'));
  await expect(practice.getByTestId('import-merged')).toContainText('1명');
  await practice.getByTestId('import-merged').locator('summary').click();
  await expect(practice.getByTestId('import-merged')).toContainText('김하늘 → 하늘이네');
  await practice.getByTestId('import-on-same').getByText('건너뛰기').click();
  await expect(practice.getByTestId('import-skipped')).toContainText('1명');
  await practice.getByTestId('import-on-same').getByText('합치기').click();
  await expect(practice.getByTestId('import-merged')).toContainText('1명');
  await practice.getByTestId('import-commit').click();
  await practice.getByTestId('import-close').click();
  await expect(practice.getByTestId('contact-detail')).toContainText('한빛상사 영업부');
  await expect(practice.getByTestId('contact-detail')).toContainText('02-123-4567');
});

test('columns that nobody can guess are told by hand; a workbook is refused', async ({
  practice,
}) => {
  await practice.getByTestId('nav-contacts').click();
  await practice.getByTestId('contacts-import').click();
  const file = practice.getByTestId('import-file');
  await file.setInputFiles({
    name: '고객.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('PK\u0003\u0004'),
  });
  await expect(practice.getByTestId('import-fault')).toContainText('CSV로 저장');

  const text = '가,나\n김하늘,1001\n이도윤,1002\n';
  await file.setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(practice.getByTestId('import-refused')).toContainText('번호도 이메일도');
  await expect(practice.getByTestId('import-commit')).toBeDisabled();
  await practice.getByTestId('import-mapping').click();
  await practice.getByTestId('import-column-1').locator('select').selectOption('other');
  await expect(practice.getByTestId('import-added')).toContainText('2명');
  await practice.getByTestId('import-commit').click();
  await expect(practice.getByTestId('contact-row')).toHaveCount(2);
});

test('somebody written by hand, found as Korean is typed, called with one key, deleted, back', async ({
  practice,
  calls,
}) => {
  await addContact(practice, '김하늘', '01000000002');
  await practice.getByTestId('contacts-filter').fill('ㄱㅎㄴ');
  await expect(practice.getByTestId('contact-row')).toHaveText([/김하늘.*010-0000-0002/]);
  await practice.getByTestId('contacts-filter').fill('박');
  await expect(practice.getByTestId('contact-row')).toHaveCount(0);
  await practice.getByTestId('contacts-filter').fill('하느');
  await expect(practice.getByTestId('contact-row')).toHaveCount(1);

  await practice.getByTestId('contacts-list').focus();
  await practice.keyboard.press('c');
  await expect.poll(() => calls()[0]?.outcome, { timeout: 20_000 }).toBe('busy');
  await practice.getByTestId('nav-phone').click();
  await expect(practice.getByTestId('recent-row')).toContainText('김하늘');

  await practice.getByTestId('nav-contacts').click();
  await practice.getByTestId('contact-history').click();
  await expect(practice.getByTestId('history-row')).toContainText('김하늘');

  await practice.getByTestId('nav-contacts').click();
  await practice.getByTestId('contact-delete').click();
  await expect(practice.getByTestId('contact-row')).toHaveCount(0);
  await practice.getByTestId('contact-restore').click();
  // Where there is no room for both, whoever is back is shown instead of the list.
  await practice.getByRole('button', { name: '목록으로' }).click();
  await expect(practice.getByTestId('contact-row')).toHaveCount(1);
});

test('a number is found by a name while it is typed, and nothing typed is taken', async ({
  practice,
  calls,
}) => {
  await addContact(practice, '김하늘', '010-0000-0002');
  await practice.getByTestId('nav-phone').click();
  const box = practice.getByTestId('dial-input');
  const suggestion = practice.getByTestId('number-suggestion');
  await box.pressSequentially('010-0000');
  await expect(suggestion).toHaveText(/김하늘.*010-0000-0002/);
  // Enter means what is typed as long as no arrow has said otherwise.
  await box.pressSequentially('-0003');
  await expect(suggestion).toHaveCount(0);
  await box.press('Enter');
  await expect.poll(() => calls()[0]?.dialled).toBe('010-0000-0003');
  await expect.poll(() => calls()[0]?.ended_at ?? null, { timeout: 20_000 }).not.toBeNull();

  await box.fill('하늘');
  await expect(suggestion).toHaveCount(1);
  await box.press('ArrowDown');
  await expect(suggestion).toHaveAttribute('aria-selected', 'true');
  await box.press('Enter');
  await expect(box).toHaveValue('010-0000-0002');
  await expect(suggestion).toHaveCount(0);
  expect(calls()).toHaveLength(1);
  await box.press('Enter');
  await expect.poll(() => calls()[1]?.dialled).toBe('010-0000-0002');
});

test('speed dial: set by name, called by key, and asked while a customer waits', async ({
  practice,
  calls,
}) => {
  await addContact(practice, '김하늘', '010-0000-0001');
  await practice.getByTestId('nav-phone').click();
  await practice.getByTestId('speed-dial-arrange').click();
  await practice.getByTestId('speed-dial-4').click();
  await practice.getByTestId('speed-dial-number').fill('ㄱㅎㄴ');
  await practice.getByTestId('number-suggestion').click();
  await expect(practice.getByTestId('speed-dial-label')).toHaveValue('김하늘');
  await practice.getByTestId('speed-dial-save').click();
  await practice.getByTestId('speed-dial-arrange').click();
  await expect(practice.getByTestId('speed-dial-4')).toContainText('김하늘');

  await practice.keyboard.press('Control+Alt+Digit4');
  await expect.poll(() => calls()[0]?.dialled).toBe('010-0000-0001');
  await expect(practice.getByTestId('caller-name')).toHaveText('김하늘');
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();

  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('note-input').focus();
  await practice.keyboard.press('Control+Alt+Digit4');
  await expect(practice.getByTestId('consult-line')).toBeVisible();
  await expect(practice.getByTestId('note-input')).toHaveValue('');
  await practice.getByTestId('transfer-cancel').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('hang-up').click();
});

test('in a transfer the customer goes to somebody found by name', async ({ practice }) => {
  await addContact(practice, '이도윤', '010-0000-0001');
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('transfer-open').click();
  await practice.getByTestId('transfer-number').fill('도윤');
  await expect(practice.getByTestId('number-suggestion')).toHaveCount(1);
  await expect(practice.getByTestId('hang-up')).toBeInViewport({ ratio: 1 });
  await practice.keyboard.press('ArrowDown');
  await practice.keyboard.press('Enter');
  await expect(practice.getByTestId('transfer-number')).toHaveValue('010-0000-0001');
  // The first Escape is for the list, the second for the panel.
  await practice.getByTestId('transfer-number').fill('도윤');
  await expect(practice.getByTestId('number-suggestion')).toHaveCount(1);
  await practice.keyboard.press('Escape');
  await expect(practice.getByTestId('number-suggestion')).toHaveCount(0);
  await expect(practice.getByTestId('transfer-panel')).toBeVisible();
  await practice.keyboard.press('Escape');
  await expect(practice.getByTestId('transfer-panel')).toHaveCount(0);
  await practice.getByTestId('hang-up').click();
});

test('a caller without a name has that of the contacts; a name of the network stays its own', async ({
  page,
  folder,
}) => {
  const exchange = await startScriptedExchange();
  const provision = join(folder, 'provision.json');
  writeFileSync(
    provision,
    JSON.stringify({
      version: 1,
      account: {
        uri: `sip:agent@${exchange.domain}`,
        password: 'unused',
        servers: [exchange.url],
      },
    }),
  );
  const host = await startHost({ dataDir: join(folder, 'data'), provision });
  await page.goto(host.url);
  await exchange.registered();
  await addContact(page, '김하늘', '010-1234-5678');

  const name = page.getByTestId('caller-name');
  const note = page.getByTestId('incoming-card').getByTestId('contact-note');
  // A number for a name is no name.
  for (const from of ['', '"01012345678" ']) {
    exchange.invite(`${from}<sip:01012345678@caller.invalid>`);
    await expect(name).toHaveText('김하늘');
    await expect(note).toHaveText('연락처');
    await page.getByTestId('decline').click();
    await expect(page.getByTestId('incoming-card')).toHaveCount(0);
  }
  exchange.invite('"배송 기사" <sip:01012345678@caller.invalid>');
  await expect(name).toHaveText('배송 기사');
  await expect(note).toHaveText('연락처 이름: 김하늘');
  await page.getByTestId('decline').click();

  await page.getByTestId('nav-history').click();
  await expect(page.getByTestId('history-row')).toHaveText([/배송 기사/, /김하늘/, /김하늘/]);
  await host.stop();
  await exchange.close();
});
