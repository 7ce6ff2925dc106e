import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Call } from '#shared/domain/call/call.ts';
import { mayRecord, NO_RECORDING } from '#shared/domain/recording/policy.ts';
import type { RecordingPolicy } from '#shared/domain/recording/policy.ts';
import { noticeOf, phaseOf, recordingCommands } from '#shared/domain/recording/recording.ts';
import type { RecordingInput } from '#shared/domain/recording/recording.ts';
import { newId, useHost } from '../api/host.ts';
import { CallRecordings } from '../phone/recording/callRecordings.ts';
import type { RecordingTrouble } from '../phone/recording/callRecordings.ts';
import { openCapture } from '../phone/recording/capture.ts';
import { playNotice } from '../phone/recording/notice.ts';
import { loadNoticeSound } from '../phone/recording/noticeSound.ts';
import { createUploader } from '../phone/recording/uploader.ts';
import { useAudioStore } from './audioStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** The recordings of the calls there are, and whether there may be any. */
export const useRecordingStore = defineStore('recording', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const audio = useAudioStore();
  const settings = useSettingsStore();

  const policy = shallowRef<RecordingPolicy>(NO_RECORDING);
  /** There is something recorded, of now or of a time when it was allowed. */
  const any = ref(false);
  const troubles = shallowRef<readonly RecordingTrouble[]>([]);
  /** Counts the changes: what the class below knows is not reactive. */
  const changes = ref(0);

  const recordings = new CallRecordings({
    policy: () => policy.value,
    newId,
    now: phone.callTime,
    record: phone.addFact,
    sides: (callId) => {
      const leg = phone.leg(callId);
      return leg && { sent: leg.sent, received: leg.remote };
    },
    openCapture,
    openUploader: (options) =>
      createUploader({
        ...options,
        client: host,
        later: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      }),
    playNotice: (callId, told) =>
      playNotice({
        ...told,
        leg: () => phone.leg(callId),
        sound: () => loadNoticeSound(host, settings.settings.language),
        speaker: audio.deviceId('speaker'),
      }),
    changed: () => {
      changes.value += 1;
      troubles.value = recordings.troubles;
    },
  });

  async function loadPolicy(): Promise<void> {
    try {
      const known = await host.call('recordings.policy', {});
      policy.value = known.policy;
      any.value = known.any;
      recordings.onCalls(phone.calls);
    } catch {
      // Without an answer nothing is recorded; the next open line asks again.
    }
  }

  function start(): void {
    host.onState((state) => {
      if (state === 'open') void loadPolicy();
    });
    host.on('recordings.changed', () => (any.value = true));
    watch(
      () => phone.calls,
      (calls) => recordings.onCalls(calls),
      { flush: 'sync' },
    );
    void loadPolicy();
  }

  /** Read in a template, it is read again at each change. */
  function known(call: Call) {
    void changes.value;
    const recording = recordings.of(call.id);
    return {
      phase: phaseOf(recording),
      notice: noticeOf(recording),
      pausedByAgent: recording.pausedByAgent,
      commands: recordingCommands(policy.value, recording),
    };
  }

  function run(
    call: Call,
    type: Exclude<RecordingInput['type'], 'call' | 'stalled' | 'failed' | 'company'>,
  ): void {
    recordings.input(call.id, { type });
  }

  return {
    policy,
    any,
    troubles,
    allowed: computed(() => mayRecord(policy.value)),
    start,
    known,
    run,
    forgetTroubles: () => recordings.forgetTroubles(),
  };
});
