import type { Page } from '@playwright/test';

/**
 * Whether the page now plays a tone from the far end of a call: the frequency must stand out of
 * its surroundings in the spectrum of what the call's audio element plays.
 * @param hz frequency
 */
export async function pageHears(page: Page, hz: number): Promise<boolean> {
  return page.evaluate(async (frequency) => {
    const element = document.querySelector<HTMLAudioElement>('audio[data-call-id]');
    const stream = element?.srcObject;
    if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return false;
    const context = new AudioContext();
    try {
      const analyser = context.createAnalyser();
      analyser.fftSize = 8_192;
      analyser.smoothingTimeConstant = 0;
      context.createMediaStreamSource(stream).connect(analyser);
      // Until the analyser's whole window is filled with what came after it was connected.
      const enough = context.currentTime + analyser.fftSize / context.sampleRate + 0.15;
      while (context.currentTime < enough) await new Promise(requestAnimationFrame);
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(spectrum);
      const width = context.sampleRate / analyser.fftSize;
      const bin = Math.round(frequency / width);
      const peak = Math.max(...spectrum.subarray(bin - 1, bin + 2));
      const loudest = Math.max(...spectrum.subarray(Math.round(100 / width)));
      return peak > -60 && peak >= loudest - 3;
    } finally {
      await context.close();
    }
  }, hz);
}
