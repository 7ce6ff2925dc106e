import type { Page } from '@playwright/test';
import type { WrittenFact } from '#shared/domain/customer/customer.ts';
import { learnt, somebody } from '../host/customerFacts.ts';
import { query } from '../support/callLog.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect } from './fixtures.ts';
import { test } from './leftText.ts';

const MOBILE = { number: '010-9999-1234', e164: '+821099991234' };
const DAY_MS = 86_400_000;
test.use({ viewport: { width: 1_280, height: 800 } });

const kim = (...more: Parameters<typeof learnt>[2][]): WrittenFact[] => {
  const { id, facts } = somebody('김하늘', [MOBILE]);
  return [...facts, ...more.map((body) => learnt(id, Date.now(), body))];
};

/** A text that leaves in a week, opened in the composer. */
async function composing(page: Page) {
  await page.getByTestId('outbox-row').click();
  await page.getByTestId('text-edit').click();
  const composer = page.getByTestId('composer');
  await expect(composer.getByTestId('reach')).toBeVisible();
  return composer;
}

test('what the customer likes stands there, and one press sends it when they do', async ({
  opened,
  dataDir,
}) => {
  // Neither today nor tomorrow, and not the day on which it leaves now.
  const weekday = (new Date().getDay() + 3) % 7;
  const preferences = {
    ...{ channels: ['phone' as const, 'text' as const], hours: { from: 600, to: 1_080 } },
    ...{ days: [weekday], age: '', language: '' },
  };
  const page = await opened({
    text: {},
    customer: kim({ type: 'preferred', preferences }),
    notBefore: Date.now() + 7 * DAY_MS,
  });
  const composer = await composing(page);
  const name = ['일', '월', '화', '수', '목', '금', '토'][weekday] ?? '';
  await expect(composer.getByTestId('reach-wants')).toContainText(
    `김하늘님은 전화 → 문자 순으로, ${name} 10:00–18:00에 연락받기를 원하십니다.`,
  );
  await expect(composer.getByTestId('reach-wants')).toContainText('문자보다 먼저: 전화');
  expect(await seriousProblems(page)).toEqual([]);
  await composer.getByTestId('reach-wanted').press('Enter');
  await expect(composer.getByTestId('reach-outside')).toHaveCount(0);
  const field = await composer.getByTestId('composer-send-at').inputValue();
  expect(field).toMatch(/T10:00$/);
  const at = await page.evaluate((text) => new Date(text).getTime(), field);
  expect(await page.evaluate((moment) => new Date(moment).getDay(), at)).toBe(weekday);
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  const [last] = query<{ body: string }>(
    dataDir,
    "SELECT body FROM outbox_events WHERE type = 'scheduled' ORDER BY seq DESC",
  );
  expect(JSON.parse(last?.body ?? '')).toEqual({ notBefore: at });
  // What has to be known before somebody is written to is no look at their card.
  expect(query(dataDir, "SELECT id FROM access_log WHERE action = 'customer.open'")).toEqual([]);
});

test('who wants no texts gets one for a reason that is kept, and may be reached otherwise', async ({
  opened,
  dataDir,
}) => {
  const no = {
    ...{ type: 'consented' as const, kind: 'informational' as const, given: false },
    ...{ on: Date.now() - DAY_MS, source: '전화' },
  };
  const page = await opened({ text: {}, customer: kim(no), notBefore: Date.now() + 7 * DAY_MS });
  const composer = await composing(page);
  await expect(composer.getByTestId('reach-refused')).toContainText(
    '안내 문자를 받지 않겠다고 하셨습니다 (어제, 전화).',
  );
  await expect(composer.getByTestId('composer-send')).toBeDisabled();
  await expect(composer.getByTestId('composer-why')).toContainText('까닭을 적어');
  await expect(composer.getByTestId('text-promise')).toBeVisible();
  expect(await seriousProblems(page)).toEqual([]);
  await composer.getByTestId('reach-despite').fill('예약이 취소되어 오늘 아셔야 합니다');
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  await expect(page.getByTestId('text-despite')).toContainText('예약이 취소되어');
  // The card was looked at once, for the other ways.
  expect(query(dataDir, "SELECT id FROM access_log WHERE action = 'customer.open'")).toHaveLength(
    1,
  );
});
