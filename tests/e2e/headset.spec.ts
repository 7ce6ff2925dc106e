import type { Page } from '@playwright/test';
import { controlHeadsets } from '../support/headsets.ts';
import type { Headsets } from '../support/headsets.ts';
import type { Shape } from '../support/headsetShapes.ts';
import { countUncaught } from '../support/uncaught.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ headsets: Headsets }>({
  headsets: async ({ page }, use) => use(await controlHeadsets(page)),
  // The stand-in has to be in the page before the page is opened.
  app: async ({ headsets, app }, use) => {
    void headsets;
    await use(app);
  },
});

async function customerCalls(page: Page, scenario = 'late-delivery'): Promise<void> {
  await page.getByTestId(`practice-call-${scenario}`).click();
  await expect(page.getByTestId('incoming-card')).toBeVisible();
}

/** Two customers at once: both are asked for before the screen has closed the second door. */
async function twoCustomersCall(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const scenario of ['late-delivery', 'billing-question']) {
      document.querySelector<HTMLElement>(`[data-testid="practice-call-${scenario}"]`)?.click();
    }
  });
  await expect(page.getByTestId('incoming-card')).toHaveCount(2);
}

const phase = (page: Page, expected: string): Promise<void> =>
  expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', expected);

/** What each is told when it rings, is answered, muted, unmuted, and hung up. */
const LIGHTS: Readonly<Record<Shape, readonly (readonly string[])[]>> = {
  jabra: [['2:8800'], ['2:0100', '2:2100'], ['2:0500'], ['2:2100'], ['2:0000']],
  // Ring out and hook before mute; out of the call the mute first.
  poly: [['18:01'], ['18:00', '17:01'], ['17:01', '19:01'], ['17:01', '19:00'], ['17:00']],
  epos: [['0:04'], ['0:01'], ['0:03'], ['0:01'], ['0:00']],
  array: [['4:40'], ['4:20'], ['4:30'], ['4:20'], ['4:00']],
  yealink: [['5:04'], ['5:01'], ['5:03'], ['5:01'], ['5:00']],
};

const BUTTONS: Readonly<
  Record<Shape, Readonly<Record<'hook' | 'mute' | 'unmute' | 'end', string[]>>>
> = {
  jabra: {
    hook: ['hookUp'],
    mute: ['hookUpMute', 'hookUp'],
    unmute: ['hookUpMute', 'hookUp'],
    end: ['idle'],
  },
  poly: {
    hook: ['hookUp'],
    mute: ['mutePress', 'muteRelease'],
    unmute: ['mutePress', 'muteRelease'],
    end: ['hookDown'],
  },
  epos: { hook: ['hookUp'], mute: ['hookUpMuted'], unmute: ['hookUp'], end: ['idle'] },
  array: {
    hook: ['hook', 'none'],
    mute: ['mute', 'none'],
    unmute: ['mute', 'none'],
    end: ['hook', 'none'],
  },
  yealink: {
    hook: ['hookUp'],
    mute: ['hookUpMute', 'hookUp'],
    unmute: ['hookUpMute', 'hookUp'],
    end: ['idle'],
  },
};

/** The reports that changed something, without those that only said it again. */
function distinct(told: readonly string[]): readonly string[] {
  return told.filter((report, index) => report !== told[index - 1]);
}

for (const shape of ['jabra', 'poly', 'epos', 'array', 'yealink'] as const) {
  test(`${shape}: answer, mute both ways and hang up by its buttons, its lights in order`, async ({
    practice,
    headsets,
    calls,
  }) => {
    const uncaught = countUncaught(practice);
    const { hook, mute, unmute, end } = BUTTONS[shape];
    const [ringing = [], talking = [], muted = [], unmuted = [], over = []] = LIGHTS[shape];
    await headsets.plugIn(shape, { granted: true });
    await expect.poll(() => headsets.isOpen(shape)).toBe(true);
    await headsets.told(shape);

    await customerCalls(practice);
    expect(await headsets.told(shape)).toEqual(expect.arrayContaining([...ringing]));
    await headsets.says(shape, ...hook);
    await phase(practice, 'active');
    const answered = distinct(await headsets.told(shape));
    expect(answered.filter((report) => talking.includes(report))).toEqual(talking);

    await headsets.says(shape, ...mute);
    await expect(practice.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
    expect(await headsets.told(shape)).toEqual(muted);
    await headsets.says(shape, ...unmute);
    await expect(practice.getByTestId('mute')).toHaveAttribute('aria-pressed', 'false');
    expect(await headsets.told(shape)).toEqual(unmuted);

    // The other way: muted on the screen, the headset shows it; and its button unmutes.
    await practice.getByTestId('mute').click();
    await expect.poll(() => headsets.told(shape)).toEqual(muted);
    if (shape === 'epos') await headsets.says(shape, 'hookUpMuted');
    await expect(practice.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
    await headsets.says(shape, ...unmute);
    await expect(practice.getByTestId('mute')).toHaveAttribute('aria-pressed', 'false');
    await headsets.told(shape);

    await headsets.says(shape, ...end);
    await expect(practice.getByTestId('ended-line')).toBeVisible();
    expect(await headsets.told(shape)).toEqual(over);
    await expect.poll(() => calls().at(-1)?.outcome).toBe('answered');
    expect(calls()).toMatchObject([{ ended_by: 'agent' }]);
    expect(uncaught).toEqual([]);
  });
}

test('a second call: flash answers it and holds the first, and switches back', async ({
  practice,
  headsets,
}) => {
  await headsets.plugIn('poly', { granted: true });
  await twoCustomersCall(practice);
  await headsets.says('poly', 'hookUp');
  await phase(practice, 'active');
  await headsets.told('poly');
  await expect(practice.getByTestId('incoming-card')).toHaveCount(1);

  await headsets.says('poly', 'flashPress', 'flashRelease');
  await expect(practice.getByTestId('incoming-card')).toHaveCount(0);
  await expect(practice.getByTestId('held-call')).toHaveAttribute('data-phase', 'held');
  await phase(practice, 'active');
  // Off the hook all the while, and the ring is out.
  expect((await headsets.told('poly')).filter((report) => /^1[78]:/.test(report))).not.toContain(
    '17:00',
  );
  const second = await practice.getByTestId('caller-name').first().textContent();

  await headsets.says('poly', 'flashPress', 'flashRelease');
  await expect(practice.getByTestId('caller-name').first()).not.toHaveText(second ?? '');
  await phase(practice, 'active');
  await expect(practice.getByTestId('held-call')).toHaveAttribute('data-phase', 'held');

  // Down: this one is over, the other waits; up again: it is taken back.
  await headsets.says('poly', 'hookDown');
  await phase(practice, 'held');
  await expect.poll(() => headsets.told('poly')).toContain('1a:01');
  await headsets.says('poly', 'hookUp');
  await phase(practice, 'active');
});

test('a second call is turned down by the drop button; the first goes on', async ({
  practice,
  headsets,
  calls,
}) => {
  await headsets.plugIn('poly', { granted: true });
  await twoCustomersCall(practice);
  await headsets.says('poly', 'hookUp');
  await phase(practice, 'active');
  await headsets.says('poly', 'dropPress', 'dropRelease');
  await expect(practice.getByTestId('incoming-card')).toHaveCount(0);
  await phase(practice, 'active');
  await expect.poll(() => calls().filter(({ outcome }) => outcome === 'rejected').length).toBe(1);
});

test('pulled out in a call: the call goes on, it is said, and it is back by itself', async ({
  practice,
  headsets,
}) => {
  await headsets.plugIn('yealink', { granted: true });
  await customerCalls(practice);
  await headsets.says('yealink', 'hookUp');
  await phase(practice, 'active');
  await headsets.unplug('yealink');
  await expect(practice.getByText('통화는 이어지고 있습니다')).toBeVisible();
  await phase(practice, 'active');
  await practice.getByTestId('mute').click();

  await headsets.told('yealink');
  await headsets.plugIn('yealink', { granted: true });
  await expect(practice.getByText('단추를 다시 쓸 수 있습니다')).toBeVisible();
  // Told at once how the call stands: off the hook and muted.
  await expect.poll(() => headsets.told('yealink')).toEqual(['5:03']);
  // Its echo, and then its button.
  await headsets.says('yealink', 'hookUp', 'idle');
  await expect(practice.getByTestId('ended-line')).toBeVisible();
});

test('chosen in the settings, remembered, and switched off', async ({ practice, headsets }) => {
  await practice.getByTestId('nav-settings').click();
  const part = practice.getByTestId('headset-settings');
  await expect(part.getByTestId('headset-none')).toBeVisible();
  await headsets.plugIn('jabra');
  await part.getByTestId('headset-connect').click();
  await expect(part.getByTestId('headset-row')).toContainText('Headset J');
  await expect(part.getByTestId('headset-row')).toContainText('음소거');
  expect(await headsets.isOpen('jabra')).toBe(true);
  // Two at once.
  await headsets.plugIn('epos');
  await part.getByTestId('headset-connect').click();
  await expect(part.getByTestId('headset-row')).toHaveCount(2);

  await part.getByTestId('headset-on').getByRole('switch').click();
  await expect.poll(() => headsets.isOpen('jabra')).toBe(false);
  await part.getByTestId('headset-on').getByRole('switch').click();
  await expect.poll(() => headsets.isOpen('jabra')).toBe(true);
});

test('a page that gives the phone away lets go of the headset', async ({
  practice,
  headsets,
  host,
  context,
}) => {
  await headsets.plugIn('jabra', { granted: true });
  await expect.poll(() => headsets.isOpen('jabra')).toBe(true);
  const second = await context.newPage();
  await second.goto(host.url);
  await second.getByTestId('take-over').click();
  await expect(practice.getByTestId('banner-desk')).toBeVisible();
  await expect.poll(() => headsets.isOpen('jabra')).toBe(false);
});

base('a browser without WebHID says so, and the phone works', async ({ page, host }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'hid', { get: () => undefined });
  });
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await page.getByTestId('nav-settings').click();
  await expect(page.getByTestId('headset-settings')).toContainText('읽을 수 없습니다');
});
