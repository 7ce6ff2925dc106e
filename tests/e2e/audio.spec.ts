import type { Page } from '@playwright/test';
import { controlSoundDevices } from '../support/soundDevices.ts';
import type { SoundDevices } from '../support/soundDevices.ts';
import { countUncaught } from '../support/uncaught.ts';
import { expect, test as base } from './fixtures.ts';

/** Chromium's own fakes. */
const FIRST = 'Fake Audio Input 1';
const SECOND = 'Fake Audio Input 2';
const SPEAKER = 'Fake Audio Output 1';
const RINGER = 'Fake Audio Output 2';

const test = base.extend<{ devices: SoundDevices }>({
  devices: async ({ page }, use) => use(await controlSoundDevices(page)),
  // The probe has to be in the page before the page is opened.
  app: async ({ devices, app }, use) => {
    void devices;
    await use(app);
  },
});

async function choose(page: Page, role: string, name: string): Promise<void> {
  const list = page.getByTestId(`device-${role}`).locator('select');
  await list.selectOption({ label: name });
  await expect(list.locator('option:checked')).toHaveText(name);
}

async function talk(page: Page): Promise<void> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

async function hangUp(page: Page): Promise<void> {
  await page.getByTestId('hang-up').click();
  await expect(page.getByTestId('ended-line')).toBeVisible();
}

/** The fake microphone beeps once a second: whoever looks once a second as well may always miss it. */
const OFTEN = { intervals: [130] };

test('microphone, speaker and ringer are chosen apart and remembered', async ({ practice }) => {
  await practice.getByTestId('nav-settings').click();
  await choose(practice, 'microphone', SECOND);
  await choose(practice, 'speaker', SPEAKER);
  await choose(practice, 'ringer', RINGER);
  await practice.reload();
  await practice.getByTestId('nav-settings').click();
  for (const [role, name] of [
    ['microphone', SECOND],
    ['speaker', SPEAKER],
    ['ringer', RINGER],
  ] as const) {
    const picker = practice.getByTestId(`device-${role}`);
    await expect(picker).toHaveAttribute('data-how', 'chosen');
    await expect(picker.locator('option:checked')).toHaveText(name);
  }
});

test('a call uses the chosen devices, and follows a new choice while it goes on', async ({
  practice,
  devices,
}) => {
  await practice.getByTestId('nav-settings').click();
  await choose(practice, 'microphone', FIRST);
  await choose(practice, 'speaker', SPEAKER);
  await talk(practice);
  await expect.poll(() => devices.sentMicrophones()).toEqual([FIRST]);
  await expect.poll(() => devices.sinks()).toContain(SPEAKER);

  await practice.getByTestId('nav-settings').click();
  await choose(practice, 'microphone', SECOND);
  await choose(practice, 'speaker', RINGER);
  await expect.poll(() => devices.sentMicrophones()).toEqual([SECOND]);
  expect(await devices.openMicrophones()).toEqual([SECOND]);
  await expect.poll(() => devices.sinks()).toContain(RINGER);
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await hangUp(practice);
  expect(await devices.openMicrophones()).toEqual([]);
});

test('what is muted stays muted on another microphone', async ({ practice, devices }) => {
  await talk(practice);
  await practice.getByTestId('mute').click();
  await practice.getByTestId('nav-settings').click();
  await choose(practice, 'microphone', SECOND);
  await expect.poll(() => devices.sentMicrophones()).toEqual([SECOND]);
  const level = practice.getByTestId('level-mine');
  await expect(level).toHaveAttribute('aria-valuenow', '0');
  await practice.getByTestId('mute').click();
  await expect
    .poll(async () => Number(await level.getAttribute('aria-valuenow')), OFTEN)
    .toBeGreaterThan(0);
  await hangUp(practice);
});

test('the ring goes to the ringer, and rings where the ringer cannot be used', async ({
  practice,
  devices,
}) => {
  await practice.getByTestId('nav-settings').click();
  await choose(practice, 'ringer', RINGER);
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await expect.poll(() => devices.sinks()).toEqual([RINGER]);
  await practice.getByTestId('decline').click();

  // A new page whose ringer refuses: the very first ring is heard all the same.
  await practice.addInitScript(() => {
    const sinkable = AudioContext.prototype as unknown as {
      setSinkId: (id: string) => Promise<void>;
    };
    sinkable.setSinkId = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
  });
  await practice.reload();
  await expect(practice.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await expect.poll(() => devices.sinks()).toEqual(['system']);
});

// Fake devices cannot be pulled out: what the browser says of it is imitated, see soundDevices.ts.
test('a headset pulled out in a call: another one serves, it is said; plugged in it returns', async ({
  practice,
  devices,
}) => {
  const uncaught = countUncaught(practice);
  await practice.getByTestId('nav-settings').click();
  await choose(practice, 'microphone', SECOND);
  await choose(practice, 'speaker', SPEAKER);
  await talk(practice);
  await expect.poll(() => devices.sentMicrophones()).toEqual([SECOND]);

  await devices.unplug(SECOND, SPEAKER);
  const banner = practice.getByTestId('banner-device');
  await expect(banner).toContainText(SECOND);
  await expect(banner).toContainText(SPEAKER);
  await expect.poll(async () => (await devices.sentMicrophones())[0]).toMatch(/Default/);
  await expect.poll(() => devices.sinks()).not.toContain(SPEAKER);
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');

  await devices.plugIn();
  await expect(banner).toBeHidden();
  await expect.poll(() => devices.sentMicrophones()).toEqual([SECOND]);
  await expect.poll(() => devices.sinks()).toContain(SPEAKER);
  await expect(practice.getByText(`‘${SECOND}’ 장치가 돌아와`)).toBeVisible();
  await hangUp(practice);
  expect(uncaught).toEqual([]);
});

test('the last device pulled out ends no call: it is said, and speech goes on when one is back', async ({
  practice,
  devices,
  calls,
}) => {
  const uncaught = countUncaught(practice);
  await talk(practice);
  await devices.unplugAll();
  await expect(practice.getByTestId('banner-microphone')).toHaveAttribute('data-silent', 'true');
  await expect(practice.getByTestId('banner-device')).toContainText('연결된 마이크가 없어');
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');

  await devices.plugIn();
  await expect(practice.getByTestId('banner-microphone')).toBeHidden();
  await expect(practice.getByTestId('banner-device')).toBeHidden();
  await expect.poll(async () => (await devices.openMicrophones()).length).toBe(1);
  await hangUp(practice);
  await expect.poll(() => calls().at(-1)?.outcome).toBe('answered');
  expect(uncaught).toEqual([]);
});

test('echo cancellation switched off in a call applies to that call', async ({ practice }) => {
  const settings = (): Promise<(boolean | string | undefined)[]> =>
    practice.evaluate(() =>
      (globalThis as unknown as { ieumProbe: { tracks: MediaStreamTrack[] } }).ieumProbe.tracks
        .filter(({ readyState }) => readyState === 'live')
        .map((track) => track.getSettings().echoCancellation),
    );
  await talk(practice);
  await expect.poll(settings).toEqual([true]);
  await practice.getByTestId('nav-settings').click();
  await practice.getByTestId('echo-cancellation').getByRole('switch').click();
  await expect.poll(settings).toEqual([false]);
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await hangUp(practice);
});

test('both sides’ levels move while they talk, and nothing is open afterwards', async ({
  practice,
  devices,
}) => {
  await talk(practice);
  for (const name of ['level-mine', 'level-customer']) {
    const level = practice.getByTestId(name);
    await expect
      .poll(async () => Number(await level.getAttribute('aria-valuenow')), OFTEN)
      .toBeGreaterThan(0);
    await expect(level).toHaveRole('meter');
  }
  await hangUp(practice);
  await expect(practice.getByTestId('call-levels')).toBeHidden();
  expect(await devices.openMicrophones()).toEqual([]);
});

test('the microphone opens for a test only when asked, and closes with it or with the screen', async ({
  practice,
  devices,
}) => {
  await practice.getByTestId('nav-settings').click();
  await expect(practice.getByTestId('device-microphone')).toBeVisible();
  expect(await devices.openMicrophones()).toEqual([]);
  const press = practice.getByTestId('microphone-test');
  const level = practice.getByTestId('level-test');
  await press.click();
  await expect
    .poll(async () => Number(await level.getAttribute('aria-valuenow')), OFTEN)
    .toBeGreaterThan(0);
  expect(await devices.openMicrophones()).toHaveLength(1);
  await press.click();
  await expect(level).toBeHidden();
  expect(await devices.openMicrophones()).toEqual([]);

  await press.click();
  await expect(level).toBeVisible();
  await practice.getByTestId('nav-phone').click();
  await expect.poll(() => devices.openMicrophones()).toEqual([]);
});

test.describe('the test before work', () => {
  async function openTest(page: Page): Promise<void> {
    await page.getByTestId('nav-phone').click();
    await page.getByTestId('self-test-offer').click();
    await expect(page.getByTestId('self-test-start')).toBeInViewport();
  }

  test('records, plays, reaches the server and finds a way for the sound', async ({
    practice,
    devices,
  }) => {
    await openTest(practice);
    expect(await devices.openMicrophones()).toEqual([]);
    await practice.getByTestId('self-test-start').click();
    const voice = practice.getByTestId('self-test-voice');
    await expect(voice).toHaveAttribute('data-state', 'recording');
    await expect(voice).toHaveAttribute('data-state', 'playing');
    expect(await devices.openMicrophones()).toEqual([]);
    for (const [row, code] of [
      ['voice', 'heard'],
      ['server', 'registered'],
      ['media', 'ready'],
    ] as const) {
      await expect(practice.getByTestId(`self-test-${row}`)).toHaveAttribute('data-code', code);
      await expect(practice.getByTestId(`self-test-${row}`)).toContainText('이상 없음');
    }
    await practice.getByTestId('nav-phone').click();
    await expect(practice.getByTestId('self-test-offer')).toContainText('이상 없음');
  });

  test('says when there is no microphone, and what to do', async ({ practice, devices }) => {
    await devices.unplugAll();
    await openTest(practice);
    await practice.getByTestId('self-test-start').click();
    const voice = practice.getByTestId('self-test-voice');
    await expect(voice).toHaveAttribute('data-code', 'microphone.missing');
    await expect(voice).toContainText('연결된 마이크가 없습니다');
    await expect(voice).toContainText('다시 점검해 주십시오');
  });

  test('lets go of the microphone when it is stopped, and when the screen is left', async ({
    practice,
    devices,
  }) => {
    await openTest(practice);
    await practice.getByTestId('self-test-start').click();
    await expect(practice.getByTestId('self-test-voice')).toHaveAttribute(
      'data-state',
      'recording',
    );
    await practice.getByTestId('nav-practice').click();
    await expect.poll(() => devices.openMicrophones()).toEqual([]);
    await practice.getByTestId('nav-settings').click();
    await practice.getByTestId('self-test-start').click();
    await expect.poll(async () => (await devices.openMicrophones()).length).toBe(1);
    await practice.getByTestId('self-test-start').click();
    await expect.poll(() => devices.openMicrophones()).toEqual([]);
    await expect(practice.getByTestId('self-test-voice')).toHaveAttribute('data-state', 'untried');
  });
});
