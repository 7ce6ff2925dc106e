/**
 * Run inside a network namespace that has nothing but `lo`: from the first screen to the voices of
 * three simulated customers: one whose delivery is late, one who abuses, and one who is handed to the
 * practice lead. Says with whom it has talked and ends with 0, or tells what went wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { findChromium } from '../../scripts/debian-packages.ts';
import { browserArguments } from '../../src/loopback/openWindow.ts';
import { startHost } from './hostProcess.ts';

const folder = mkdtempSync(join(tmpdir(), 'ieum-offline-'));
const host = await startHost({ dataDir: join(folder, 'data') });
const executablePath = findChromium();
// The switches of the window that `npm start` opens, with a microphone that beeps.
const own = browserArguments({ url: '', profileDir: '' }, true).filter(
  (argument) => !argument.startsWith('--app=') && !argument.startsWith('--user-data-dir='),
);
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [...own, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
try {
  // As a person gives it: without it Chromium shows no address of this computer to the page, and
  // where there is none but loopback the two ends never meet.
  const context = await browser.newContext({ locale: 'ko-KR', permissions: ['microphone'] });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();

  await talkWith(page, 'late-delivery');
  await page.getByTestId('hang-up').click();

  await talkWith(page, 'shouting');
  // The steps against abuse need no network either.
  await page.getByTestId('ladder-open').click();
  await page.getByTestId('ladder-insult').click();
  await page.getByTestId('ladder-said').click();
  await page.locator('[data-testid=rung-separate][data-said=true]').waitFor();
  await page.getByTestId('hang-up').click();

  await talkWith(page, 'two-answers');
  await page.keyboard.press('F6');
  await page.getByTestId('transfer-number').fill('01000000009');
  await page.getByTestId('transfer-blind').click();
  await page.getByTestId('caption').filter({ hasText: '이번에는 같은 답이었으면' }).waitFor();
  await page.getByTestId('call-bar').waitFor({ state: 'detached' });
  console.log('handed two-answers to the lead');
} finally {
  await browser.close();
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Lets one call in, answers, and hears words and a voice: sound, not only signalling. */
async function talkWith(page: Page, scenario: string): Promise<void> {
  await page.getByTestId(`practice-call-${scenario}`).click();
  await page.getByTestId('answer').click();
  await page.locator('[data-testid=call-bar][data-phase=active]').waitFor();
  await page.getByTestId('caption').first().waitFor();
  await page.waitForFunction(async () => {
    const element = document.querySelector<HTMLAudioElement>('audio[data-call-id]');
    if (!(element?.srcObject instanceof MediaStream)) return false;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(element.srcObject).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    const until = context.currentTime + 0.5;
    while (context.currentTime < until) {
      await new Promise(requestAnimationFrame);
      analyser.getFloatTimeDomainData(samples);
      loudest = Math.max(loudest, ...samples.map(Math.abs));
    }
    await context.close();
    return loudest > 0.01;
  });
  console.log(`talked with ${scenario}`);
}
