import { describe, expect, it, vi } from 'vitest';
import { MicrophoneError } from './microphone.ts';
import { createMicrophones } from './microphones.ts';
import type { MicrophoneTrouble } from './microphones.ts';

class FakeTrack extends EventTarget {
  readonly deviceId: string;
  enabled = true;
  readyState = 'live';
  constructor(deviceId: string) {
    super();
    this.deviceId = deviceId;
  }
  stop(): void {
    this.readyState = 'ended';
  }
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

class FakeStream {
  tracks: FakeTrack[];
  constructor(track: FakeTrack) {
    this.tracks = [track];
  }
  addTrack(track: FakeTrack): void {
    this.tracks.push(track);
  }
  removeTrack(track: FakeTrack): void {
    this.tracks = this.tracks.filter((one) => one !== track);
  }
}

/** Microphones whose devices are made here: `plugged` are those that open. */
function bench() {
  const plugged = new Set(['a', 'b']);
  const opened: FakeTrack[] = [];
  const troubles: (MicrophoneTrouble | null)[] = [];
  const wish = {
    deviceId: 'a',
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  };
  let gate: Promise<void> = Promise.resolve();
  const microphones = createMicrophones({
    wish: () => ({ ...wish }),
    openTrack: async ({ deviceId }) => {
      await gate;
      const there = plugged.has(deviceId) ? deviceId : [...plugged][0];
      if (there === undefined) throw new MicrophoneError('microphone.missing', null);
      const track = new FakeTrack(there);
      opened.push(track);
      return track as unknown as MediaStreamTrack;
    },
    newStream: (track) => new FakeStream(track as unknown as FakeTrack) as unknown as MediaStream,
    onTrouble: (trouble) => troubles.push(trouble),
    onOpened: () => undefined,
  });
  const tracksOf = (stream: MediaStream): FakeTrack[] => (stream as unknown as FakeStream).tracks;
  const live = (): string[] =>
    opened.filter(({ readyState }) => readyState === 'live').map(({ deviceId }) => deviceId);
  return {
    microphones,
    wish,
    plugged,
    opened,
    troubles,
    tracksOf,
    live,
    hold(until: Promise<void>): void {
      gate = until;
    },
  };
}

describe('a microphone in use', () => {
  it('follows a new choice: the new device is in use before the old one is let go', async () => {
    const { microphones, wish, tracksOf, live } = bench();
    const microphone = await microphones.open();
    const seen: string[][] = [];
    microphone.onRenewed(() => {
      seen.push(live());
      return Promise.resolve();
    });
    wish.deviceId = 'b';
    microphones.renew();
    await vi.waitFor(() => expect(live()).toEqual(['b']));
    expect(seen).toEqual([['a', 'b']]);
    expect(tracksOf(microphone.stream).map(({ deviceId }) => deviceId)).toEqual(['b']);
  });

  it('that is muted stays muted on the new device', async () => {
    const { microphones, opened, tracksOf, live, wish } = bench();
    const microphone = await microphones.open();
    tracksOf(microphone.stream)[0]!.enabled = false;
    wish.deviceId = 'b';
    microphones.renew();
    await vi.waitFor(() => expect(live()).toEqual(['b']));
    expect(opened.at(-1)?.enabled).toBe(false);
  });

  it('unplugged goes on with another, and says nothing is wrong', async () => {
    const { microphones, opened, plugged, live, troubles } = bench();
    await microphones.open();
    plugged.delete('a');
    opened[0]?.unplug();
    await vi.waitFor(() => expect(live()).toEqual(['b']));
    expect(troubles.at(-1)).toBeNull();
  });

  it('the last one unplugged is said; plugged in again it goes on', async () => {
    const { microphones, opened, plugged, live, troubles } = bench();
    await microphones.open();
    plugged.clear();
    opened[0]?.unplug();
    await vi.waitFor(() =>
      expect(troubles.at(-1)).toEqual({ code: 'microphone.missing', silent: true }),
    );
    plugged.add('a');
    microphones.revive();
    await vi.waitFor(() => expect(live()).toEqual(['a']));
    expect(troubles.at(-1)).toBeNull();
  });

  it('that cannot be changed goes on as it was, and it is said', async () => {
    const { microphones, plugged, live, troubles } = bench();
    await microphones.open();
    plugged.clear();
    microphones.renew();
    await vi.waitFor(() =>
      expect(troubles.at(-1)).toEqual({ code: 'microphone.missing', silent: false }),
    );
    expect(live()).toEqual(['a']);
  });

  it('changed many times at once ends on the last choice with one device open', async () => {
    const { microphones, wish, live, opened } = bench();
    await microphones.open();
    for (const deviceId of ['b', 'a', 'b', 'a', 'b']) {
      wish.deviceId = deviceId;
      microphones.renew();
    }
    await vi.waitFor(() => expect(live()).toEqual(['b']));
    expect(opened.length).toBeLessThanOrEqual(3);
  });

  it('closed while a change is under way leaves no device open', async () => {
    const { microphones, wish, live, opened, hold } = bench();
    const microphone = await microphones.open();
    let go = (): void => undefined;
    hold(new Promise((resolve) => (go = resolve)));
    wish.deviceId = 'b';
    microphones.renew();
    microphone.close();
    go();
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    await vi.waitFor(() => expect(live()).toEqual([]));
  });
});
