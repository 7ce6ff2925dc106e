import type { Locator, Page } from '@playwright/test';
import { bookingsCsv, bookingsIcs } from '../support/bookingFiles.ts';
import type { BookingLine } from '../support/bookingFiles.ts';
import { query } from '../support/callLog.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

// A whole call, and several files after it.
test.setTimeout(120_000);
test.use({ viewport: { width: 1_440, height: 900 } });

async function openOutbox(page: Page): Promise<void> {
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('보낼 문자').click();
  await expect(page.getByTestId('booking-import')).toBeVisible();
}

async function choose(page: Page, name: string, text: string): Promise<Locator> {
  await page.getByTestId('booking-import').click();
  const dialog = page.getByTestId('booking-import-dialog');
  await expect(dialog).toBeVisible();
  await dialog.getByTestId('booking-file').setInputFiles({
    ...{ name, mimeType: 'text/plain', buffer: Buffer.from(text) },
  });
  return dialog;
}

async function commit(page: Page): Promise<void> {
  await page.getByTestId('booking-commit').click();
  await expect(page.getByTestId('booking-result')).toBeVisible();
  await page.getByTestId('booking-close').click();
}

/** The customer of a practice call, who has reached wrap-up. */
async function callAndNumber(page: Page, dataDir: string): Promise<string> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F9');
  await expect(page.getByTestId('wrap-up')).toBeVisible();
  const [call] = query<{ dialled: string }>(dataDir, 'SELECT dialled FROM calls');
  return call?.dialled ?? '';
}

test('bookings are imported, offered in the composer, told of, and told again when a file moves or drops them', async ({
  practice: page,
  dataDir,
}) => {
  const number = await callAndNumber(page, dataDir);
  const line = (change: BookingLine = {}): BookingLine => ({ number, name: '박정호', ...change });

  await openOutbox(page);
  const dialog = await choose(
    page,
    '예약.csv',
    bookingsCsv(line(), { ref: 'A-2', number: '모름' }, { ref: 'A-3', at: '미정' }),
  );
  await expect(dialog.getByTestId('booking-counts')).toContainText('새 예약 1건');
  await expect(dialog.getByTestId('booking-sample')).toContainText('본관 2층');
  await expect(dialog.getByTestId('booking-fault')).toHaveText([
    '3번째 줄: 전화번호를 읽지 못했습니다.',
    '4번째 줄: 날짜나 시간을 읽지 못했습니다.',
  ]);
  expect.soft(await seriousProblems(page), 'the preview').toEqual([]);
  await commit(page);
  await expect(page.getByTestId('booking-change')).toHaveCount(0);

  // What is imported is offered, and one press fills it in.
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('composer-choice').getByText('예약 안내').click();
  const offer = composer.getByTestId('booking-offer');
  await expect(offer).toContainText('본관 2층');
  expect.soft(await seriousProblems(page), 'with an offer').toEqual([]);
  await offer.click();
  await expect(composer.getByTestId('composer-place')).toHaveValue('본관 2층');
  await expect(composer.getByTestId('text-body')).toHaveValue(
    /1\/5\(금\) 10:00, 본관 2층\n준비물: 신분증$/,
  );
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  const told = (): readonly { id: string; state: string; at: number }[] =>
    query<{ body: string }>(
      dataDir,
      "SELECT body FROM outbox_events WHERE type = 'written' ORDER BY seq",
    ).map(
      ({ body }) =>
        (
          JSON.parse(body) as {
            content: { reservation: { id: string; state: string; at: number } };
          }
        ).content.reservation,
    );
  const [booking] = query<{ id: string }>(dataDir, 'SELECT id FROM bookings');
  expect(told()).toMatchObject([{ id: booking?.id, state: 'booked' }]);

  // Moved by a later file: the change is one press away.
  await openOutbox(page);
  await page.getByTestId('outbox-groups').getByText('마침').click();
  await expect(page.getByTestId('outbox-row')).toHaveCount(1);
  await choose(page, '예약2.csv', bookingsCsv(line({ at: '2035-01-06 11:30' })));
  await commit(page);
  const change = page.getByTestId('booking-change');
  await expect(page.getByTestId('booking-news')).toContainText('안내한 예약이 바뀜 1건');
  await expect(change).toContainText('지금: 2035년 1월 6일 11:30');
  expect.soft(await seriousProblems(page), 'with what has changed').toEqual([]);
  await change.getByTestId('booking-tell').click();
  await expect(composer.getByTestId('text-body')).toHaveValue(
    /예약이 바뀌었습니다\.\n1\/6\(토\) 11:30, 본관 2층/,
  );
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  await expect(change).toHaveCount(0);
  await expect(page.getByTestId('outbox-row')).toHaveCount(2);

  // And dropped by a calendar.
  await choose(page, '예약.ics', bookingsIcs(line({ at: '2035-01-06 11:30', state: '취소' })));
  await expect(page.getByTestId('booking-counts')).toContainText('취소 1건');
  await commit(page);
  await expect(change).toHaveAttribute('data-what', 'cancelled');
  await change.getByTestId('booking-tell').click();
  await expect(composer.getByTestId('text-body')).toHaveValue(/아래 예약을 취소했습니다\./);
  await composer.getByTestId('composer-send').click();
  await expect(change).toHaveCount(0);
  expect(told().map(({ state }) => state)).toEqual(['booked', 'changed', 'cancelled']);
  expect(new Set(told().map(({ id }) => id)).size).toBe(1);
});

test('columns are said by hand once and known the next time; an import is taken back', async ({
  practice: page,
  dataDir,
}) => {
  await openOutbox(page);
  const csv = (place: string): string =>
    `가,나,다\n2035-01-05 10:00,010-9999-1234,${place}\n2035-01-05 12:00,010-9999-5678,별관`;
  const dialog = await choose(page, '표.csv', csv('본관'));
  await expect(page.getByTestId('booking-commit')).toBeDisabled();
  for (const [column, role] of [
    [0, 'moment'],
    [1, 'number'],
    [2, 'place'],
  ] as const) {
    await dialog.getByTestId(`booking-column-${column}`).locator('select').selectOption(role);
  }
  await expect(dialog.getByTestId('booking-counts')).toContainText('새 예약 2건');
  await commit(page);

  await choose(page, '표2.csv', csv('신관'));
  await expect(dialog.getByTestId('booking-counts')).toContainText('바뀜 1건');
  await page.getByTestId('booking-commit').click();
  await page.getByTestId('booking-undo').click();
  await expect(page.getByTestId('booking-result')).toContainText('1건을 되돌렸습니다');
  await page.getByTestId('booking-close').click();
  const places = query<{ place: string }>(dataDir, 'SELECT place FROM bookings ORDER BY at');
  expect(places.map(({ place }) => place)).toEqual(['본관', '별관']);

  // All there is: what it leaves out was cancelled.
  await choose(page, '전부.csv', csv('본관').split('\n').slice(0, 2).join('\n'));
  await dialog.getByTestId('booking-complete').click();
  await expect(dialog.getByTestId('booking-counts')).toContainText('취소 1건');
  await commit(page);

  await choose(page, '문서.csv', '예약이 아닌 글');
  await expect(dialog.getByTestId('booking-failure')).toContainText('예약 파일로 읽지 못했습니다');
  expect.soft(await seriousProblems(page), 'refused').toEqual([]);
});
