import type { Signals } from '../signalFor.ts';
import { sendSound } from './sink.ts';

type Signal = Parameters<Signals['play']>[0];

interface Tone {
  /** Hertz, sounded together. */
  readonly frequencies: readonly number[];
  /** Seconds from the start of the cycle. */
  readonly at: number;
  readonly length: number;
  /** 0 to 1, before the ring volume. */
  readonly level: number;
}

interface Cadence {
  /** Seconds until it begins again. */
  readonly cycle: number;
  readonly tones: readonly Tone[];
  /** Heard by the ear only while the ring volume asks for it. */
  readonly ringing: boolean;
}

const CADENCES: Readonly<Record<Exclude<Signal, 'none'>, Cadence>> = {
  // Two rising pairs: carries through an office without the edge of a bell.
  ring: {
    cycle: 3,
    ringing: true,
    tones: [
      { frequencies: [659, 1_318], at: 0, length: 0.22, level: 0.5 },
      { frequencies: [880, 1_760], at: 0.2, length: 0.4, level: 0.5 },
      { frequencies: [659, 1_318], at: 0.75, length: 0.22, level: 0.5 },
      { frequencies: [880, 1_760], at: 0.95, length: 0.5, level: 0.5 },
    ],
  },
  waiting: {
    cycle: 6,
    ringing: false,
    tones: [{ frequencies: [440], at: 0, length: 0.25, level: 0.08 }],
  },
  // Korea's ringback: 440 + 480 Hz, one second on, two off. ITU-T E.180 Supplement 2.
  ringback: {
    cycle: 3,
    ringing: false,
    tones: [{ frequencies: [440, 480], at: 0, length: 1, level: 0.08 }],
  },
};

/** The ring is for the room, everything else for the ear of somebody who is on the phone. */
export type SignalOutput = 'ringer' | 'ear';

export interface SwitchableSignals extends Signals {
  /** @param deviceId empty: the system's choice */
  sendTo(output: SignalOutput, deviceId: string): void;
  /** One cycle of the ring, as loud as it is set; nothing while a call makes a signal. */
  tryRing(): void;
}

/** Makes the signals with oscillators: nothing to load, nothing that could be late. */
export function createSignals(volume: () => number): SwitchableSignals {
  const devices: Record<SignalOutput, string> = { ringer: '', ear: '' };
  const contexts = new Map<SignalOutput, AudioContext>();
  let playing: Signal = 'none';
  let timer: ReturnType<typeof setInterval> | undefined;
  let sounding: GainNode[] = [];

  function sound(audio: AudioContext, cadence: Cadence): void {
    for (const { frequencies, at, length, level } of cadence.tones) {
      const gain = audio.createGain();
      const start = audio.currentTime + at;
      const peak = level * (cadence.ringing ? volume() : 1);
      // A short rise and fall: a tone that is cut clicks.
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(peak, start + 0.015);
      gain.gain.setValueAtTime(peak, start + Math.max(0.02, length - 0.06));
      gain.gain.linearRampToValueAtTime(0, start + length);
      gain.connect(audio.destination);
      for (const [index, frequency] of frequencies.entries()) {
        const oscillator = audio.createOscillator();
        oscillator.frequency.value = frequency;
        const part = audio.createGain();
        part.gain.value = cadence.ringing && index > 0 ? 0.25 : 1;
        oscillator.connect(part).connect(gain);
        oscillator.start(start);
        oscillator.stop(start + length);
      }
      sounding.push(gain);
    }
  }

  function silence(): void {
    clearInterval(timer);
    for (const gain of sounding) gain.disconnect();
    sounding = [];
  }

  function contextOf(output: SignalOutput): AudioContext {
    let context = contexts.get(output);
    if (!context) {
      context = new AudioContext();
      contexts.set(output, context);
      // Not waited for: a device that is slow or gone must never keep the first ring back.
      if (devices[output] !== '') sendSound(context, devices[output]);
    }
    return context;
  }

  return {
    sendTo(output, deviceId) {
      devices[output] = deviceId;
      const context = contexts.get(output);
      if (context) sendSound(context, deviceId);
    },
    tryRing() {
      if (playing !== 'none') return;
      const audio = contextOf('ringer');
      silence();
      audio
        .resume()
        .then(() => {
          if (playing === 'none') sound(audio, CADENCES.ring);
        })
        .catch(() => undefined);
    },
    play(signal) {
      if (signal === playing) return;
      playing = signal;
      silence();
      if (signal === 'none') {
        // A context that runs costs processor time through the whole call, with nothing to play.
        for (const context of contexts.values()) context.suspend().catch(() => undefined);
        return;
      }
      const cadence = CADENCES[signal];
      const audio = contextOf(cadence.ringing ? 'ringer' : 'ear');
      const cycle = (): void => {
        sounding = [];
        sound(audio, cadence);
      };
      // A browser may hold sound back until the first click; the ring starts as soon as it may.
      audio
        .resume()
        .then(() => {
          if (playing !== signal) return;
          cycle();
          timer = setInterval(cycle, cadence.cycle * 1_000);
        })
        .catch(() => undefined);
    },
  };
}
