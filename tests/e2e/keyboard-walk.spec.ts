/** A whole piece of work without a mouse: answer, script, note, promise, text, export. */
import { readFileSync } from 'node:fs';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import { query } from '../support/callLog.ts';
import { tabTo } from '../support/tabTo.ts';
import { expect, test } from './fixtures.ts';

const bodies = <T>(dataDir: string, table: 'promises' | 'outbox'): readonly T[] =>
  query<{ body: string }>(dataDir, `SELECT body FROM ${table} ORDER BY id`).map(
    ({ body }) => JSON.parse(body) as T,
  );

test('answer, script, note, promise, text and export by keyboard alone', async ({
  app: page,
  dataDir,
  calls,
}) => {
  test.setTimeout(120_000);
  const { keyboard } = page;
  await tabTo(page, 'door-practice');
  await keyboard.press('Enter');
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await tabTo(page, 'practice-call-late-delivery');
  await keyboard.press('Enter');

  // Answer.
  await expect(page.getByTestId('incoming-card')).toBeVisible();
  await keyboard.press('F8');
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');

  // Script: its picker, a trouble by its digit, and on by 0, which stands on the button.
  await keyboard.press('F1');
  await expect(page.getByTestId('guide-picker')).toBeVisible();
  await keyboard.press('1');
  const run = page.getByTestId('guide-run');
  const first = await run.getAttribute('data-step');
  await keyboard.press('0');
  await expect(run).not.toHaveAttribute('data-step', first ?? '');

  // Note.
  await keyboard.press('Control+Alt+n');
  await expect(page.getByTestId('note-input')).toBeFocused();
  await keyboard.type('배송이 늦어진 까닭을 확인하고 다시 연락드리기로 함');

  // The call ends while the note is being written; what is left to do stays in reach.
  await keyboard.press('F9');
  await expect(page.getByTestId('ended-line')).toBeVisible();

  // Promise.
  await tabTo(page, 'ended-promise');
  await keyboard.press('Enter');
  await expect(page.getByTestId('make-promise')).toBeVisible();
  await tabTo(page, 'promise-save');
  await keyboard.press('Enter');
  await expect.poll(() => bodies<PromiseRow>(dataDir, 'promises')).toHaveLength(1);
  await expect(page.getByTestId('make-promise')).toBeHidden();

  // Text.
  await keyboard.press('Control+Alt+m');
  await expect(page.getByTestId('composer')).toBeVisible();
  await tabTo(page, 'composer-send');
  await keyboard.press('Enter');
  await expect.poll(() => bodies<TextRow>(dataDir, 'outbox')).toHaveLength(1);
  await expect(page.getByTestId('composer')).toBeHidden();

  // Export.
  await keyboard.press('Alt+3');
  await expect(page.getByTestId('history-row')).toHaveCount(1);
  await tabTo(page, 'history-export');
  await keyboard.press('Enter');
  await expect(page.getByTestId('export-dialog')).toBeVisible();
  await tabTo(page, 'export-reason');
  await keyboard.type('주간 보고');
  await tabTo(page, 'export-format');
  const csv = page.getByTestId('export-format').locator('input[value="csv"]');
  for (let press = 0; press < 3 && !(await csv.isChecked()); press += 1) {
    await keyboard.press('ArrowRight');
  }
  await expect(csv).toBeChecked();
  await tabTo(page, 'export-start');
  await keyboard.press('Enter');
  await tabTo(page, 'export-save');
  const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
  const text = readFileSync(await download.path(), 'utf8');

  const [call] = calls();
  expect(call).toMatchObject({ note: '배송이 늦어진 까닭을 확인하고 다시 연락드리기로 함' });
  expect(bodies<PromiseRow>(dataDir, 'promises')[0]).toMatchObject({
    origin: { callId: call?.id },
  });
  expect(bodies<TextRow>(dataDir, 'outbox')[0]).toMatchObject({ customer: call?.e164 });
  expect(text.split('\r\n').filter(Boolean)).toHaveLength(2);
});
