import type { Page } from '@playwright/test';

/**
 * Measures in the page how long nothing but silence was played by its call.
 * @returns ends it; milliseconds of the longest silence
 */
export async function watchGaps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const element = document.querySelector<HTMLAudioElement>('audio[data-call-id]');
    if (!(element?.srcObject instanceof MediaStream)) throw new Error('There is no call to hear.');
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1_024;
    context.createMediaStreamSource(element.srcObject).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    // Until the first samples are through.
    let heardAt = performance.now() + 300;
    let lookedAt = heardAt;
    let longest = 0;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const at = performance.now();
      // A page that did not look for a while has heard nothing in the meantime, but missed nothing.
      heardAt += Math.max(0, at - lookedAt - 50);
      lookedAt = at;
      if (samples.some((value) => Math.abs(value) > 0.01)) heardAt = Math.max(heardAt, at);
      longest = Math.max(longest, at - heardAt);
    }, 10);
    Object.assign(globalThis, {
      endGapWatch: () => {
        clearInterval(timer);
        void context.close();
        return Math.round(longest);
      },
    });
  });
  return () =>
    page.evaluate(() => (globalThis as unknown as { endGapWatch: () => number }).endGapWatch());
}
