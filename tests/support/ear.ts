import type { Page } from '@playwright/test';

/**
 * Whether the page now plays a tone from the far end of its calls: the frequency must stand out of
 * its surroundings in the spectrum of what the calls' audio elements play together.
 * @param hz frequency
 * @param belowLoudest dB it may be weaker than the loudest: more when several speak at once
 */
export async function pageHears(page: Page, hz: number, belowLoudest = 3): Promise<boolean> {
  return page.evaluate(
    async ({ frequency, margin }) => {
      const elements = document.querySelectorAll<HTMLAudioElement>('audio[data-call-id]');
      const streams = [...elements]
        .map(({ srcObject }) => srcObject)
        .filter((stream) => stream instanceof MediaStream)
        .filter((stream) => stream.getAudioTracks().length > 0);
      if (streams.length === 0) return false;
      const context = new AudioContext();
      try {
        const analyser = context.createAnalyser();
        analyser.fftSize = 8_192;
        analyser.smoothingTimeConstant = 0;
        for (const stream of streams) context.createMediaStreamSource(stream).connect(analyser);
        // Until the analyser's whole window is filled with what came after it was connected.
        const enough = context.currentTime + analyser.fftSize / context.sampleRate + 0.15;
        while (context.currentTime < enough) await new Promise(requestAnimationFrame);
        const spectrum = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(spectrum);
        const width = context.sampleRate / analyser.fftSize;
        const bin = Math.round(frequency / width);
        const peak = Math.max(...spectrum.subarray(bin - 1, bin + 2));
        const loudest = Math.max(...spectrum.subarray(Math.round(100 / width)));
        return peak > -60 && peak >= loudest - margin;
      } finally {
        await context.close();
      }
    },
    { frequency: hz, margin: belowLoudest },
  );
}
