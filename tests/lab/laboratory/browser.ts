/** Chromium for tests with sound: flags for Playwright's `chromium.launch({ args })`. */
import { writeTone } from './tones.ts';

export interface BrowserOptions {
  /** What the microphone hears; without it Chromium beeps once a second. */
  readonly fakeMicrophoneWav?: string;
}

/**
 * Flags under which Chromium trusts the laboratory's certificate, gives the page a microphone
 * without asking, and talks WebRTC to 127.0.0.1.
 */
export function chromiumArguments(
  lab: { readonly certificateSpki: string },
  options: BrowserOptions = {},
): string[] {
  return [
    '--no-sandbox',
    // Debian's Chromium asks for a graphics card; one made of software is slower than none.
    '--disable-gpu',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    ...(options.fakeMicrophoneWav === undefined
      ? []
      : [`--use-file-for-fake-audio-capture=${options.fakeMicrophoneWav}`]),
    '--allow-loopback-in-peer-connection',
    `--ignore-certificate-errors-spki-list=${lab.certificateSpki}`,
    // A page that no person has clicked may play the ring tone and the caller's voice.
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
  ];
}

/**
 * A WAV for the fake microphone: 48 kHz mono, which Chromium takes without resampling, a whole
 * number of waves long, because Chromium plays it in a loop.
 */
export function writeFakeMicrophone(path: string, hz: number, seconds = 10): void {
  writeTone(path, hz, { seconds, rate: 48_000, amplitude: 0.5 });
}
