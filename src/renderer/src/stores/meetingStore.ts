import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { MeetingSource } from '#shared/contract/meetings.ts';
import { calendarAddress, placeOf } from '#shared/domain/availability/calendarAddress.ts';
import { LARGEST_CALENDAR, MEETING, offerFor } from '#shared/domain/availability/meetings.ts';
import type { Meeting, MeetingOffer } from '#shared/domain/availability/meetings.ts';
import type { SecretKept } from '#shared/domain/secretKept.ts';
import { AppError } from '#shared/errors.ts';
import { newId, useHost } from '../api/host.ts';
import { useAvailabilityStore } from './availabilityStore.ts';

/** Calendars, the meetings they hold, and the one a status is offered for. */
export const useMeetingStore = defineStore('meeting', () => {
  const host = useHost();
  const availability = useAvailabilityStore();

  const meetings = shallowRef<readonly Meeting[]>([]);
  const sources = shallowRef<readonly MeetingSource[]>([]);
  const secretKept = ref<SecretKept>('memory');

  const offer = computed<MeetingOffer | null>(() =>
    offerFor(meetings.value, availability.now, {
      kind: availability.kind,
      reasonId: availability.span?.reasonId ?? null,
      until: availability.span?.until ?? null,
      inCall: availability.inCall,
    }),
  );
  const hasMeetingReason = computed(() => availability.reasons.some(({ id }) => id === MEETING));

  async function load(): Promise<void> {
    try {
      const [upcoming, known] = await Promise.all([
        host.call('meetings.upcoming', {}),
        host.call('meetings.sources', {}),
      ]);
      meetings.value = upcoming.meetings;
      sources.value = known.sources;
      secretKept.value = known.secretKept;
    } catch {
      // The next change or the next open line asks again.
    }
  }

  function start(): void {
    host.on('meetings.changed', () => void load());
    host.onState((state) => {
      if (state === 'open') void load();
    });
    void load();
  }

  /** The offer is not made again. */
  async function dismiss({ uid, key, start }: Meeting): Promise<void> {
    await host.call('meetings.dismiss', { id: newId(), meeting: { uid, key, start } });
    await load();
  }

  /**
   * Away in a meeting until it ends, now or after the call.
   * @throws AppError where the host could not keep it: then the offer stays
   */
  async function take({ meeting }: MeetingOffer): Promise<void> {
    const { title, end } = meeting;
    await availability.setAway(
      { reasonId: MEETING, until: end, note: title, alternate: '' },
      'meeting',
    );
    await dismiss(meeting);
  }

  /** A file of the same name replaces what it brought before. @throws AppError `calendar.*` */
  async function importFile(name: string, text: string): Promise<MeetingSource> {
    const calendar = unfolded(text);
    // One that is too large for the line to the host would end the line.
    if (new TextEncoder().encode(JSON.stringify(calendar)).length > LARGEST_CALENDAR) {
      throw new AppError('calendar.too-large', 'The calendar is too large.');
    }
    const same = sources.value.find((source) => source.kind === 'file' && source.name === name);
    return host.call('meetings.import', { id: same?.id ?? newId(), name, text: calendar });
  }

  /** One whose address is missing gets it back. @throws AppError `calendar.*` */
  async function setUrl(url: string): Promise<MeetingSource> {
    const address = calendarAddress(url);
    const same = sources.value.find(
      ({ trouble, name }) =>
        trouble === 'calendar.address-missing' && address !== null && name === placeOf(address),
    );
    return host.call('meetings.setUrl', { id: same?.id ?? newId(), url });
  }

  return {
    meetings,
    sources,
    secretKept,
    offer: computed(() => (hasMeetingReason.value ? offer.value : null)),
    start,
    take,
    dismiss,
    importFile,
    setUrl,
    refresh: (id: string) => host.call('meetings.refresh', { id }),
    remove: (id: string) => host.call('meetings.remove', { id }),
  };
});

/** Shorter and the same: lines joined that were folded (RFC 5545 §3.1). */
function unfolded(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n[ \t]/g, '');
}
