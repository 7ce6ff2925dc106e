import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './fixtures.ts';

const MINUTE = 60_000;

interface Event {
  readonly title: string;
  /** From now. */
  readonly inMinutes: number;
  readonly minutes: number;
}

/** A calendar as other programs write them. */
function calendar(...events: Event[]): string {
  const text = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const now = Date.now();
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap(({ title, inMinutes, minutes }, n) => [
      'BEGIN:VEVENT',
      `UID:${n}-${title}@calendar`,
      `DTSTART:${text(now + inMinutes * MINUTE)}`,
      `DTEND:${text(now + (inMinutes + minutes) * MINUTE)}`,
      `SUMMARY:${title}`,
      'ATTENDEE;CN=김하늘:mailto:sky@example.com',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ].join('\r\n');
}

async function give(page: Page, text: string): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('calendar-file').setInputFiles({
    name: '내 일정.ics',
    mimeType: 'text/calendar',
    buffer: Buffer.from(text),
  });
}

const offer = (page: Page) => page.getByTestId('meeting-offer');
const status = (page: Page) => page.getByTestId('status');

/** On the clock of the page. */
const clock = (at: number): string =>
  new Intl.DateTimeFormat('ko-KR', {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone: 'Asia/Seoul',
  }).format(at);

test('a meeting that goes on is offered, never forced, and takes no focus', async ({
  practice,
  dataDir,
}) => {
  await give(practice, calendar({ title: '주간 회의', inMinutes: -5, minutes: 60 }));
  await expect(practice.getByTestId('calendar-taken')).toContainText('1건');
  await expect(practice.getByTestId('calendar-upcoming')).toContainText('주간 회의');
  const url = practice.getByTestId('calendar-url');
  await url.focus();
  await expect(offer(practice)).toContainText('‘주간 회의’ 일정이 시작되었습니다');
  await expect(offer(practice)).toContainText('‘회의’ 상태로 바꿀까요?');
  await expect(url).toBeFocused();
  await expect(status(practice)).toHaveAttribute('data-kind', 'available');

  await practice.getByTestId('meeting-take').click();
  await expect(offer(practice)).toBeHidden();
  await expect(status(practice)).toHaveAttribute('data-reason', 'meeting');
  const spans = query<{ until_at: number; note: string; by: string }>(
    dataDir,
    "SELECT until_at, note, by FROM availability_spans WHERE reason_id = 'meeting'",
  );
  expect(spans).toMatchObject([{ note: '주간 회의', by: 'meeting' }]);
  await expect(status(practice)).toContainText(`${clock(spans[0]?.until_at ?? 0)}까지`);
  // People of the calendar are no business of ours.
  expect(JSON.stringify(query(dataDir, 'SELECT * FROM meeting_sources'))).not.toContain('sky@');

  // Back before it is over: not asked again.
  await practice.keyboard.press('Control+Alt+KeyB');
  await expect(status(practice)).toHaveAttribute('data-kind', 'available');
  await expect(offer(practice)).toBeHidden();
});

test('what is not wanted is not offered again, after a restart too; the next one is', async ({
  page,
  dataDir,
}) => {
  let host = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  const long = { title: '교육', inMinutes: -30, minutes: 120 };
  const later = { title: '면담', inMinutes: -10, minutes: 60 };
  await give(page, calendar(long, later));
  await expect(offer(page)).toContainText('면담');
  await page.getByTestId('meeting-dismiss').click();
  await expect(offer(page)).toContainText('교육');
  await host.stop();

  host = await startHost({ dataDir });
  await page.goto(host.url);
  await expect(offer(page)).toContainText('교육');
  await page.getByTestId('meeting-dismiss').click();
  await expect(offer(page)).toBeHidden();
  await page.reload();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await expect(offer(page)).toBeHidden();
  await host.stop();
});

test('it is offered as it is about to begin, and no longer when it is over', async ({
  practice,
}) => {
  await practice.clock.install();
  await give(practice, calendar({ title: '면담', inMinutes: 10, minutes: 20 }));
  await expect(practice.getByTestId('calendar-taken')).toContainText('1건');
  await expect(offer(practice)).toBeHidden();
  await practice.clock.fastForward('09:10');
  await expect(offer(practice)).toContainText('일정이 시작됩니다');
  await practice.clock.fastForward('01:00');
  await expect(offer(practice)).toContainText('일정이 시작되었습니다');
  await practice.clock.fastForward('20:00');
  await expect(offer(practice)).toBeHidden();
});

test('in a call it is offered for afterwards', async ({ practice }) => {
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await give(practice, calendar({ title: '주간 회의', inMinutes: -5, minutes: 60 }));
  await expect(offer(practice)).toContainText('통화가 끝나면');
  await practice.getByTestId('meeting-take').click();
  await expect(offer(practice)).toBeHidden();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect(status(practice)).toContainText('회의');
  await practice.keyboard.press('F9');
  await expect(status(practice)).toHaveAttribute('data-kind', 'wrap-up');
  await practice.keyboard.press('Control+Alt+KeyB');
  await expect(status(practice)).toHaveAttribute('data-reason', 'meeting');
});

test('what is no calendar is said in words, and what was there stays', async ({ practice }) => {
  await give(practice, calendar({ title: '면담', inMinutes: 600, minutes: 20 }));
  await expect(practice.getByTestId('calendar-taken')).toBeVisible();
  for (const [text, words] of [
    ['안녕하세요', '일정 파일이 아니거나'],
    [calendar({ title: '지난 회의', inMinutes: -20_000, minutes: 60 }), '앞으로 열릴 일정이 없는'],
    ['x'.repeat(2_100_000), '1MB보다 크거나'],
    [`BEGIN:VCALENDAR\n${'X-A:가나다라마바사\n'.repeat(60_000)}END:VCALENDAR`, '1MB보다 크거나'],
  ] as const) {
    await give(practice, text);
    await expect(practice.getByTestId('calendar-refusal')).toContainText(words);
    await expect(practice.getByTestId('calendar-upcoming')).toContainText('면담');
  }
  await expect(practice.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await practice.getByTestId('calendar-remove').click();
  await expect(practice.getByTestId('calendar-upcoming')).toBeHidden();
});

test('a calendar at an address is read, and its trouble is said without the address', async ({
  practice,
}) => {
  let status = 200;
  const server = createServer((_request, response) => {
    const body = calendar({ title: '원격 회의', inMinutes: -1, minutes: 30 });
    response.writeHead(status).end(status === 200 ? body : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = practice.getByTestId('calendar-url');
  await practice.getByTestId('nav-settings').click();

  await url.fill('http://10.0.0.1/secret.ics');
  await practice.getByTestId('calendar-set-url').click();
  await expect(practice.getByTestId('calendar-refusal')).toContainText('calendar.address');

  await url.fill(`http://127.0.0.1:${port}/secret-0123.ics`);
  await practice.getByTestId('calendar-set-url').click();
  await expect(practice.getByTestId('calendar')).toContainText(`127.0.0.1:${port}`);
  await expect(url).toHaveValue('');
  await expect(offer(practice)).toContainText('원격 회의');

  status = 404;
  await practice.getByTestId('calendar-refresh').click();
  await expect(practice.getByTestId('calendar')).toHaveAttribute(
    'data-trouble',
    'calendar.refused',
  );
  await expect(practice.getByTestId('calendar')).toContainText('내용을 내주지 않습니다');
  await expect(offer(practice)).toContainText('원격 회의');
  expect(await practice.locator('body').innerText()).not.toContain('0123');
  server.close();
});
