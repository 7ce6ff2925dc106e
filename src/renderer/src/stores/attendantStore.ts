import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { newId, useHost } from '../api/host.ts';
import { Attendants } from '../phone/attendant/attendants.ts';
import { openAttendantVoice } from '../phone/attendant/attendantVoice.ts';
import { greetingSounds } from '../phone/attendant/greetingSounds.ts';
import { openCapture } from '../phone/recording/capture.ts';
import { createUploader } from '../phone/recording/uploader.ts';
import { useAvailabilityStore } from './availabilityStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** Answers for an agent who is away: whatever call the list says is attended. */
export const useAttendantStore = defineStore('attendant', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const settings = useSettingsStore();
  const availability = useAvailabilityStore();

  /** Why what a customer is saying is not on the disk: a code. */
  const trouble = ref<string | null>(null);

  function later(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  }

  const attendants = new Attendants({
    newId,
    now: phone.callTime,
    record: phone.addFact,
    report: phone.report,
    leg: phone.leg,
    sounds: (attendance) => {
      const { sayReturnTime, sayAlternate } = settings.settings.attendant;
      return greetingSounds(attendance, {
        client: host,
        language: settings.settings.language,
        now: Date.now(),
        sayReturnTime,
        alternate: sayAlternate ? (availability.span?.alternate ?? '') : '',
        log: phone.warn,
      });
    },
    openVoice: openAttendantVoice,
    openCapture,
    openUploader: (options) => createUploader({ ...options, client: host, later }),
    messageLimitMs: () => settings.settings.attendant.messageSeconds * 1_000,
    later,
    trouble: (code) => (trouble.value = code),
    log: phone.warn,
  });

  function start(): void {
    watch(
      () => phone.calls,
      (calls) => attendants.onCalls(calls),
      { flush: 'sync' },
    );
  }

  return { trouble, start, dismissTrouble: () => (trouble.value = null) };
});
