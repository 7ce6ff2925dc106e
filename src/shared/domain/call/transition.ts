import type { Call, CallInput, Command, NetworkEvent, Phase, Transfer } from './call.ts';
import type { Effect } from './effects.ts';
import { outcomeOfStatus } from './outcome.ts';
import type { Cause, EndedBy, Outcome } from './record.ts';

export interface Step {
  readonly call: Call;
  readonly effects: readonly Effect[];
  /** `ignored`: came too late or says nothing new; worth a line in the log, nothing else. */
  readonly verdict: 'applied' | 'ignored';
}

/** The agent asked for something this phase does not offer: a defect of the screen. */
export class IllegalCommand extends Error {
  override readonly name = 'IllegalCommand';

  constructor(command: Command['type'], phase: Phase) {
    super(`${command} is not possible while the call is ${phase}`);
  }
}

const COMMANDS: ReadonlySet<string> = new Set<Command['type']>([
  'answer',
  'attend',
  'reject',
  'hangUp',
  'hold',
  'resume',
  'mute',
  'unmute',
  'sendDigits',
  'join',
  'leave',
  'silence',
  'unsilence',
  'transfer',
]);

export function isCommand(input: CallInput): input is Command {
  return COMMANDS.has(input.type);
}

const CONNECTED: ReadonlySet<Phase> = new Set(['active', 'holding', 'held', 'resuming']);

/** Both sides have agreed to talk; true on hold too. */
export function isConnected(call: Call): boolean {
  return CONNECTED.has(call.phase);
}

/** What the agent can do now; the screen offers exactly this. */
export function allowedCommands(call: Call): readonly Command['type'][] {
  switch (call.phase) {
    case 'dialling':
    case 'ringing':
    case 'answering':
      return ['hangUp'];
    case 'offered':
      return ['answer', 'attend', 'reject', 'hangUp'];
    case 'attended':
      return ['answer', 'hangUp'];
    case 'active':
      return [
        'hangUp',
        'hold',
        call.muted ? 'unmute' : 'mute',
        'sendDigits',
        'transfer',
        ...(call.joined
          ? (['leave', call.silenced ? 'unsilence' : 'silence'] as const)
          : (['join'] as const)),
      ];
    case 'holding':
      return ['hangUp', call.muted ? 'unmute' : 'mute'];
    case 'resuming':
      return [
        'hangUp',
        call.muted ? 'unmute' : 'mute',
        ...(call.joined ? (['leave'] as const) : []),
      ];
    case 'held':
      return [
        'hangUp',
        'resume',
        call.muted ? 'unmute' : 'mute',
        // One at a time: the first must have failed or been taken back.
        ...(call.transfer ? [] : (['transfer', 'join'] as const)),
      ];
    case 'ended':
      return [];
  }
}

/**
 * The whole life of a call as a pure function: the next call and what to do about it.
 * @param now epoch milliseconds on a clock that does not jump within a call
 * @throws IllegalCommand for a command that `allowedCommands` does not list
 */
export function transition(call: Call, input: CallInput, now: number): Step {
  return isCommand(input) ? onCommand(call, input, now) : onNetwork(call, input, now);
}

function onCommand(call: Call, command: Command, now: number): Step {
  if (!allowedCommands(call).includes(command.type)) {
    // Twice on the red button, or a hang-up that crossed the customer's: nothing is left to do.
    if (command.type === 'hangUp') return ignored(call);
    throw new IllegalCommand(command.type, call.phase);
  }
  switch (command.type) {
    case 'answer':
      return applied({ ...call, phase: 'answering' }, { type: 'phone.answer' });
    case 'attend': {
      const { greetingId, until, voicemail } = command;
      return applied(
        {
          ...call,
          phase: 'attended',
          attended: { greetingId, until, voicemail, stage: 'opening' },
        },
        { type: 'phone.answerUnattended' },
        { type: 'record', fact: { type: 'attended', greetingId, voicemail: null, seconds: 0 } },
      );
    }
    case 'reject': {
      const busy = command.as === 'busy';
      const status = busy ? 486 : 603;
      return ended(call, now, busy ? 'busy' : 'rejected', 'agent', { code: 'agent', status }, [
        { type: 'phone.reject', status },
      ]);
    }
    case 'hangUp':
      // The agent is free at once; the far end is told meanwhile. It never waits for an answer.
      return hungUp(call, now);
    case 'hold':
      return applied(apart({ ...call, phase: 'holding' }), ...heardAgain(call), {
        type: 'phone.hold',
      });
    case 'resume':
      // Also takes back a customer who is being handed over: what comes of it later is ignored.
      return applied({ ...call, phase: 'resuming', transfer: null }, { type: 'phone.resume' });
    case 'mute':
    case 'unmute': {
      const muted = command.type === 'mute';
      return applied({ ...call, muted }, { type: 'phone.mute', muted });
    }
    case 'sendDigits':
      return applied(call, { type: 'phone.sendDigits', digits: command.digits });
    case 'join':
      return call.phase === 'held'
        ? applied({ ...call, phase: 'resuming', joined: true }, { type: 'phone.resume' })
        : applied({ ...call, joined: true });
    case 'leave':
      return applied(apart(call), ...heardAgain(call));
    case 'silence':
    case 'unsilence': {
      const silenced = command.type === 'silence';
      return applied({ ...call, silenced }, { type: 'phone.silence', silenced });
    }
    case 'transfer': {
      const { kind, to, target } = command;
      // On hold first: nobody is sent away in the middle of a word. RFC 5589 §6.1.
      if (call.phase === 'active') {
        const transfer: Transfer = { kind, to, target, state: 'holding' };
        return applied(apart({ ...call, phase: 'holding', transfer }), ...heardAgain(call), {
          type: 'phone.hold',
        });
      }
      const transfer: Transfer = { kind, to, target, state: 'asked' };
      return applied({ ...call, transfer }, { type: 'phone.transfer', transfer });
    }
  }
}

/** By itself again: whoever was silenced in company is not left so. */
function apart(call: Call): Call {
  return { ...call, joined: false, silenced: false };
}

function heardAgain({ silenced }: Call): readonly Effect[] {
  return silenced ? [{ type: 'phone.silence', silenced: false }] : [];
}

function hungUp(call: Call, now: number): Step {
  const cause: Cause = { code: 'agent' };
  if (call.phase === 'offered') {
    return ended(call, now, 'rejected', 'agent', { ...cause, status: 603 }, [
      { type: 'phone.reject', status: 603 },
    ]);
  }
  if (call.attended) {
    return ended(call, now, 'missed', 'agent', cause, [{ type: 'phone.hangUp' }]);
  }
  if (call.phase === 'answering') {
    return ended(call, now, 'rejected', 'agent', cause, [{ type: 'phone.hangUp' }]);
  }
  const outcome: Outcome = isConnected(call) ? 'answered' : 'cancelled';
  return ended(call, now, outcome, 'agent', cause, [{ type: 'phone.hangUp' }]);
}

function onNetwork(call: Call, event: NetworkEvent, now: number): Step {
  const { phase } = call;
  if (phase === 'ended') return ignored(call);
  switch (event.type) {
    case 'identified':
      return call.sipCallId === event.sipCallId
        ? ignored(call)
        : applied(
            { ...call, sipCallId: event.sipCallId },
            { type: 'record', fact: { type: 'identified', sipCallId: event.sipCallId } },
          );

    case 'progress':
      // 100 Trying only says that a proxy has the request. RFC 3261 §21.1.1.
      if (phase !== 'dialling' || event.status < 101) return ignored(call);
      return applied({ ...call, phase: 'ringing' }, { type: 'record', fact: { type: 'ringing' } });

    case 'accepted':
      if (phase !== 'dialling' && phase !== 'ringing' && phase !== 'answering') {
        return ignored(call);
      }
      return applied(
        { ...call, phase: 'active', attended: null, answeredAt: now },
        { type: 'record', fact: { type: 'answered' } },
      );

    case 'alerted':
      if (phase !== 'offered' || call.alert === event.alert) return ignored(call);
      return applied({ ...call, alert: event.alert });

    case 'turnedAway':
      // The customer reached nobody: to them it is busy, to us it is a call that was missed.
      if (phase !== 'offered') return ignored(call);
      return ended(call, now, 'missed', 'app', { code: 'away.busy', status: 486 }, [
        { type: 'phone.reject', status: 486 },
      ]);

    case 'forwarded':
      if (phase !== 'offered') return ignored(call);
      return ended(call, now, 'forwarded', 'app', { code: 'away.forwarded', status: 302 }, [
        { type: 'phone.redirect', target: event.target },
      ]);

    case 'answerFailed':
      // The customer is still ringing: the agent can mend the microphone and answer again.
      if (phase === 'attended') return applied({ ...call, phase: 'offered', attended: null });
      if (phase !== 'answering') return ignored(call);
      return applied(
        { ...call, phase: call.attended ? 'attended' : 'offered' },
        { type: 'notice', code: 'answer-failed', cause: event.cause },
      );

    case 'refused': {
      if (phase !== 'dialling' && phase !== 'ringing') return ignored(call);
      const cause: Cause = {
        code: `sip.${event.status}`,
        status: event.status,
        ...(event.text ? { text: event.text } : {}),
      };
      return ended(call, now, outcomeOfStatus(event.status), 'customer', cause);
    }

    case 'withdrawn':
      // CANCEL; with "Call completed elsewhere" a colleague answered. RFC 3326 §3.
      if (phase !== 'offered' && phase !== 'answering' && phase !== 'attended') {
        return ignored(call);
      }
      return event.elsewhere
        ? ended(call, now, 'answered-elsewhere', 'network', { code: 'answered-elsewhere' })
        : ended(call, now, 'missed', 'customer', { code: 'cancelled' });

    case 'ended':
      return ended(call, now, outcomeWhenEnded(call, event.by), event.by, event.cause);

    case 'holdAccepted':
      return phase === 'holding' ? onHeld(call) : ignored(call);

    case 'holdRefused': {
      if (phase !== 'holding') return ignored(call);
      const { cause, stay } = event;
      if (stay) {
        // Waits as if it had been held: nobody who refuses a hold overhears the next customer.
        return applied(
          { ...call, phase: 'held', transfer: null },
          { type: 'phone.holdUnheard' },
          { type: 'record', fact: { type: 'held' } },
          ...(call.transfer
            ? [{ type: 'notice', code: 'transfer-failed-waiting', cause } as const]
            : []),
        );
      }
      return applied(
        { ...call, phase: 'active', transfer: null },
        { type: 'notice', code: call.transfer ? 'transfer-failed' : 'hold-refused', cause },
      );
    }

    case 'resumeAccepted':
      return phase === 'resuming'
        ? applied({ ...call, phase: 'active' }, { type: 'record', fact: { type: 'resumed' } })
        : ignored(call);

    case 'resumeRefused':
      return phase === 'resuming'
        ? applied(
            { ...apart(call), phase: 'held' },
            { type: 'notice', code: 'resume-refused', cause: event.cause },
          )
        : ignored(call);

    case 'otherHeld':
    case 'otherResumed': {
      const heldByOther = event.type === 'otherHeld';
      return isConnected(call) && call.heldByOther !== heldByOther
        ? applied({ ...call, heldByOther })
        : ignored(call);
    }

    case 'soundLost':
      return isConnected(call)
        ? applied(call, { type: 'notice', code: 'sound-lost', cause: { code: 'media.quiet' } })
        : ignored(call);

    case 'soundBack':
      return isConnected(call)
        ? applied(call, { type: 'notice.over', code: 'sound-lost' })
        : ignored(call);

    case 'digitsFailed':
      return isConnected(call)
        ? applied(call, { type: 'notice', code: 'digits-failed', cause: event.cause })
        : ignored(call);

    case 'transferProgress':
      // As with a call of our own, 100 Trying says nothing yet.
      return call.transfer?.state === 'asked' && event.status > 100
        ? applied({ ...call, transfer: { ...call.transfer, state: 'ringing' } })
        : ignored(call);

    case 'transferred': {
      const transfer = underWay(call);
      if (!transfer) return ignored(call);
      const { kind, to } = transfer;
      const cause = kind === 'park' ? PARKED : HANDED_OVER;
      return ended({ ...call, transfer: null }, now, 'answered', 'agent', cause, [
        { type: 'phone.hangUp' },
        { type: 'record', fact: { type: 'transferred', kind, to } },
      ]);
    }

    case 'transferFailed': {
      if (!underWay(call)) return ignored(call);
      const { cause } = event;
      if (event.stay) {
        return applied(
          { ...call, transfer: null },
          { type: 'notice', code: 'transfer-failed-waiting', cause },
        );
      }
      return applied(
        { ...call, phase: 'resuming', transfer: null },
        { type: 'notice', code: 'transfer-failed', cause },
        { type: 'phone.resume' },
      );
    }

    case 'attendedHeard':
      return call.attended?.stage === 'opening'
        ? applied({ ...call, attended: { ...call.attended, stage: 'greeting' } })
        : ignored(call);

    case 'messageBegun':
      return call.attended?.stage === 'greeting'
        ? applied({ ...call, attended: { ...call.attended, stage: 'message' } })
        : ignored(call);

    case 'attendanceOver':
      // Not while the agent is taking the call over: the microphone is on its way.
      return phase === 'attended'
        ? ended(call, now, 'missed', 'app', event.cause, [{ type: 'phone.hangUp' }])
        : ignored(call);

    case 'handedOver':
      return isConnected(call)
        ? ended(call, now, 'answered', 'agent', HANDED_OVER, [{ type: 'phone.hangUp' }])
        : ignored(call);
  }
}

const HANDED_OVER: Cause = { code: 'transferred' };
const PARKED: Cause = { code: 'parked' };

/** The transfer that the other side has been asked for. */
function underWay({ transfer }: Call): Transfer | null {
  return transfer && transfer.state !== 'holding' ? transfer : null;
}

function onHeld(call: Call): Step {
  const record: Effect = { type: 'record', fact: { type: 'held' } };
  if (!call.transfer) return applied({ ...call, phase: 'held' }, record);
  const transfer: Transfer = { ...call.transfer, state: 'asked' };
  return applied({ ...call, phase: 'held', transfer }, record, {
    type: 'phone.transfer',
    transfer,
  });
}

function outcomeWhenEnded(call: Call, by: EndedBy): Outcome {
  if (isConnected(call)) return 'answered';
  // Heard by a greeting and by nobody else.
  if (call.attended) return 'missed';
  if (call.direction === 'outbound') return 'failed';
  // An incoming call nobody got to answer is missed, unless this phone itself could not go on.
  return by === 'app' ? 'failed' : 'missed';
}

function applied(call: Call, ...effects: readonly Effect[]): Step {
  return { call, effects, verdict: 'applied' };
}

function ignored(call: Call): Step {
  return { call, effects: [], verdict: 'ignored' };
}

function ended(
  call: Call,
  now: number,
  outcome: Outcome,
  by: EndedBy,
  cause: Cause,
  effects: readonly Effect[] = [],
): Step {
  return {
    call: { ...call, phase: 'ended', endedAt: now, end: { outcome, by, cause } },
    effects: [...effects, { type: 'record', fact: { type: 'ended', outcome, by, cause } }],
    verdict: 'applied',
  };
}
