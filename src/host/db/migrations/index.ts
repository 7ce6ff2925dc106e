import type { Migration } from '../migrate.ts';
import { calls } from './0001-calls.ts';
import { callQuality } from './0002-call-quality.ts';
import { messages } from './0003-messages.ts';
import { contacts } from './0004-contacts.ts';
import { recordings } from './0005-recordings.ts';
import { callWay } from './0006-call-way.ts';
import { promises } from './0007-promises.ts';
import { greetings } from './0008-greetings.ts';
import { meetings } from './0009-meetings.ts';
import { availability } from './0010-availability.ts';
import { callTreated } from './0011-call-treated.ts';
import { outbox } from './0012-outbox.ts';
import { customers } from './0013-customers.ts';
import { pauses } from './0014-pauses.ts';
import { promisesSettled } from './0015-promises-settled.ts';
import { guidance } from './0016-guidance.ts';
import { learning } from './0017-learning.ts';
import { abuse } from './0018-abuse.ts';
import { scriptNotes } from './0019-script-notes.ts';
import { dispositions } from './0020-dispositions.ts';
import { outboxDelivery } from './0021-outbox-delivery.ts';
import { outboxSending } from './0022-outbox-sending.ts';
import { erasing } from './0023-erasing.ts';
import { templates } from './0024-templates.ts';
import { pictures } from './0025-pictures.ts';
import { bookings } from './0026-bookings.ts';
import { callIndex } from './0027-call-index.ts';
import { accessDetail } from './0028-access-detail.ts';
import { team } from './0029-team.ts';
import { privacy } from './0030-privacy.ts';

/**
 * In order; a database's `user_version` is how many of them it has had. One that has been released
 * is never changed: add the next.
 */
export const migrations: readonly Migration[] = [
  calls,
  callQuality,
  messages,
  contacts,
  recordings,
  callWay,
  promises,
  greetings,
  meetings,
  availability,
  callTreated,
  outbox,
  customers,
  pauses,
  promisesSettled,
  guidance,
  learning,
  abuse,
  scriptNotes,
  dispositions,
  outboxDelivery,
  outboxSending,
  erasing,
  templates,
  pictures,
  bookings,
  callIndex,
  accessDetail,
  team,
  privacy,
];
