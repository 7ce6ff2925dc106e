import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { isMediaFine, mediaReach } from '#shared/domain/audio/selfTest.ts';
import { wasHeard } from '#shared/domain/audio/level.ts';
import { rtcConfiguration } from '../phone/rtcConfiguration.ts';
import { gatherCandidates } from '../phone/audio/mediaProbe.ts';
import { MicrophoneError } from '../phone/audio/microphone.ts';
import { recordAndPlay } from '../phone/audio/voiceTest.ts';
import { useAccountStore } from './accountStore.ts';
import { useAudioStore } from './audioStore.ts';
import { usePhoneStore } from './phoneStore.ts';

/** Translated as `selfTest.voice.<code>` or `selfTest.media.<code>`. */
export interface TestRow {
  readonly state: 'untried' | 'recording' | 'playing' | 'checking' | 'fine' | 'wrong';
  readonly code: string;
}

const UNTRIED: TestRow = { state: 'untried', code: 'untried' };

/** The test before work: one's own voice, the server, the way of the sound. */
export const useSelfTestStore = defineStore('selfTest', () => {
  const audio = useAudioStore();
  const phone = usePhoneStore();
  const account = useAccountStore();

  const voice = shallowRef<TestRow>(UNTRIED);
  const media = shallowRef<TestRow>(UNTRIED);
  const level = ref(0);
  const running = ref(false);
  /** When it last came to its end; epoch ms. */
  const doneAt = ref<number | null>(null);
  let giveUp: AbortController | null = null;

  const server = computed<TestRow>(() => {
    switch (phone.line.state) {
      case 'registered':
        return { state: 'fine', code: 'registered' };
      case 'connecting':
      case 'registering':
        return { state: 'checking', code: 'checking' };
      default:
        return { state: 'wrong', code: phone.line.state };
    }
  });
  const fine = computed(() =>
    [voice.value, media.value, server.value].every(({ state }) => state === 'fine'),
  );

  async function tryVoice(signal: AbortSignal): Promise<void> {
    voice.value = { state: 'recording', code: 'recording' };
    try {
      const loudest = await recordAndPlay({
        openMicrophone: audio.openMicrophone,
        speaker: () => audio.deviceId('speaker'),
        onPlaying: () => (voice.value = { state: 'playing', code: 'playing' }),
        onLevel: (now) => (level.value = now),
        signal,
      });
      if (signal.aborted) return;
      voice.value = wasHeard(loudest)
        ? { state: 'fine', code: 'heard' }
        : { state: 'wrong', code: 'silent' };
    } catch (error) {
      const code = error instanceof MicrophoneError ? error.code : 'failed';
      voice.value = { state: 'wrong', code };
    }
  }

  async function tryMedia(signal: AbortSignal): Promise<void> {
    media.value = { state: 'checking', code: 'checking' };
    const known = phone.chosenLine === 'account' ? account.state?.account : null;
    const kinds = await gatherCandidates(known ? rtcConfiguration(known) : {}, signal);
    if (signal.aborted) return;
    const reach = mediaReach(kinds, known?.iceServers.flatMap(({ urls }) => urls) ?? []);
    media.value = { state: isMediaFine(reach) ? 'fine' : 'wrong', code: reach };
  }

  async function start(): Promise<void> {
    if (running.value || phone.calls.length > 0) return;
    const mine = new AbortController();
    giveUp = mine;
    running.value = true;
    await Promise.all([tryVoice(mine.signal), tryMedia(mine.signal)]);
    // Given up meanwhile, and perhaps begun again.
    if (mine.signal.aborted) return;
    running.value = false;
    level.value = 0;
    doneAt.value = Date.now();
  }

  function cancel(): void {
    if (!running.value) return;
    giveUp?.abort();
    running.value = false;
    level.value = 0;
    voice.value = UNTRIED;
    media.value = UNTRIED;
  }

  // A customer comes first: nothing of the test is heard over a call.
  watch(
    () => phone.calls.length,
    (calls) => {
      if (calls > 0) cancel();
    },
  );

  return { voice, server, media, level, running, doneAt, fine, start, cancel };
});
