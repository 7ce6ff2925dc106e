import { hearMore, isEmpty, NEW_MESSAGE, overBecause } from '#shared/domain/attendant/message.ts';
import type { Message } from '#shared/domain/attendant/message.ts';
import type { Attendance, AttendantEvent, Call } from '#shared/domain/call/call.ts';
import type { Cause } from '#shared/domain/call/record.ts';
import type { FactBody } from '#shared/domain/call/effects.ts';
import type { Leg } from '../audio/conference.ts';
import type { Capture, CaptureOptions } from '../recording/capture.ts';
import type { Uploader, UploaderOptions } from '../recording/uploader.ts';
import type { AttendantVoice } from './attendantVoice.ts';

export interface AttendantsDeps {
  readonly newId: () => string;
  /** On the clock of the call. */
  readonly now: (callId: string) => number;
  readonly record: (callId: string, fact: FactBody) => void;
  readonly report: (callId: string, event: AttendantEvent) => void;
  readonly leg: (callId: string) => Leg | null;
  /** What is said, in order. @throws when there is nothing that could be said */
  readonly sounds: (attendance: Attendance) => Promise<readonly ArrayBuffer[]>;
  readonly openVoice: (leg: Leg) => AttendantVoice;
  readonly openCapture: (options: CaptureOptions) => Capture;
  readonly openUploader: (
    options: Pick<UploaderOptions, 'recording' | 'onWritten' | 'onStalled' | 'onFailed' | 'onDone'>,
  ) => Uploader;
  /** Milliseconds that a message may last. */
  readonly messageLimitMs: () => number;
  /** @returns what calls it off */
  readonly later: (ms: number, run: () => void) => () => void;
  /** A message is not on the disk; null when it is after all. */
  readonly trouble: (code: string | null) => void;
  readonly log: (message: string) => void;
}

/** The sound of a message comes by itself; should it not, the call does not stay open for ever. */
export const OVERDUE_MS = 15_000;

/** Answers for an agent who is away: each call that the list says is attended. */
export class Attendants {
  readonly #deps: AttendantsDeps;
  readonly #at = new Map<string, Attending>();

  constructor(deps: AttendantsDeps) {
    this.#deps = deps;
  }

  /** The list of calls has changed. */
  onCalls(calls: readonly Call[]): void {
    for (const [id, attending] of this.#at) {
      const call = calls.find((one) => one.id === id);
      if (call?.attended) continue;
      this.#at.delete(id);
      attending.stop(call ? 'taken-over' : 'call-ended');
    }
    for (const { id, attended, phase } of calls) {
      if (!attended) continue;
      const known = this.#at.get(id);
      const attending = known ?? new Attending(this.#deps, id, attended);
      if (!known) this.#at.set(id, attending);
      if (attended.stage !== 'opening') attending.begin();
      if (phase === 'attended') attending.sayAgain();
    }
  }
}

type StopReason = 'taken-over' | 'call-ended' | 'limit' | 'silence';

class Attending {
  readonly #deps: AttendantsDeps;
  readonly #callId: string;
  readonly #attendance: Attendance;
  readonly #since: number;
  readonly #sounds: Promise<readonly ArrayBuffer[]>;
  #begun = false;
  #stopped = false;
  #voice: AttendantVoice | null = null;
  #message: Message = NEW_MESSAGE;
  #file: { readonly id: string; readonly capture: Capture; readonly uploader: Uploader } | null =
    null;
  #callOff: () => void = () => undefined;
  #reason: StopReason | null = null;
  /** Why there is nothing more to say or keep; null while there is. */
  #cause: Cause | null = null;

  constructor(deps: AttendantsDeps, callId: string, attendance: Attendance) {
    this.#deps = deps;
    this.#callId = callId;
    this.#attendance = attendance;
    this.#since = deps.now(callId);
    // While the way is being opened: the customer does not wait for a file.
    this.#sounds = deps.sounds(attendance);
    this.#sounds.catch(() => undefined);
  }

  /** The customer hears, and is heard. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#attend().catch((error: unknown) => {
      this.#deps.log(`Nothing could be said for the agent: ${String(error)}`);
      this.#over({ code: 'attended.unplayable' });
    });
  }

  /** The agent was taking the call over when it came to its end, and could not. */
  sayAgain(): void {
    const cause = this.#cause;
    if (cause) queueMicrotask(() => this.#over(cause));
  }

  /** @param reason the agent has the customer, or nobody has */
  stop(reason: StopReason): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#callOff();
    this.#voice?.close();
    const { greetingId } = this.#attendance;
    const file = this.#file;
    const said = file && !isEmpty(this.#message);
    const at = this.#deps.now(this.#callId);
    if (file) {
      const detail = this.#reason ?? reason;
      // That nobody spoke is said by the host, after it has said that there is something.
      if (said) this.#recordFile(file.id, 'ended', detail);
      void file.capture.finish().then(() => file.uploader.finish(at, said ? detail : 'empty'));
    }
    const seconds = Math.max(0, Math.round((at - this.#since) / 1_000));
    this.#record({ type: 'attended', greetingId, voicemail: said ? file.id : null, seconds });
  }

  async #attend(): Promise<void> {
    const leg = this.#deps.leg(this.#callId);
    if (!leg) throw new Error('There is no sound.');
    const voice = this.#deps.openVoice(leg);
    this.#voice = voice;
    await voice.say(await this.#sounds);
    if (this.#stopped) return;
    if (!this.#attendance.voicemail) return this.#over({ code: 'attended.told' });
    this.#deps.report(this.#callId, { type: 'messageBegun' });
    // With the tone already: who is quick loses no word.
    this.#keep();
    await voice.beep(1);
  }

  #keep(): void {
    const { newId, now, openCapture, openUploader, later, messageLimitMs, trouble } = this.#deps;
    const callId = this.#callId;
    const id = newId();
    const limitMs = messageLimitMs();
    const uploader = openUploader({
      recording: { id, callId, startedAt: now(callId), kind: 'voicemail' },
      onWritten: () => trouble(null),
      onStalled: (code) => trouble(code),
      onFailed: (code) => this.#lost(id, code),
      onDone: () => trouble(null),
    });
    const capture = openCapture({
      channels: 1,
      sides: () => {
        const leg = this.#deps.leg(callId);
        return leg && { sent: leg.sent, received: leg.remote };
      },
      onLevel: (db, ms) => this.#hear(db, ms, limitMs),
      onPiece: (piece) => uploader.push(piece),
      onFault: (code) => this.#lost(id, code),
    });
    this.#file = { id, capture, uploader };
    this.#callOff = later(limitMs + OVERDUE_MS, () => this.#finish('limit'));
  }

  #lost(id: string, code: string): void {
    this.#deps.trouble(code);
    this.#recordFile(id, 'failed', code);
    // Nobody speaks on into nothing.
    if (!this.#stopped) this.#over({ code: 'attended.unkept' });
  }

  #hear(db: number, ms: number, limitMs: number): void {
    if (this.#reason !== null) return;
    this.#message = hearMore(this.#message, { db, ms });
    const reason = overBecause(this.#message, limitMs);
    if (reason) this.#finish(reason);
  }

  #finish(reason: 'limit' | 'silence'): void {
    if (this.#reason !== null || this.#stopped) return;
    this.#reason = reason;
    const over = (): void => this.#over({ code: `attended.${reason}` });
    // Whoever still speaks is told that it is over, not cut off without a sign.
    if (reason === 'limit' && this.#voice) this.#voice.beep(2).then(over, over);
    else over();
  }

  #over(cause: Cause): void {
    if (this.#stopped) return;
    this.#cause = cause;
    this.#deps.report(this.#callId, { type: 'attendanceOver', cause });
  }

  #recordFile(recordingId: string, what: 'ended' | 'failed', detail: string): void {
    this.#record({ type: 'recording', recordingId, what, detail, kind: 'voicemail' });
  }

  #record(fact: FactBody): void {
    this.#deps.record(this.#callId, fact);
  }
}
