import type { Page } from '@playwright/test';

/**
 * Lets a test unplug the page's sound devices and plug them in again. Chromium's fake devices
 * cannot be pulled out, and there is no real hardware where tests run: what the browser lists is
 * filtered by name, `devicechange` is dispatched as a browser does, tracks of the device end with
 * the event a browser sends, and opening it by its id fails as in a browser; opening any gives
 * another one, or NotFoundError where there is none.
 */
export interface SoundDevices {
  /** @param names exact labels; both kinds */
  unplug(...names: string[]): Promise<void>;
  unplugAll(): Promise<void>;
  plugIn(): Promise<void>;
  /** Labels of the microphones the page has open, in the order of their opening. */
  openMicrophones(): Promise<readonly string[]>;
  /** Labels of what peer connections send; a practice call's simulated customer has no device. */
  sentMicrophones(): Promise<readonly string[]>;
  /** The sinks of audio contexts that made a sound, and of the call's audio elements. */
  sinks(): Promise<readonly string[]>;
}

interface Probe {
  readonly missing: Set<string>;
  all: boolean;
  readonly tracks: MediaStreamTrack[];
  readonly connections: RTCPeerConnection[];
  readonly sounded: Set<AudioContext>;
}

type Probed = typeof globalThis & { ieumProbe: Probe };

/** Before the page is opened. */
export async function controlSoundDevices(page: Page): Promise<SoundDevices> {
  await page.addInitScript(() => {
    const probe: Probe = {
      missing: new Set(),
      all: false,
      tracks: [],
      connections: [],
      sounded: new Set(),
    };
    (globalThis as Probed).ieumProbe = probe;
    const devices = navigator.mediaDevices;
    const enumerate = devices.enumerateDevices.bind(devices);
    const open = devices.getUserMedia.bind(devices);
    devices.enumerateDevices = async () =>
      probe.all ? [] : (await enumerate()).filter(({ label }) => !probe.missing.has(label));
    devices.getUserMedia = async (constraints) => {
      if (probe.all) throw new DOMException('No device', 'NotFoundError');
      let stream = await open(constraints);
      const label = stream.getAudioTracks()[0]?.label ?? '';
      if (probe.missing.has(label)) {
        for (const track of stream.getTracks()) track.stop();
        const audio = constraints?.audio;
        if (typeof audio === 'object' && audio.deviceId !== undefined) {
          throw new DOMException('No such device', 'NotFoundError');
        }
        stream = await open({ audio: true });
      }
      probe.tracks.push(...stream.getAudioTracks());
      return stream;
    };
    const Original = globalThis.RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        probe.connections.push(this);
      }
    };
    const start = Object.getOwnPropertyDescriptor(OscillatorNode.prototype, 'start')?.value as (
      this: OscillatorNode,
      when?: number,
    ) => void;
    OscillatorNode.prototype.start = function (when) {
      if (this.context instanceof AudioContext) probe.sounded.add(this.context);
      start.call(this, when);
    };
  });

  async function change(missing: readonly string[], all: boolean): Promise<void> {
    await page.evaluate(
      ([names, everything]) => {
        const probe = (globalThis as Probed).ieumProbe;
        probe.missing.clear();
        for (const name of names) probe.missing.add(name);
        probe.all = everything;
        for (const track of probe.tracks) {
          const gone = everything || probe.missing.has(track.label);
          if (!gone || track.readyState === 'ended') continue;
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      },
      [missing, all] as const,
    );
  }

  return {
    unplug: (...names) => change(names, false),
    unplugAll: () => change([], true),
    plugIn: () => change([], false),
    openMicrophones: () =>
      page.evaluate(() =>
        (globalThis as Probed).ieumProbe.tracks
          .filter(({ readyState }) => readyState === 'live')
          .map(({ label }) => label),
      ),
    sentMicrophones: () =>
      page.evaluate(() => {
        const { connections, tracks } = (globalThis as Probed).ieumProbe;
        return connections
          .filter(({ connectionState }) => connectionState === 'connected')
          .flatMap((connection) => connection.getSenders())
          .flatMap(({ track }) => (track && tracks.includes(track) ? [track.label] : []));
      }),
    sinks: () =>
      page.evaluate(async () => {
        const names = new Map(
          (await navigator.mediaDevices.enumerateDevices()).map((one) => [one.deviceId, one.label]),
        );
        const { sounded } = (globalThis as Probed).ieumProbe;
        const elements = [...document.querySelectorAll<HTMLAudioElement>('audio[data-call-id]')];
        return [...sounded, ...elements].map((one) => {
          const { sinkId } = one as { sinkId: string };
          return sinkId === '' ? 'system' : (names.get(sinkId) ?? sinkId);
        });
      }),
  };
}
