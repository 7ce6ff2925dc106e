import type { Page } from '@playwright/test';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import type { RunFact, RunRow } from '#shared/domain/script/run.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test.use({ viewport: { width: 1_280, height: 860 } });

/** From the first ring to talking with the angry customer of the practice exchange. */
async function talk(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await expect(page.getByTestId('incoming-card')).toBeVisible();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

const run = (page: Page) => page.getByTestId('guide-run');
const at = (page: Page, stepId: string) => expect(run(page)).toHaveAttribute('data-step', stepId);

function rowsOf(dataDir: string): readonly RunRow[] {
  const sql = 'SELECT body FROM runs ORDER BY started_at, id';
  return query<{ body: string }>(dataDir, sql).map(({ body }) => JSON.parse(body) as RunRow);
}

function factsOf(dataDir: string): readonly RunFact[] {
  const sql = 'SELECT type, body FROM run_events ORDER BY seq';
  return query<{ type: string; body: string }>(dataDir, sql).map(
    ({ type, body }) => ({ ...(JSON.parse(body) as object), type }) as RunFact,
  );
}

async function jump(page: Page, stepId: string): Promise<void> {
  await page.keyboard.press('l');
  await page.getByTestId(`guide-step-${stepId}`).click();
  await at(page, stepId);
}

test('a key shows the first sentence at once, whether or not the host answers', async ({
  practice: page,
  host,
  dataDir,
}) => {
  await talk(page);
  await page.keyboard.press('F1');
  await expect(page.getByTestId('guide-picker')).toBeVisible();
  expect.soft(await seriousProblems(page), 'the picker').toEqual([]);
  host.suspend();
  const tookMs = await page.evaluate(async () => {
    const began = performance.now();
    const key = { code: 'Digit2', key: '2', bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent('keydown', key));
    while (!document.querySelector('[data-testid="guide-sentence"]')) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - began;
  });
  expect(tookMs).toBeLessThan(100);
  await at(page, 'deadline');
  const sentence = page.getByTestId('guide-sentence');
  await expect(sentence).not.toHaveText(/[{}[\]]/);
  const size = await sentence.evaluate((it) => parseFloat(getComputedStyle(it).fontSize));
  expect(size).toBeGreaterThanOrEqual(20);
  // The way goes on while nothing can be stored.
  await page.keyboard.press('0');
  await at(page, 'deadline-restate');
  await page.keyboard.press('1');
  await at(page, 'deadline-ask');
  host.wake();
  await expect
    .poll(() => factsOf(dataDir).map(({ type }) => type))
    .toEqual(['started', 'moved', 'moved']);
  expect(rowsOf(dataDir)[0]).toMatchObject({
    ...{ trigger: 'deadline', stepId: 'deadline-ask', tone: 'emotional', practice: true },
    end: null,
  });
  expect(rowsOf(dataDir)[0]?.visits[0]?.said).not.toBe('');
  // Nothing of it lies over the calls.
  await page.getByTestId('hang-up').click({ trial: true });
  expect.soft(await seriousProblems(page), 'a step').toEqual([]);
});

test('from the trouble to the promise, the note and the text', async ({
  practice: page,
  dataDir,
  calls,
}) => {
  await talk(page);
  await page.getByTestId('note-input').fill('먼저 적은 말');
  await page.getByTestId('note-input').blur();
  await page.keyboard.press('F1');
  await page.keyboard.press('2');
  await jump(page, 'ask');
  await page.getByTestId('guide-field-problem').fill('선물이 일주일째 오지 않음');
  await page.getByTestId('guide-field-wanted').fill('정확한 도착일');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('guide-panel')).toBeFocused();

  await jump(page, 'when');
  // One press: the promise, its deadline and the time in the sentence.
  await page.getByTestId('guide-time-tomorrow').click();
  await expect(page.getByTestId('guide-promised')).toContainText('내일 오전 10시');
  await expect(page.getByTestId('guide-sentence')).toContainText('내일 오전 10시');
  const promises = (): readonly PromiseRow[] =>
    query<{ body: string }>(dataDir, 'SELECT body FROM promises').map(
      ({ body }) => JSON.parse(body) as PromiseRow,
    );
  await expect.poll(() => promises()).toHaveLength(1);
  // By the clock of the page, which is in another zone.
  const tomorrow = await page.evaluate(() => {
    const date = new Date();
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, 10).getTime();
  });
  expect(promises()[0]).toMatchObject({
    ...{ topic: '선물이 일주일째 오지 않음', practice: true },
    window: { to: tomorrow },
    origin: { kind: 'script', callId: calls()[0]?.id },
  });
  // Said otherwise, it is the same promise at another time.
  await page.getByTestId('guide-time-hour').click();
  await expect.poll(() => promises()[0]?.window.to).not.toBe(tomorrow);
  expect(promises()).toHaveLength(1);

  await page.getByTestId('guide-note').click();
  const note = page.getByTestId('note-input');
  await expect(note).toHaveValue(/^먼저 적은 말\n\n\[.+\]\n(.+\n)*.*선물이 일주일째 오지 않음/);
  await page.getByTestId('guide-noted').getByRole('button').click();
  await expect(note).toHaveValue('먼저 적은 말');

  await page.getByTestId('hang-up').click();
  // What was written down is not lost with the call, and nothing of the agent's is.
  await expect.poll(() => calls()[0]?.note).toContain('정확한 도착일');
  expect(calls()[0]?.note.startsWith('먼저 적은 말\n\n')).toBe(true);
  await expect(run(page)).toContainText('통화가 끝났습니다');

  await page.getByTestId('guide-text').click();
  await expect(page.getByTestId('text-body')).toHaveValue(/선물이 일주일째 오지 않음/);
  await expect(page.getByTestId('text-body')).toHaveValue(/에 전화드리겠습니다\./);
  await page.getByTestId('composer-send').click();
  await expect
    .poll(() => rowsOf(dataDir)[0])
    .toMatchObject({
      fields: { problem: '선물이 일주일째 오지 않음', wanted: '정확한 도착일' },
      acted: [{ action: 'promise' }, { action: 'promise' }, { action: 'text' }],
      end: { how: 'call-over' },
    });
});

test('skip, back, jump, the tone and other words are a key each', async ({
  practice: page,
  dataDir,
}) => {
  await talk(page);
  await page.keyboard.press('F1');
  await page.keyboard.press('1');
  await at(page, 'defect');
  const sentence = page.getByTestId('guide-sentence');
  const first = await sentence.innerText();
  await page.keyboard.press('v');
  await expect(sentence).not.toHaveText(first);
  const emotional = await sentence.innerText();
  await page.keyboard.press('t');
  await expect(sentence).not.toHaveText(emotional);
  await expect(page.getByTestId('guide-tone').getByRole('radio').nth(1)).toBeChecked();
  await page.keyboard.press('s');
  await at(page, 'defect-restate');
  await page.keyboard.press('0');
  await at(page, 'defect-ask');
  await page.keyboard.press('b');
  await at(page, 'defect-restate');
  await page.keyboard.press('b');
  await at(page, 'defect');
  await expect(page.getByTestId('guide-back')).toBeDisabled();
  await jump(page, 'thanks');
  await page.keyboard.press('0');
  await expect(run(page)).toContainText('안내가 끝났습니다');
  await page.keyboard.press('b');
  await at(page, 'thanks');
  await page.keyboard.press('0');
  await page.keyboard.press('0');
  await expect(page.getByTestId('guide-panel')).toHaveCount(0);
  await expect.poll(() => rowsOf(dataDir)[0]?.end?.how).toBe('finished');
  const { visits } = rowsOf(dataDir)[0] ?? { visits: [] };
  expect(visits.map(({ how }) => how)).toEqual([
    ...['skip', 'next', 'back', 'back', 'jump', 'next', 'next'],
  ]);
  expect(rowsOf(dataDir)[0]).toMatchObject({ tone: 'rational' });
});

test('digits of somebody who types, and of the keypad, are none of the guide', async ({
  practice: page,
}) => {
  await talk(page);
  await page.keyboard.press('F1');
  await page.keyboard.press('1');
  await page.keyboard.press('0');
  await at(page, 'defect-restate');
  const note = page.getByTestId('note-input');
  await note.click();
  await page.keyboard.type('1020 n');
  await expect(note).toHaveValue('1020 n');
  await at(page, 'defect-restate');
  // While somebody types the key opens and closes nothing; it gives the keys to the panel.
  await page.keyboard.press('F1');
  await expect(page.getByTestId('guide-panel')).toBeFocused();
  await page.keyboard.press('F7');
  await page.keyboard.type('12');
  await expect(page.getByTestId('sent-digits')).toHaveText('12');
  await page.getByTestId('guide-panel').focus();
  await page.keyboard.type('1');
  await at(page, 'defect-restate');
  await page.keyboard.press('F7');
  await page.getByTestId('guide-panel').focus();
  await page.keyboard.type('1');
  await at(page, 'defect-ask');
  // Closed by its key, it goes on where it was.
  await page.keyboard.press('F1');
  await expect(page.getByTestId('guide-panel')).toHaveCount(0);
  await page.keyboard.press('F1');
  await at(page, 'defect-ask');
});

test('a key opens it without taking the focus from what is being typed', async ({
  practice: page,
}) => {
  await talk(page);
  await page.getByTestId('nav-phone').click();
  const dial = page.getByTestId('dial-input');
  await dial.fill('010');
  await page.keyboard.press('F1');
  await expect(page.getByTestId('guide-picker')).toBeVisible();
  await expect(dial).toBeFocused();
  await page.keyboard.type('1');
  await expect(page.getByTestId('guide-picker')).toBeVisible();
  await page.keyboard.press('F1');
  await page.keyboard.press('1');
  await at(page, 'defect');
});

test('a reload in the middle goes on at the same step, and so does a host that was killed', async ({
  page,
  dataDir,
}) => {
  const first = await startHost({ dataDir });
  await page.goto(first.url);
  await page.getByTestId('door-practice').click();
  await talk(page);
  await page.keyboard.press('F1');
  await page.keyboard.press('1');
  await page.keyboard.press('0');
  await page.keyboard.press('1');
  await at(page, 'defect-ask');
  await page.getByTestId('guide-field-problem').fill('화면이 켜지지 않음');
  const sentence = await page.getByTestId('guide-sentence').innerText();
  await page.reload();
  await at(page, 'defect-ask');
  await expect(page.getByTestId('guide-sentence')).toHaveText(sentence);
  await expect(page.getByTestId('guide-field-problem')).toHaveValue('화면이 켜지지 않음');
  await page.keyboard.press('0');
  await at(page, 'defect-way');
  await expect.poll(() => rowsOf(dataDir)[0]?.stepId).toBe('defect-way');
  await first.kill9();

  const second = await startHost({ dataDir });
  await page.goto(second.url);
  await at(page, 'defect-way');
  await page.keyboard.press('b');
  await at(page, 'defect-ask');
  await expect(page.getByTestId('guide-field-problem')).toHaveValue('화면이 켜지지 않음');
  expect(rowsOf(dataDir)).toHaveLength(1);
  await second.stop();
});

test('abuse chosen in the guide opens the ladder with its first sentence', async ({
  practice: page,
}) => {
  await talk(page);
  await page.keyboard.press('F1');
  await page.getByTestId('guide-script-abuse').click();
  await page.getByTestId('guide-abuse-insult').click();
  await expect(page.getByTestId('ladder-sentence')).toContainText('욕설');
  await expect(page.getByTestId('guide-run')).toHaveCount(0);
});

test('a sentence of one’s own is hinted at, never held up, and is what was said', async ({
  practice: page,
  dataDir,
}) => {
  await talk(page);
  await page.keyboard.press('F1');
  await page.keyboard.press('2');
  await page.getByTestId('guide-own').click();
  await page.getByTestId('guide-own-text').fill('네, 이해합니다.');
  await expect(page.getByTestId('guide-sentence')).toHaveText('네, 이해합니다.');
  await expect(page.getByTestId('hint')).toHaveCount(1);
  await page.getByTestId('hint-use').click();
  await expect(page.getByTestId('hint')).toHaveCount(0);
  await page.getByTestId('guide-apology').click();
  await page.getByTestId('apology-what').fill('배송 지연');
  await page.getByTestId('apology-harm').fill('일정이 어긋나는 불편');
  await page.getByTestId('apology-ways').getByRole('button').first().click();
  await expect(page.getByTestId('guide-sentence')).toContainText('배송 지연');
  expect.soft(await seriousProblems(page), 'own words').toEqual([]);
  const said = (await page.getByTestId('guide-sentence').textContent())?.trim() ?? '';
  await page.getByTestId('guide-next').click();
  await expect.poll(() => rowsOf(dataDir)[0]?.visits[0]?.said).toBe(said);
});
