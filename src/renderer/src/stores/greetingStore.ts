import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { GreetingRow } from '#shared/contract/greetings.ts';
import { neutralGreeting } from '#shared/domain/attendant/phrases.ts';
import { columnsOf, proposeTrim } from '#shared/domain/greeting/trim.ts';
import type { Span } from '#shared/domain/greeting/trim.ts';
import { AppError } from '#shared/errors.ts';
import { newId, useHost } from '../api/host.ts';
import { MicrophoneError } from '../phone/audio/microphone.ts';
import {
  encodeGreeting,
  previewClips,
  previewTake,
  recordGreeting,
} from '../phone/attendant/greetingRecorder.ts';
import type { GreetingRecording, Preview, Take } from '../phone/attendant/greetingRecorder.ts';
import { greetingSounds } from '../phone/attendant/greetingSounds.ts';
import { useAudioStore } from './audioStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

const COLUMNS = 240;

/** The greetings of the away reasons, and the one that is being recorded. */
export const useGreetingStore = defineStore('greeting', () => {
  const host = useHost();
  const audio = useAudioStore();
  const phone = usePhoneStore();
  const settings = useSettingsStore();

  const rows = shallowRef<readonly GreetingRow[]>([]);
  /** The reason that is being recorded for; null: all others, undefined: none. */
  const editing = ref<string | null | undefined>();
  const state = ref<'idle' | 'opening' | 'recording' | 'reading' | 'taken' | 'saving'>('idle');
  const since = ref(0);
  const level = ref(0);
  const take = shallowRef<Take | null>(null);
  const span = shallowRef<Span>({ from: 0, to: 0 });
  const playing = ref<string | null>(null);
  /** A code of `errors` or `causes.microphone`. */
  const failure = ref<string | null>(null);
  let recording: GreetingRecording | null = null;
  let preview: Preview | null = null;
  /** Counts what was begun: who comes back to something else has nothing to say. */
  let attempt = 0;

  const wave = computed(() => (take.value ? columnsOf(take.value.samples, COLUMNS) : []));
  const lengthMs = computed(() =>
    take.value ? (take.value.samples.length / take.value.rate) * 1_000 : 0,
  );

  async function load(): Promise<void> {
    await attempted(async () => {
      rows.value = (await host.call('greetings.list', {})).rows;
    });
  }

  async function attempted(work: () => Promise<void>): Promise<boolean> {
    try {
      failure.value = null;
      await work();
      return true;
    } catch (error) {
      const known = error instanceof AppError || error instanceof MicrophoneError;
      failure.value = known ? error.code : 'internal';
      return false;
    }
  }

  /** The one that is heard with a reason, or null: the neutral one. */
  function of(reasonId: string | null): GreetingRow | null {
    return rows.value.find((row) => row.reasonId === reasonId) ?? null;
  }

  function close(): void {
    attempt += 1;
    recording?.cancel();
    recording = null;
    silence();
    take.value = null;
    editing.value = undefined;
    state.value = 'idle';
    level.value = 0;
  }

  function open(reasonId: string | null): void {
    close();
    failure.value = null;
    editing.value = reasonId;
  }

  /** Only on a press: the microphone opens on nothing else. */
  async function record(): Promise<void> {
    silence();
    const mine = (attempt += 1);
    take.value = null;
    state.value = 'opening';
    const begun = await attempted(async () => {
      const made = await recordGreeting(audio.openMicrophone, {
        onLevel: (now) => (level.value = now),
        onFull: () => void finish(),
      });
      if (mine !== attempt) return made.cancel();
      recording = made;
      since.value = Date.now();
      state.value = 'recording';
    });
    if (!begun && mine === attempt) state.value = 'idle';
  }

  async function finish(): Promise<void> {
    const made = recording;
    const mine = attempt;
    recording = null;
    if (!made) return;
    state.value = 'reading';
    const read = await attempted(async () => {
      const taken = await made.finish();
      if (mine !== attempt) return;
      take.value = taken;
      span.value = proposeTrim(taken.samples, taken.rate);
      state.value = 'taken';
      level.value = 0;
    });
    if (!read && mine === attempt) state.value = 'idle';
  }

  /** @param from, to milliseconds of what was recorded */
  function trim(from: number, to: number): void {
    const { rate, samples } = take.value ?? { rate: 1, samples: [] };
    const at = (ms: number): number =>
      Math.round(Math.min(samples.length, Math.max(0, (ms / 1_000) * rate)));
    span.value = { from: at(from), to: at(to) };
  }

  function propose(): void {
    if (take.value) span.value = proposeTrim(take.value.samples, take.value.rate);
  }

  async function save(): Promise<boolean> {
    const [taken, reasonId] = [take.value, editing.value];
    if (!taken || reasonId === undefined) return false;
    state.value = 'saving';
    const saved = await attempted(async () => {
      const bytes = await encodeGreeting(taken, span.value);
      const sound = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      await host.call('greetings.save', { id: newId(), reasonId, sound });
      await load();
    });
    if (saved) close();
    else state.value = 'taken';
    return saved;
  }

  function silence(): void {
    preview?.stop();
    preview = null;
    playing.value = null;
  }

  async function playAs(name: string, begin: () => Promise<Preview>): Promise<void> {
    const again = playing.value === name;
    silence();
    if (again) return;
    playing.value = name;
    await attempted(async () => {
      const begun = await begin();
      if (playing.value !== name) return begun.stop();
      preview = begun;
      await begun.over;
    });
    if (playing.value === name) silence();
  }

  function playTake(): Promise<void> {
    const taken = take.value;
    if (!taken) return Promise.resolve();
    return playAs('take', () =>
      Promise.resolve(previewTake(taken, span.value, audio.deviceId('speaker'))),
    );
  }

  /** What a customer would hear with a reason, without a time. */
  function playKept(reasonId: string | null): Promise<void> {
    return playAs(`reason ${reasonId ?? ''}`, async () => {
      const greetingId = (of(reasonId) ?? of(null))?.id ?? null;
      const { takeMessages: voicemail } = settings.settings.attendant;
      const sounds = await greetingSounds(
        { greetingId, until: null, voicemail },
        {
          ...{ client: host, language: settings.settings.language, now: Date.now() },
          ...{ sayReturnTime: false, alternate: '', log: phone.warn },
        },
      );
      return previewClips(sounds, audio.deviceId('speaker'));
    });
  }

  // A customer comes first: nothing of this is heard over a call.
  watch(
    () => phone.calls.length,
    (calls) => {
      if (calls > 0) close();
    },
  );

  function start(): void {
    host.on('greetings.changed', () => void load());
    void load();
  }

  return {
    rows,
    editing,
    state,
    since,
    level,
    take,
    span,
    wave,
    lengthMs,
    playing,
    failure,
    of,
    open,
    close,
    record,
    finish,
    trim,
    propose,
    save,
    playTake,
    playKept,
    /** The clips of the neutral greeting, for whoever wants to read it. */
    neutral: (voicemail: boolean) =>
      neutralGreeting({
        ...{ until: null, alternate: '', voicemail, now: 0 },
        language: settings.settings.language,
      }),
    remove: (id: string) =>
      attempted(async () => {
        await host.call('greetings.delete', { id });
        await load();
      }),
    restore: (id: string) =>
      attempted(async () => {
        await host.call('greetings.restore', { id });
        await load();
      }),
    start,
  };
});
