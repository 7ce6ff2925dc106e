import { sentencesFor } from '#shared/domain/abuse/sentences.ts';
import { isComplete } from '#shared/domain/abuse/ladder.ts';
import type { Rung } from '#shared/domain/abuse/ladder.ts';
import type { AbuseRow } from '#shared/domain/abuse/record.ts';
import type { Call } from '#shared/domain/call/call.ts';
import { ABUSES } from '#shared/domain/script/script.ts';
import { useAbuseStore } from '../../stores/abuseStore.ts';
import { useCallerStore } from '../../stores/callerStore.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useGuideWords } from '../guide/useGuideWords.ts';

/** What the buttons of the ladder and its one key do. */
export function useLadder() {
  const abuse = useAbuseStore();
  const callers = useCallerStore();
  const guide = useGuideStore();
  const phone = usePhoneStore();
  const { say } = useGuideWords();

  /** What can be said in a rung now, in the words of this call. */
  function sentences(call: Call, row: AbuseRow, rung: Rung): readonly string[] {
    const script = guide.scripts.find(({ situation }) => situation === 'abuse');
    if (!script) return [];
    const now = { kind: row.kind, recording: abuse.isRecording(call) };
    return sentencesFor(script, rung, now, abuse.policy).map(say);
  }

  function sentence(call: Call, row: AbuseRow, rung: Rung): string {
    const all = sentences(call, row, rung);
    return all[abuse.turnOf(row, rung) % Math.max(1, all.length)] ?? '';
  }

  /** The sentence that stands there was said; after the last one the call ends. */
  function advance(call: Call, row: AbuseRow): void {
    const rung = abuse.next(call, row);
    if (rung === 'ended') end(call, row);
    else abuse.say(call, row, rung, sentence(call, row, rung));
  }

  /** At once where nothing is missing; else the agent is told what is, and may give a reason. */
  function end(call: Call, row: AbuseRow): void {
    if (isComplete(abuse.missing(call, row))) phone.command(call.id, { type: 'hangUp' });
    else abuse.endingCallId = call.id;
  }

  function endWithReason(call: Call, row: AbuseRow, why: string): void {
    abuse.override(row, why, abuse.missing(call, row));
    abuse.endingCallId = null;
    phone.command(call.id, { type: 'hangUp' });
  }

  function beginOrGoOn(call: Call): void {
    const before = abuse.earlierOf(call.id);
    if (before) abuse.goOn(call, before);
    else abuse.begin(call, ABUSES[0]);
  }

  /** Opens the ladder; then the first kind; then one step a press. */
  function press(): void {
    const call = callers.subject;
    if (!call || call.answeredAt === null) return;
    const row = abuse.ofCall(call.id);
    if (abuse.openCallId !== call.id) abuse.openCallId = call.id;
    else if (row) advance(call, row);
    else beginOrGoOn(call);
  }

  return { sentences, sentence, advance, end, endWithReason, press };
}
