import type { RetentionKind } from '#shared/domain/privacy/retention.ts';
import type { Store } from './candidates.ts';
import { callStore } from './calls.ts';
import {
  abuseStore,
  accessStore,
  contactStore,
  recordingStore,
  spanStore,
  teamStore,
} from './desk.ts';
import { bookingStore, pauseStore, promiseStore } from './promises.ts';
import { messageStore, pictureStore, textStore } from './texts.ts';

/**
 * What goes for each kind, one after the other. Backups are files and not here. What others wait for goes
 * first: a call is kept while its recording or its record of abuse is.
 */
export const STORES: readonly (readonly [RetentionKind, readonly Store[]])[] = [
  ['recordings', [recordingStore('call')]],
  ['voicemail', [recordingStore('voicemail')]],
  ['abuse', [abuseStore]],
  ['pictures', [pictureStore]],
  ['texts', [textStore, messageStore]],
  ['promises', [promiseStore, pauseStore, bookingStore]],
  ['calls', [callStore]],
  ['contacts', [contactStore]],
  ['unavailability', [spanStore]],
  ['team', [teamStore]],
  ['accessLog', [accessStore]],
];
