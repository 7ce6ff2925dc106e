import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import { nextOf } from '#shared/domain/script/run.ts';
import type { RunRow } from '#shared/domain/script/run.ts';
import { ABUSES, TRIGGERS, fits, fittingFrom, scriptSchema } from '#shared/domain/script/script.ts';
import type { Action, Circumstances, Field, Script, Step } from '#shared/domain/script/script.ts';
import { query } from '../support/callLog.ts';
import { expect, test } from './fixtures.ts';

/*
 * Every script that comes with the app, in one call each: from the ring, by its way in, through every
 * branch in both tones, to the note, the promise and the text that its fields fill.
 */

test.use({ viewport: { width: 1_280, height: 860 } });

const FOLDER = fileURLToPath(new URL('../../resources/scripts/', import.meta.url));
const SCRIPTS: readonly Script[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => scriptSchema.parse(JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8'))));

/** What a customer may read of a run; who is to blame and what only we know is not among it. */
const TO_CUSTOMER: readonly Field['fills'][] = ['problem', 'solution', 'prevention'];

interface Outcome {
  readonly id: string;
  /** What is promised, by the field it is taken from; null: the script's own name. */
  readonly topic: string | null;
  /** The fields that the customer is sent. */
  readonly sent: readonly string[];
}

/** The table: a script that is not in it has no test, and fails below. */
const OUTCOMES: readonly Outcome[] = [
  { id: 'callback', topic: 'matter', sent: ['matter', 'answer'] },
  { id: 'calming', topic: 'one-thing', sent: ['one-thing'] },
  { id: 'consult', topic: 'question', sent: ['question', 'answer'] },
  { id: 'difficult', topic: 'problem', sent: ['problem', 'solution', 'prevention'] },
  {
    ...{ id: 'mistake', topic: 'inconvenience' },
    sent: ['inconvenience', 'correct', 'remedy', 'prevention'],
  },
  { id: 'paused', topic: null, sent: ['support'] },
];

const run = (page: Page) => page.getByTestId('guide-run');
const at = (page: Page, stepId: string) => expect(run(page)).toHaveAttribute('data-step', stepId);

async function answered(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await expect(page.getByTestId('incoming-card')).toBeVisible();
  // While it rings there is nothing to say yet.
  await expect(page.getByTestId('guide-panel')).toHaveCount(0);
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

async function jump(page: Page, stepId: string): Promise<void> {
  if ((await run(page).getAttribute('data-step')) === stepId) return;
  await page.getByTestId('guide-panel').focus();
  await page.keyboard.press('l');
  await page.getByTestId(`guide-step-${stepId}`).click();
  await at(page, stepId);
}

function bodies<T>(dataDir: string, sql: string): readonly T[] {
  return query<{ body: string }>(dataDir, sql).map(({ body }) => JSON.parse(body) as T);
}
const promisesOf = (dataDir: string) =>
  bodies<PromiseRow>(dataDir, 'SELECT body FROM promises ORDER BY id');
const textsOf = (dataDir: string) =>
  bodies<TextRow>(dataDir, 'SELECT body FROM outbox ORDER BY id');
const runsOf = (dataDir: string) =>
  bodies<RunRow>(dataDir, 'SELECT body FROM runs ORDER BY started_at, id');

/** Ways out of steps, each from the step it leaves. */
function waysOf(script: Script, now: Circumstances) {
  return script.steps
    .filter((step) => fits(step.when, now))
    .flatMap((step) => [
      ...step.choices.map(({ to }, place) => ({
        ...{ step, key: String(place + 1) },
        to: fittingFrom(script, to, now)?.id ?? null,
      })),
      { step, key: '0', to: nextOf(script, step, now) },
    ]);
}

async function everyBranch(page: Page, script: Script): Promise<void> {
  const seen = new Set<string>();
  const left = new Set<string>();
  for (const tone of ['emotional', 'rational'] as const) {
    await page
      .getByTestId('guide-tone')
      .locator('label')
      .nth(tone === 'emotional' ? 0 : 1)
      .click();
    for (const { step, key, to } of waysOf(script, { tone, abuse: null, recording: false })) {
      const name = `${step.id} ${key} ${String(to)}`;
      if (seen.has(name)) continue;
      seen.add(name);
      left.add(step.id);
      await jump(page, step.id);
      if (step.say.length > 0) {
        await expect(page.getByTestId('guide-sentence')).not.toHaveText(/[{}[\]]|^$/);
      }
      await page.getByTestId('guide-panel').focus();
      await page.keyboard.press(key);
      await at(page, to ?? '');
      if (to === null) await page.keyboard.press('b');
    }
  }
  expect([...left].toSorted()).toEqual(script.steps.map(({ id }) => id).toSorted());
}

const stepWith = (script: Script, fieldId: string): Step | undefined =>
  script.steps.find(({ fields }) => fields.includes(fieldId));
const stepTo = (script: Script, action: Action): Step | undefined =>
  script.steps.find((step) => step.action === action);

/** Writes into every field in a step that has it. @returns what was written, by the field */
async function fillAll(page: Page, script: Script): Promise<Readonly<Record<string, string>>> {
  const written: Record<string, string> = {};
  for (const field of script.fields.filter(({ kind }) => kind !== 'time')) {
    const step = stepWith(script, field.id);
    if (!step) throw new Error(`${script.id}: no step has the field ${field.id}`);
    await jump(page, step.id);
    const box = page.getByTestId(`guide-field-${field.id}`);
    if (field.kind === 'options') {
      await box.locator('label').first().click();
      written[field.id] = field.options?.[0]?.ko ?? '';
    } else {
      written[field.id] = `${field.label.ko} ${field.id}`;
      await box.fill(written[field.id] ?? '');
    }
  }
  return written;
}

for (const { id, topic, sent } of OUTCOMES) {
  test(`${id}: from the ring through every branch to the note, the promise and the text`, async ({
    practice: page,
    dataDir,
    calls,
  }) => {
    test.setTimeout(240_000);
    const script = SCRIPTS.find((one) => one.id === id);
    if (!script) throw new Error(`There is no script ${id}.`);
    await answered(page);
    await page.keyboard.press('F1');
    if (script.situation === 'difficult') {
      // Every trouble opens it at its own first sentence.
      for (const [place, trigger] of TRIGGERS.entries()) {
        if (place > 0) await page.keyboard.press('p');
        await page.keyboard.press(String(place + 1));
        await at(page, script.entries[trigger] ?? script.start);
      }
    } else {
      await page.getByTestId(`guide-script-${id}`).click();
      await at(page, script.start);
    }
    await page.getByTestId('guide-panel').focus();
    await everyBranch(page, script);

    // Going through it alone writes nothing down and promises nothing.
    expect(promisesOf(dataDir)).toEqual([]);
    expect(textsOf(dataDir)).toEqual([]);
    await expect(page.getByTestId('note-input')).toHaveValue('');

    const written = await fillAll(page, script);
    const promise = stepTo(script, 'promise');
    const text = stepTo(script, 'text');
    if (!promise || !text) throw new Error(`${id} offers no promise or no text`);

    await jump(page, promise.id);
    await page.getByTestId('guide-time-tomorrow').click();
    await expect(page.getByTestId('guide-promised')).toContainText('내일 오전 10시');
    await expect.poll(() => promisesOf(dataDir)).toHaveLength(1);
    const tomorrow = await page.evaluate(() => {
      const date = new Date();
      return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, 10).getTime();
    });
    const call = calls()[0];
    expect(promisesOf(dataDir)[0]).toMatchObject({
      ...{ e164: call?.e164, dialled: call?.dialled, practice: true },
      topic: topic === null ? script.title.ko : written[topic],
      window: { from: tomorrow - 30 * 60_000, to: tomorrow },
      origin: { kind: 'script', callId: call?.id },
    });

    await jump(page, text.id);
    await page.getByTestId('guide-text').click();
    await page.getByTestId('composer-send').click();
    await expect.poll(() => textsOf(dataDir)).toHaveLength(1);
    const draft = textsOf(dataDir)[0];
    expect(draft).toMatchObject({
      ...{ e164: call?.e164, practice: true },
      origin: { kind: 'summary', callId: call?.id, promiseId: promisesOf(dataDir)[0]?.id },
    });
    for (const field of script.fields.filter(({ kind }) => kind !== 'time')) {
      const line = `${field.label.ko}: ${written[field.id] ?? ''}`;
      expect(draft?.body.includes(line), line).toBe(sent.includes(field.id));
    }
    expect(draft?.body).toContain('내일 오전 10시에 전화드리겠습니다.');
    // The table says it of this script by name; the rule says it of every one.
    const byRule = script.fields.filter(({ fills }) => TO_CUSTOMER.includes(fills));
    expect(sent).toEqual(byRule.map((field) => field.id));

    await page.getByTestId('guide-panel').focus();
    await page.keyboard.press('m');
    const note = page.getByTestId('note-input');
    for (const [fieldId, value] of Object.entries(written)) {
      const label = script.fields.find((field) => field.id === fieldId)?.label.ko ?? '';
      await expect(note, fieldId).toHaveValue(new RegExp(`^${label}: ${value}$`, 'm'));
    }
    await expect(note).toHaveValue(/: 내일 오전 10시$/m);
    await page.getByTestId('hang-up').click();
    for (const value of Object.values(written)) {
      await expect.poll(() => calls()[0]?.note).toContain(value);
    }
    await expect
      .poll(() => runsOf(dataDir).at(-1))
      .toMatchObject({
        ...{ scriptId: id, callId: call?.id, fields: written, end: { how: 'call-over' } },
        acted: [{ action: 'promise' }, { action: 'text' }],
      });
    expect(promisesOf(dataDir)).toHaveLength(1);
  });
}

// Who is warned is promised nothing and sent nothing: what is kept is the record of the ladder.
test('abuse: from the ring up every rung of every kind; nothing is promised, noted or sent', async ({
  practice: page,
  dataDir,
  calls,
}) => {
  test.setTimeout(120_000);
  await answered(page);
  await page.keyboard.press('F1');
  await page.getByTestId('guide-script-abuse').click();
  await page.getByTestId(`guide-abuse-${ABUSES[0]}`).click();
  for (const [place, kind] of ABUSES.entries()) {
    if (place > 0) await page.getByTestId('ladder-kind').locator('label').nth(place).click();
    await expect
      .poll(() => bodies<{ kind: string }>(dataDir, 'SELECT body FROM abuse_cases')[0]?.kind)
      .toBe(kind);
    const next = page.getByTestId('ladder-said');
    // What was said for one kind stays said: the later ones have fewer rungs before them.
    for (let rung = 0; rung < 6 && (await next.isVisible()); rung += 1) {
      await expect(page.getByTestId('ladder-sentence')).not.toHaveText(/[{}[\]…]|^$/);
      if (kind !== ABUSES[0]) break;
      await next.click();
    }
  }
  await page.getByTestId('ladder-kind').locator('label').first().click();
  await page.getByTestId('ladder-end').click();
  await expect(page.getByTestId('after-abuse')).toBeVisible();
  await expect
    .poll(() => bodies<{ steps: unknown[] }>(dataDir, 'SELECT body FROM abuse_cases'))
    .toMatchObject([
      {
        ...{ callId: calls()[0]?.id, kind: ABUSES[0], end: { how: 'ladder' } },
        steps: [
          { rung: 'separate' },
          { rung: 'first-warning' },
          { rung: 'second-warning' },
          { rung: 'closing' },
        ],
      },
    ]);
  expect(promisesOf(dataDir)).toEqual([]);
  expect(textsOf(dataDir)).toEqual([]);
  expect(runsOf(dataDir)).toEqual([]);
  await expect.poll(() => calls()[0]?.note).toBe('');
});

test('every script that comes with the app is in the table', () => {
  expect([...OUTCOMES.map(({ id }) => id), 'abuse'].toSorted()).toEqual(
    SCRIPTS.map(({ id }) => id).toSorted(),
  );
});
