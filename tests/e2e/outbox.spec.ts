import type { Locator, Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { expect, test } from '../support/talkingDesk.ts';

const CUSTOMER = '"김하늘" <sip:01012345678@caller.invalid>';
const LANDLINE = '"이바다" <sip:0255551234@caller.invalid>';

/**
 * Callers are told busy and get a text: nothing is answered, so that nothing takes long.
 * @param quiet with quiet hours; without them the hour at which the tests are run does not matter
 */
async function textsWhileOut(desk: Page, quiet: 'quiet' | 'any hour' = 'any hour'): Promise<void> {
  await desk.getByTestId('nav-settings').click();
  if (quiet === 'any hour') {
    await desk.getByRole('switch', { name: '조용한 시간에는 보류' }).click();
    await expect(desk.getByTestId('texts-quietFrom')).toHaveCount(0);
  }
  await desk.locator('[data-row="outage"] [data-do="edit"]').click();
  await desk.getByRole('switch', { name: '연결되지 못한 고객에게 문자 보내기' }).click();
  await desk.getByTestId('reason-save').click();
  await expect(desk.getByTestId('reason-form')).toBeHidden();
}

async function away(desk: Page): Promise<void> {
  await desk.getByTestId('status').click();
  await desk.getByTestId('reason-outage').click();
  await expect(desk.getByTestId('status')).toHaveAttribute('data-reason', 'outage');
}

const decided = (dataDir: string): string[] =>
  query<{ part: string }>(dataDir, 'SELECT part FROM outbox ORDER BY written_at, id').map(
    ({ part }) => part,
  );

/** The outbox, where it is not on the screen yet. */
async function openOutbox(desk: Page): Promise<Locator> {
  await desk.getByTestId('nav-messages').click();
  await desk.getByTestId('messages-part').getByText('보낼 문자').click();
  await expect(desk.getByTestId('outbox-lead')).toContainText('저절로 나가지 않습니다');
  return desk.getByTestId('outbox-row');
}

test('a call while away writes one text, the second call none, a landline none, each with its reason', async ({
  customers,
  desk,
  dataDir,
}) => {
  await textsWhileOut(desk);
  await away(desk);
  await customers.call(CUSTOMER);
  await expect.poll(() => decided(dataDir)).toEqual(['open']);
  await customers.call(LANDLINE);
  await expect.poll(() => decided(dataDir)).toEqual(['open', 'declined']);
  // By the default rule the second call rings; it is not taken.
  await customers.call(CUSTOMER);
  await desk.getByTestId('decline').click();
  await expect.poll(() => decided(dataDir)).toEqual(['open', 'declined', 'declined']);
  await expect(desk.getByTestId('unread-badge')).toContainText('1');

  const rows = await openOutbox(desk);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('김하늘');
  await expect(rows).toContainText('시스템 장애');
  await expect(rows).toContainText(
    /지금 시스템 점검 중이라 전화를 받지 못했습니다\. .*에 전화드리겠습니다/,
  );
  await desk.getByTestId('outbox-groups').getByText('쓰지 않음').click();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('이미 한 번 썼습니다');
  await expect(rows.last()).toContainText('유선전화');

  // With the call as well.
  await desk.getByTestId('nav-history').click();
  await desk.getByTestId('history-row').filter({ hasText: '이바다' }).click();
  await expect(desk.getByTestId('text-of-call')).toContainText('문자를 보내지 않는 번호입니다');
});

test('a text is changed, cancelled, taken back and said to be sent', async ({
  customers,
  desk,
  dataDir,
}) => {
  await textsWhileOut(desk);
  await away(desk);
  await customers.call(CUSTOMER);
  await expect.poll(() => decided(dataDir)).toEqual(['open']);
  const rows = await openOutbox(desk);
  await rows.click();
  const state = desk.getByTestId('text-state');
  await expect(state).toHaveText('대기');
  await desk.getByTestId('text-edit').click();
  await desk.getByTestId('text-body').fill('곧 전화드리겠습니다. 😀');
  await expect(desk.getByTestId('composer-send')).toBeDisabled();
  await desk.getByTestId('text-body').fill('곧 전화드리겠습니다.');
  await expect(desk.getByTestId('composer-bytes')).toHaveText('20 / 90바이트');
  await desk.getByTestId('composer-send').click();
  await expect(desk.getByTestId('text-said')).toHaveText('곧 전화드리겠습니다.');
  await expect(rows).toContainText('곧 전화드리겠습니다.');
  await desk.getByTestId('text-cancel').click();
  await expect(state).toHaveText('취소됨');
  await expect(rows).toHaveCount(0);
  await desk.getByTestId('outbox-undo').getByRole('button').click();
  await expect(state).toHaveText('대기');
  await desk.getByTestId('text-handed').click();
  await expect(state).toHaveText('직접 보냄');
  // It stands there after a restart of the page as well.
  await desk.reload();
  const again = await openOutbox(desk);
  await desk.getByTestId('outbox-groups').getByText('마침').click();
  await expect(again).toHaveAttribute('data-state', 'handed');
});

test('in quiet hours a text is held, and shown with the time until when', async ({
  customers,
  desk,
  dataDir,
}) => {
  await textsWhileOut(desk, 'quiet');
  const [from = '', to = ''] = await desk.evaluate(() =>
    [-3_600_000, 7_200_000].map((ms) =>
      new Date(Date.now() + ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }),
    ),
  );
  for (const [name, time] of [
    ['quietFrom', from],
    ['quietTo', to],
  ] as const) {
    await desk.getByTestId(`texts-${name}`).fill(time);
    await desk.getByTestId(`texts-${name}`).blur();
    await expect(desk.getByTestId(`texts-${name}`)).toHaveValue(time);
  }
  await away(desk);
  await customers.call(CUSTOMER);
  await expect.poll(() => decided(dataDir)).toEqual(['open']);
  const rows = await openOutbox(desk);
  await expect(rows).toHaveAttribute('data-state', 'held');
  await expect(rows).toContainText('보류 · 조용한 시간');
  await expect(rows).toContainText(`${to}까지`);
  await desk.getByTestId('nav-settings').click();
  await desk.getByRole('switch', { name: '조용한 시간에는 보류' }).click();
  await openOutbox(desk);
  await expect(rows).toHaveAttribute('data-state', 'waiting');
});

test('back at the desk: what was written to whom, and one click to write', async ({
  customers,
  desk,
  dataDir,
}) => {
  await textsWhileOut(desk);
  await away(desk);
  await customers.call(CUSTOMER);
  await customers.call(LANDLINE);
  await expect.poll(() => decided(dataDir).toSorted()).toEqual(['declined', 'open']);
  await desk.keyboard.press('Control+Alt+KeyB');
  const row = desk.getByTestId('while-away-row');
  await expect(row.filter({ hasText: '김하늘' })).toContainText('안내 문자 · 대기');
  await expect(row.filter({ hasText: '이바다' })).toContainText('유선전화');
  await row.filter({ hasText: '이바다' }).getByTestId('while-away-text').click();
  await expect(desk.getByTestId('text-body')).toHaveValue(/^전화를 받지 못했습니다\. /);
  await desk.getByTestId('composer-send').click();
  await expect.poll(() => decided(dataDir).toSorted()).toEqual(['declined', 'open', 'open']);
});

test('a promise is written about, and its new time when it is moved', async ({
  customers,
  desk,
  dataDir,
}) => {
  await away(desk);
  await customers.call(CUSTOMER);
  await expect.poll(() => decided(dataDir)).toEqual(['declined']);
  await desk.getByTestId('nav-promises').click();
  await desk.getByTestId('promise-row').click();
  await desk.getByTestId('promise-text').click();
  await expect(desk.getByTestId('text-body')).toHaveValue(/^다시 전화드릴 시간을 알려 드립니다\. /);
  await desk.getByTestId('composer-send').click();
  await desk.getByTestId('open-reschedule').click();
  await desk.getByTestId('reschedule-from').fill('2030-01-02T10:00');
  await desk.getByTestId('reschedule-to').fill('2030-01-02T11:00');
  await desk.getByTestId('reschedule-save').click();
  await expect(desk.getByTestId('text-body')).toHaveValue(
    /1\/2\(수\) 10:00~11:00에 전화드리겠습니다/,
  );
  await desk.getByTestId('composer-send').click();
  await expect.poll(() => decided(dataDir).filter((part) => part === 'open')).toHaveLength(2);
});

test('the settings show how a text reads before it is kept', async ({ desk }) => {
  await desk.getByTestId('nav-settings').click();
  const preview = desk.getByTestId('missed-text-settings').getByTestId('text-preview');
  await expect(preview).toContainText('지금 회의 중이라 전화를 받지 못했습니다.');
  await desk.getByTestId('texts-company').fill('한빛상사');
  await desk.getByTestId('texts-company').blur();
  await expect(preview).toContainText('[한빛상사]');
  const template = desk.getByTestId('texts-template');
  await template.fill('{회사명} 안녕하세요.');
  await expect(desk.getByTestId('texts-template-error')).toContainText('모르는 항목');
  await expect(desk.getByTestId('texts-template-save')).toBeDisabled();
  await template.fill('<{회사}입니다. >곧 연락드리겠습니다. 문의: {대체}');
  await expect(preview).toHaveText('한빛상사입니다. 곧 연락드리겠습니다. 문의: 02-555-1234');
  await expect(
    desk.getByTestId('missed-text-settings').getByTestId('text-preview-bare'),
  ).toHaveText('곧 연락드리겠습니다.');
  await desk.getByTestId('texts-template-save').click();
  await desk.reload();
  await desk.getByTestId('nav-settings').click();
  await expect(template).toHaveValue('<{회사}입니다. >곧 연락드리겠습니다. 문의: {대체}');
});
