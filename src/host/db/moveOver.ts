import type { TextFact } from '#shared/domain/outbox/record.ts';
import { addAbuseFact } from './abuseCases.ts';
import { abuseEvents } from './abuseEvents.ts';
import { addAvailabilityFact, allAvailabilityEvents } from './availability.ts';
import { allCallEvents } from './callEvents.ts';
import { heartbeat, unfinishedCalls } from './calls.ts';
import { messageEvents } from './messageEvents.ts';
import { addMessageFact } from './messageProjection.ts';
import { addLessonFact, lessonEvents } from './lessons.ts';
import { addMistakeFact, mistakeEvents } from './mistakes.ts';
import { addReflectionFact, reflectionEvents } from './reflections.ts';
import { moveContacts } from './moveContacts.ts';
import { moveCustomers } from './customerProjection.ts';
import { moveMeetings } from './meetings.ts';
import { addFact } from './projection.ts';
import { addTextFact } from './outbox.ts';
import { textEvents } from './outboxEvents.ts';
import { pauseEvents } from './pauseEvents.ts';
import { addPauseFact } from './pauseProjection.ts';
import { promiseEvents } from './promiseEvents.ts';
import { addPromiseFact } from './promiseProjection.ts';
import { runEvents } from './runEvents.ts';
import { addRunFact } from './runProjection.ts';
import { moveScriptVersions } from './scriptVersions.ts';
import { readSettings, writeSetting } from './settings.ts';
import { moveTemplateVersions } from './templateVersions.ts';
import type { Store } from './store.ts';

/**
 * Copies what was kept in memory into the file, all or nothing. Facts keep their order and their
 * ids, so doing it twice adds nothing; a setting changed in memory is the newer one. The rows
 * become those of the file's agent.
 */
export function moveOver(memory: Store, file: Store): void {
  file.db
    .transaction(() => {
      for (const { fact } of allCallEvents(memory.db)) addFact(file.db, fact, file.agentId);
      for (const { fact } of allAvailabilityEvents(memory.db)) {
        addAvailabilityFact(file.db, fact, file.agentId);
      }
      for (const { fact } of messageEvents.all(memory.db)) {
        addMessageFact(file.db, fact, file.agentId);
      }
      for (const { fact } of promiseEvents.all(memory.db)) {
        addPromiseFact(file.db, fact, file.agentId);
      }
      const templateNumberOf = moveTemplateVersions(memory.db, file.db, file.agentId);
      for (const { fact } of textEvents.all(memory.db)) {
        addTextFact(file.db, madeFrom(fact, templateNumberOf), file.agentId);
      }
      for (const { fact } of pauseEvents.all(memory.db)) {
        addPauseFact(file.db, fact, file.agentId);
      }
      const numberOf = moveScriptVersions(memory.db, file.db);
      for (const { fact } of runEvents.all(memory.db)) {
        const here =
          fact.type === 'started'
            ? { ...fact, version: numberOf(fact.scriptId, fact.version) }
            : fact;
        addRunFact(file.db, here, file.agentId);
      }
      for (const { fact } of abuseEvents.all(memory.db)) addAbuseFact(file.db, fact, file.agentId);
      for (const { fact } of mistakeEvents.all(memory.db))
        addMistakeFact(file.db, fact, file.agentId);
      for (const { fact } of lessonEvents.all(memory.db)) {
        addLessonFact(file.db, fact, file.agentId);
      }
      for (const { fact } of reflectionEvents.all(memory.db)) {
        addReflectionFact(file.db, fact, file.agentId);
      }
      for (const { id, lastSeenAt } of unfinishedCalls(memory.db)) {
        if (lastSeenAt !== null) heartbeat(file.db, id, lastSeenAt);
      }
      for (const { key, value, changedAt } of readSettings(memory.db)) {
        writeSetting(file.db, key, value, changedAt);
      }
      moveContacts(memory.db, file.db, file.agentId);
      moveCustomers(memory.db, file.db, file.agentId);
      moveMeetings(memory.db, file.db, file.agentId);
    })
    .immediate();
}

/** The number of its template may stand for other words in the file. */
function madeFrom(fact: TextFact, numberOf: (id: string, version: number) => number): TextFact {
  const template = 'content' in fact ? fact.content?.template : null;
  if (!template || !('content' in fact) || !fact.content) return fact;
  const version = numberOf(template.id, template.version);
  return { ...fact, content: { ...fact.content, template: { ...template, version } } };
}
