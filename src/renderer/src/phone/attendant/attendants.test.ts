import { describe, expect, it } from 'vitest';
import { LONG_SILENCE_MS } from '#shared/domain/attendant/message.ts';
import type { Attended, Call } from '#shared/domain/call/call.ts';
import { Attendants, OVERDUE_MS } from './attendants.ts';

type Deps = ConstructorParameters<typeof Attendants>[0];

const ATTENDED: Attended = { greetingId: 'g', until: 99, voicemail: true, stage: 'opening' };

const CALL: Call = {
  id: 'a',
  direction: 'inbound',
  phase: 'attended',
  party: { address: 'sip:a', dialled: 'a', e164: null, name: null, rawName: null },
  account: '',
  practice: false,
  sipCallId: null,
  alert: 'ring',
  muted: false,
  heldByOther: false,
  transfer: null,
  consultFor: null,
  joined: false,
  silenced: false,
  attended: ATTENDED,
  startedAt: 0,
  answeredAt: null,
  endedAt: null,
  end: null,
};

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function desk(options: { unplayable?: boolean; noSound?: boolean } = {}) {
  const done: string[] = [];
  const facts: object[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  let now = 0;
  let said: () => void = () => undefined;
  let hear: (db: number, ms: number) => void = () => undefined;
  let fault: () => void = () => undefined;
  const leg = { remote: {}, sent: {} } as ReturnType<Deps['leg']>;
  const attendants = new Attendants({
    newId: () => 'r1',
    now: () => now,
    record: (_callId, fact) => facts.push(fact),
    report: (callId, event) =>
      done.push(
        event.type === 'attendanceOver'
          ? `over ${callId} ${event.cause.code}`
          : `${event.type} ${callId}`,
      ),
    leg: () => leg,
    sounds: ({ greetingId, until }) => {
      done.push(`load ${greetingId} ${until}`);
      return options.noSound ? Promise.reject(new Error('none')) : Promise.resolve([]);
    },
    openVoice: () => ({
      say: () => {
        done.push('say');
        return options.unplayable
          ? Promise.reject(new Error('stuck'))
          : new Promise((resolve) => (said = resolve));
      },
      beep: (times) => {
        done.push(`beep ${times}`);
        return Promise.resolve();
      },
      close: () => done.push('silent'),
    }),
    openCapture: ({ channels, onLevel, onFault }) => {
      done.push(`capture ${channels}`);
      hear = (db, ms) => onLevel?.(db, ms);
      fault = () => onFault('capture.failed');
      return {
        pause: () => undefined,
        resume: () => undefined,
        finish: () => {
          done.push('finish');
          return Promise.resolve();
        },
      };
    },
    openUploader: ({ recording }) => {
      done.push(`keep ${recording.kind} ${recording.callId}`);
      return { push: () => undefined, finish: (at, reason) => done.push(`end ${at} ${reason}`) };
    },
    messageLimitMs: () => 60_000,
    later: (ms, run) => {
      timers.push({ ms, run });
      return () => void timers.splice(0);
    },
    trouble: (code) => done.push(`trouble ${code}`),
    log: () => undefined,
  });
  return {
    done,
    facts,
    timers,
    calls: (...calls: readonly Partial<Call>[]) =>
      attendants.onCalls(calls.map((change) => ({ ...CALL, ...change }))),
    at: (ms: number) => (now = ms),
    said: async () => {
      said();
      await settled();
    },
    hears: (db: number, ms: number) => {
      for (let at = 0; at < ms; at += 100) hear(db, 100);
    },
    breaks: () => fault(),
    since: () => done.splice(0),
  };
}

const heard = (stage: Attended['stage'], change: Partial<Attended> = {}): Partial<Call> => ({
  attended: { ...ATTENDED, ...change, stage },
});

describe('answering for an agent who is away', () => {
  it('says nothing before the customer can hear it, and loads meanwhile', async () => {
    const d = desk();
    d.calls({});
    await settled();
    expect(d.since()).toEqual(['load g 99']);
    d.calls(heard('greeting'));
    await settled();
    expect(d.since()).toEqual(['say']);
  });

  it('greets to the end, keeps what is said from the tone on, and tells what there was', async () => {
    const d = desk();
    d.calls({});
    d.calls(heard('greeting'));
    await settled();
    d.since();
    await d.said();
    expect(d.since()).toEqual(['messageBegun a', 'keep voicemail a', 'capture 1', 'beep 1']);
    d.calls(heard('message'));
    d.hears(-25, 4_000);
    d.at(21_400);
    d.calls();
    await settled();
    expect(d.since()).toEqual(['silent', 'finish', 'end 21400 call-ended']);
    expect(d.facts).toEqual([
      {
        type: 'recording',
        recordingId: 'r1',
        what: 'ended',
        detail: 'call-ended',
        kind: 'voicemail',
      },
      { type: 'attended', greetingId: 'g', voicemail: 'r1', seconds: 21 },
    ]);
  });

  it('only greets where no message is taken', async () => {
    const d = desk();
    d.calls(heard('greeting', { voicemail: false }));
    await settled();
    await d.said();
    expect(d.since().at(-1)).toBe('over a attended.told');
  });

  it('says so when nobody spoke', async () => {
    const d = desk();
    d.calls(heard('greeting'));
    await settled();
    await d.said();
    d.hears(-60, LONG_SILENCE_MS);
    expect(d.since().at(-1)).toBe('over a attended.silence');
    d.calls();
    await settled();
    expect(d.done.at(-1)).toBe('end 0 empty');
    expect(d.facts).toMatchObject([{ type: 'attended', voicemail: null }]);
  });

  it('ends at the limit with two tones, and only then', async () => {
    const d = desk();
    d.calls(heard('greeting'));
    await settled();
    await d.said();
    d.since();
    d.hears(-25, 60_000);
    expect(d.since()).toEqual(['beep 2']);
    await settled();
    expect(d.since()).toEqual(['over a attended.limit']);
    d.calls();
    expect(d.facts[0]).toMatchObject({ what: 'ended', detail: 'limit' });
  });

  it('ends also when no sound comes at all', async () => {
    const d = desk();
    d.calls(heard('greeting'));
    await settled();
    await d.said();
    const [timer] = d.timers;
    expect(timer?.ms).toBe(60_000 + OVERDUE_MS);
    timer?.run();
    await settled();
    expect(d.since().at(-1)).toBe('over a attended.limit');
  });

  it('falls silent when the agent has the call, and keeps what was said until then', async () => {
    const d = desk();
    d.calls(heard('greeting'));
    await settled();
    await d.said();
    d.hears(-25, 3_000);
    // The microphone is being opened: the customer is not left alone.
    d.calls({ ...heard('message'), phase: 'answering' });
    expect(d.since()).not.toContain('silent');
    d.calls({ phase: 'active', attended: null });
    await settled();
    expect(d.since()).toEqual(['silent', 'finish', 'end 0 taken-over']);
  });

  it('says nothing more when it was taken over in the greeting', async () => {
    const d = desk();
    d.calls(heard('greeting'));
    await settled();
    d.calls({ phase: 'active', attended: null });
    d.since();
    await d.said();
    expect(d.since()).toEqual([]);
    expect(d.facts).toMatchObject([{ type: 'attended', voicemail: null }]);
  });

  it.each([{ unplayable: true }, { noSound: true }])(
    'ends the call when nothing can be said: %o',
    async (trouble) => {
      const d = desk(trouble);
      d.calls({});
      d.calls(heard('greeting'));
      await settled();
      expect(d.since().at(-1)).toBe('over a attended.unplayable');
    },
  );

  it('lets nobody speak on into nothing', async () => {
    const d = desk();
    d.calls(heard('greeting'));
    await settled();
    await d.said();
    d.since();
    d.breaks();
    expect(d.since()).toEqual(['trouble capture.failed', 'over a attended.unkept']);
  });

  it('ends what came to its end while the agent tried to take it over', async () => {
    const d = desk();
    d.calls(heard('greeting', { voicemail: false }));
    await settled();
    d.calls({ ...heard('greeting', { voicemail: false }), phase: 'answering' });
    await d.said();
    // Passed over: the microphone was on its way. It was refused, and the customer is still there.
    d.since();
    d.calls(heard('greeting', { voicemail: false }));
    await settled();
    expect(d.since()).toEqual(['over a attended.told']);
  });

  it('serves several at once', async () => {
    const d = desk();
    d.calls(heard('greeting'), { ...heard('greeting'), id: 'b' });
    await settled();
    expect(d.since().filter((what) => what === 'say')).toHaveLength(2);
  });
});
