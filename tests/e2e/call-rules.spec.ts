import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './fixtures.ts';

const KNOWN = '010-0000-1001';

async function openRules(page: Page): Promise<Locator> {
  await page.getByTestId('nav-settings').click();
  return page.getByTestId('call-rules');
}

const check = (page: Page, testid: string): Promise<void> =>
  page.getByTestId(testid).getByRole('checkbox').check();
const select = (page: Page, testid: string, value: string): Promise<string[]> =>
  page.getByTestId(testid).locator('select').selectOption(value);

function stored<T>(dataDir: string, key: string): T {
  const [row] = query<{ value: string }>(
    dataDir,
    `SELECT value FROM settings WHERE key = '${key}'`,
  );
  return JSON.parse(row?.value ?? 'null') as T;
}
const storedIds = (dataDir: string): string[] =>
  stored<{ id: string }[]>(dataDir, 'callRules').map(({ id }) => id);

async function addUrgent(page: Page, numbers: string): Promise<void> {
  await page.getByTestId('group-numbers').first().fill(numbers);
  await page.getByTestId('groups-save').click();
  await expect(page.getByTestId('groups-save')).toBeDisabled();
}

test('the rules that come with the app are sentences; one is added, and said as it is made', async ({
  practice,
  dataDir,
}) => {
  await openRules(practice);
  const rules = practice.getByTestId('call-rule');
  await expect(rules).toHaveCount(2);
  await expect(rules.nth(0)).toContainText(
    '‘긴급’ 그룹에서 전화가 오면 바로 울립니다. 급한 전화로 표시합니다.',
  );
  await expect(rules.nth(1)).toContainText(
    '같은 번호에서 10분 안에 다시 전화가 오면 바로 울립니다.',
  );

  await practice.getByTestId('rule-new').click();
  const said = practice.getByTestId('rule-preview');
  await expect(said).toHaveText('어떤 전화가 와도 바로 울립니다.');
  await check(practice, 'ask-caller');
  await practice.getByTestId('rule-form').getByText('이렇게 시작하는 번호').click();
  await practice.getByTestId('rule-caller').fill('김철수');
  await practice.getByTestId('rule-save').click();
  await expect(practice.getByTestId('rule-caller-error')).toBeVisible();
  await expect(practice.getByTestId('rule-caller')).toBeFocused();
  await practice.getByTestId('rule-caller').fill('02-555');
  await check(practice, 'ask-time');
  await practice.getByTestId('rule-from').fill('22:00');
  await practice.getByTestId('rule-to').fill('06:00');
  await check(practice, 'ask-weekdays');
  await check(practice, 'rule-day-1');
  await check(practice, 'rule-day-5');
  await check(practice, 'ask-reasons');
  await check(practice, 'rule-reason-meeting');
  await select(practice, 'rule-do', 'forward');
  await practice.getByTestId('rule-forward-to').fill('1002');
  await expect(said).toHaveText(
    '월·금요일 22:00부터 다음 날 06:00까지 이석 사유가 ‘회의’일 때 앞자리가 02-555인 번호에서 전화가 오면 1002 번호로 돌립니다.',
  );
  await practice.getByTestId('rule-save').click();
  await expect(rules).toHaveCount(3);
  await expect(rules.nth(2)).toContainText('1002 번호로 돌립니다.');
  await expect(rules.nth(2).getByRole('button', { name: '고치기' })).toBeFocused();
  expect(stored<unknown[]>(dataDir, 'callRules')[2]).toMatchObject({
    when: {
      caller: { prefix: '02-555' },
      time: { from: 1_320, to: 360 },
      weekdays: [1, 5],
      reasons: ['meeting'],
    },
    then: { do: 'forward', to: '1002' },
  });
});

test('by keyboard alone: the order, on and off, editing, removing and taking that back', async ({
  practice,
  dataDir,
}) => {
  await openRules(practice);
  const rules = practice.getByTestId('call-rule');
  const first = rules.nth(0);
  await first.getByRole('checkbox').focus();
  await practice.keyboard.press('Alt+ArrowDown');
  await expect(rules.nth(0)).toContainText('10분 안에 다시');
  await expect.poll(() => storedIds(dataDir)).toEqual(['second-call', 'urgent-group']);
  // The focus has gone with the rule, which is last now: the way back is the one that is left.
  await expect(rules.nth(1).locator(':focus')).toHaveCount(1);
  await practice.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => storedIds(dataDir)).toEqual(['urgent-group', 'second-call']);

  await rules.nth(1).getByRole('checkbox').focus();
  await practice.keyboard.press('Space');
  await expect
    .poll(() => stored<{ on: boolean }[]>(dataDir, 'callRules').map(({ on }) => on))
    .toEqual([true, false]);

  await rules.nth(1).getByRole('button', { name: '고치기' }).press('Enter');
  await practice.getByTestId('rule-minutes').fill('30');
  await practice.keyboard.press('Enter');
  await expect(rules.nth(1)).toContainText('30분 안에 다시 전화가 오면');
  await rules.nth(1).getByRole('button', { name: '고치기' }).press('Enter');
  await practice.keyboard.press('Escape');
  await expect(practice.getByTestId('rule-form')).toBeHidden();
  await expect(rules.nth(1).getByRole('button', { name: '고치기' })).toBeFocused();

  await rules.nth(0).getByRole('button', { name: '지우기' }).press('Enter');
  await expect(rules).toHaveCount(1);
  await expect(practice.getByTestId('rule-removed').getByRole('button')).toBeFocused();
  await expect(practice.getByTestId('rule-removed')).toContainText('긴급 그룹은 바로 울림');
  await practice.keyboard.press('Enter');
  await expect(rules).toHaveCount(2);
  await expect.poll(() => storedIds(dataDir)).toEqual(['urgent-group', 'second-call']);

  for (let left = 2; left > 0; left -= 1) {
    await rules.nth(0).getByRole('button', { name: '지우기' }).press('Enter');
    await expect(rules).toHaveCount(left - 1);
  }
  await expect(practice.getByTestId('call-rules-none')).toBeVisible();
  await practice.getByTestId('rules-restore').press('Enter');
  await expect(rules).toHaveCount(2);
});

test('the trial says what would happen to a number, who decides, and why the others do not', async ({
  practice,
  calls,
}) => {
  await openRules(practice);
  await addUrgent(practice, '010-9999-0000\n1588*');
  const number = practice.getByTestId('test-number');
  const answer = practice.getByTestId('test-answer');
  const by = practice.getByTestId('test-by');
  const other = practice.getByTestId('test-other');

  for (const written of [
    '010-9999-0000',
    '+82 10 9999 0000',
    '００８２１０９９９９００００',
    '1588-1234',
  ]) {
    await number.fill(written);
    await expect(answer).toHaveAttribute('data-treatment', 'ring');
    await expect(by).toHaveText('규칙 1에 따릅니다: 긴급 그룹은 바로 울림');
    await expect(answer).toContainText('급한 전화로 표시합니다.');
    await expect(other).toHaveText(/규칙 2.*그 시간 안에 먼저 온 전화가 없습니다/);
  }

  await number.fill(KNOWN);
  await expect(answer).toHaveAttribute('data-treatment', 'greet');
  await expect(answer).toContainText(
    '010-0000-1001에서 지금 전화가 오면 인사말을 들려주고 음성을 받습니다.',
  );
  await expect(by).toHaveText('맞는 규칙이 없어 ‘회의’ 사유에 정한 대로 합니다.');
  await expect(other.nth(0)).toContainText('이 그룹에 없는 번호입니다.');
  await select(practice, 'test-reason', 'outage');
  await expect(answer).toHaveAttribute('data-treatment', 'busy');
  await select(practice, 'test-reason', 'meeting');

  // The customer calls, and nobody answers: from now on it is a second call.
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('decline').click();
  await expect.poll(() => calls()[0]?.ended_at ?? null).not.toBeNull();
  await openRules(practice);
  await number.fill(KNOWN);
  await expect(answer).toHaveAttribute('data-treatment', 'ring');
  await expect(by).toHaveText('규칙 2에 따릅니다: 곧 다시 온 전화는 바로 울림');
  await expect(answer).toContainText('이 번호는 그 전 10분 안에 1번 전화했습니다.');
  // Not in the break after abuse, and not with another number, a hidden one, or tomorrow.
  await select(practice, 'test-reason', 'protected-break');
  await expect(answer).toHaveAttribute('data-treatment', 'greet');
  await expect(other.nth(1)).toContainText('보호휴식 중에는');
  await select(practice, 'test-reason', 'meeting');
  await number.fill('010-0000-1002');
  await expect(answer).toHaveAttribute('data-treatment', 'greet');
  await check(practice, 'test-hidden');
  await expect(answer).toContainText('발신 번호 표시 제한으로 지금 전화가 오면');
  await expect(other.nth(1)).toContainText('번호를 숨긴 전화라');
  await practice.getByTestId('test-hidden').getByRole('checkbox').uncheck();
  await number.fill(KNOWN);
  await expect(answer).toHaveAttribute('data-treatment', 'ring');
  await practice.getByTestId('test-when').getByText('다른 때').click();
  await expect(answer).toBeHidden();
  await practice.getByTestId('test-at').fill('2035-01-02T03:04');
  await expect(answer).toHaveAttribute('data-treatment', 'greet');
  await expect(answer).toContainText('03:04');
});

test('groups: numbers a line each, faults by line, and what uses a group that goes', async ({
  practice,
  dataDir,
}) => {
  await openRules(practice);
  await practice.getByTestId('group-new').click();
  const name = practice.getByTestId('group-name').nth(1);
  const numbers = practice.getByTestId('group-numbers').nth(1);
  await numbers.fill('02-123-4567\n어머니');
  await practice.getByTestId('groups-save').click();
  await expect(practice.getByTestId('group-name-error')).toBeVisible();
  await name.fill('단골');
  await expect(practice.getByTestId('group-numbers-error')).toContainText('2번째 줄');
  await numbers.fill('02-123-4567\n02-555-*');
  await practice.getByTestId('groups-save').click();
  await expect(practice.getByTestId('groups-save')).toBeDisabled();
  await expect
    .poll(() => stored<unknown[]>(dataDir, 'numberGroups'))
    .toMatchObject([
      { id: 'urgent', name: null },
      { name: '단골', members: [{ exact: '02-123-4567' }, { prefix: '02-555-' }] },
    ]);
  await practice.getByTestId('group-remove').first().click();
  await expect(practice.getByTestId('group-used')).toContainText('규칙 1에서 쓰는 그룹입니다.');
  await practice.getByTestId('groups-revert').click();
  await expect(practice.getByTestId('number-group')).toHaveCount(2);
});

test('business hours: by weekday, with a break, and closed days', async ({ practice, dataDir }) => {
  await openRules(practice);
  const monday = practice.getByTestId('hours-1');
  await monday.getByRole('button', { name: /더하기/ }).click();
  const times = monday.locator('input[type=time]');
  for (const [place, time] of ['09:00', '12:00', '13:00', '00:00'].entries()) {
    await times.nth(place).fill(time);
  }
  await practice.getByTestId('hours-5').getByRole('checkbox').uncheck();
  await times.nth(0).fill('12:30');
  await expect(monday.getByRole('alert')).toBeVisible();
  await expect(practice.getByTestId('hours-save')).toBeDisabled();
  await times.nth(0).fill('09:00');
  await practice.getByTestId('closed-date').fill('2026-12-25');
  await practice.getByTestId('closed-add').click();
  await expect(practice.getByTestId('closed-day')).toHaveText(/2026.*12.*25/);
  await practice.getByTestId('hours-save').click();
  await expect(practice.getByTestId('hours-save')).toBeDisabled();
  await expect
    .poll(() => stored<{ week: unknown[] }>(dataDir, 'businessHours'))
    .toMatchObject({
      week: {
        1: [
          { from: 540, to: 720 },
          { from: 780, to: 1_440 },
        ],
        5: [],
      },
      closed: ['2026-12-25'],
    });

  // The rules go by them: Christmas is a Friday, and closed.
  await practice.getByTestId('rule-new').click();
  await check(practice, 'ask-hours');
  await select(practice, 'rule-do', 'busy');
  await practice.getByTestId('rule-save').click();
  await practice.getByTestId('test-number').fill('02-123-4567');
  await practice.getByTestId('test-when').getByText('다른 때').click();
  for (const [at, treatment] of [
    ['2026-12-25T10:00', 'busy'],
    ['2026-12-21T12:30', 'busy'],
    ['2026-12-21T23:59', 'greet'],
  ] as const) {
    await practice.getByTestId('test-at').fill(at);
    await expect(practice.getByTestId('test-answer')).toHaveAttribute('data-treatment', treatment);
  }
});

test('what the administrator has decided is shown and cannot be changed', async ({
  page,
  folder,
}) => {
  const provision = join(folder, 'provision.json');
  writeFileSync(
    provision,
    JSON.stringify({
      version: 1,
      account: { uri: 'sip:1001@127.0.0.1', servers: ['ws://127.0.0.1:9/'], password: 'x' },
      policy: {
        callRules: [
          { id: 'vip', name: '단골', when: { group: 'vip' }, then: { do: 'ring' }, urgent: true },
        ],
        numberGroups: [{ id: 'vip', name: '단골 고객', members: [{ prefix: '02-555' }] }],
      },
    }),
  );
  const host = await startHost({ dataDir: join(folder, 'data'), provision });
  try {
    await page.goto(host.url);
    await openRules(page);
    await expect(page.getByTestId('call-rules')).toContainText('관리자가 정한 규칙');
    const rule = page.getByTestId('call-rule');
    await expect(rule).toContainText('‘단골 고객’ 그룹에서 전화가 오면 바로 울립니다.');
    await expect(rule.getByRole('checkbox')).toBeDisabled();
    await expect(rule.getByRole('button')).toHaveCount(0);
    await expect(page.getByTestId('rule-new')).toBeHidden();
    await expect(page.getByTestId('group-numbers')).toHaveAttribute('readonly');
    await expect(page.getByTestId('groups-save')).toBeHidden();
    // The hours were left to the agent.
    await expect(page.getByTestId('hours-save')).toBeVisible();
    await page.getByTestId('test-number').fill('02-555-1234');
    await expect(page.getByTestId('test-by')).toHaveText('규칙 1에 따릅니다: 단골');
  } finally {
    await host.stop();
  }
});
