/**
 * Run inside a network namespace that has nothing but `lo`: from the first screen to the voice of
 * the simulated customer. Says `talked with the customer` and ends with 0, or tells what went wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
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
  const page = await browser.newPage({ locale: 'ko-KR' });
  page.setDefaultTimeout(15_000);
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await page.locator('[data-testid=call-bar][data-phase=active]').waitFor();
  await page.getByTestId('caption').first().waitFor();
  // Sound, not only signalling: the customer's voice has energy.
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
  console.log('talked with the customer');
} finally {
  await browser.close();
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
}
