import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { markRaw, nextTick, reactive } from 'vue';
import { settingsSchema } from '#shared/contract/settings.ts';
import type { Call, Party } from '#shared/domain/call/call.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { PhoneEvent, PhonePort, Watched } from '../phone/port.ts';
import { usePbxStore } from './pbxStore.ts';

const { phone, store } = vi.hoisted(() => {
  const phone: { current: Record<string, unknown> } = { current: {} };
  const store: { settings: Record<string, unknown> } = { settings: {} };
  return { phone, store };
});
vi.mock('./phoneStore.ts', () => ({ usePhoneStore: () => phone.current }));
vi.mock('./settingsStore.ts', () => ({ useSettingsStore: () => store }));
vi.mock('./promiseStore.ts', () => ({ usePromiseStore: () => ({}) }));
vi.mock('./pauseStore.ts', () => ({ usePauseStore: () => ({ holdsOf: () => [] }) }));
vi.mock('../api/host.ts', () => ({ newId: () => crypto.randomUUID() }));

const customer = (over: Partial<Call> = {}): Call => ({
  id: 'call-1',
  direction: 'inbound',
  phase: 'active',
  party: {
    address: 'sip:01012345678@b',
    dialled: '01012345678',
    e164: '+821012345678',
    name: '김하늘',
    rawName: null,
  },
  account: 'sip:1001@b',
  practice: false,
  sipCallId: null,
  muted: false,
  heldByOther: false,
  transfer: null,
  consultFor: null,
  joined: false,
  alert: 'ring',
  silenced: false,
  attended: null,
  startedAt: 0,
  answeredAt: 1,
  endedAt: null,
  end: null,
  ...over,
});

describe('what the exchange offers', () => {
  let say: (event: PhoneEvent) => void;
  let watched: readonly Watched[];
  let done: unknown[];
  let facts: CallFact[];
  let dialled: string[];
  let pbx: ReturnType<typeof usePbxStore>;

  function newPort(practice = false): PhonePort {
    return markRaw({
      account: 'sip:1001@b',
      practice,
      watch: (all: readonly Watched[]) => (watched = all),
      listen: (listener: (event: PhoneEvent) => void) => {
        say = listener;
        return () => (say = () => undefined);
      },
      dialSilently: (callId: string, target: string) => dialled.push(callId, target),
      hangUp: () => undefined,
    } as unknown as PhonePort);
  }
  const lamp = (target: string, is: 'free' | 'ringing' | 'busy' | 'unknown'): void =>
    say({ type: 'lamp', event: 'dialog', target, lamp: is });

  beforeEach(() => {
    [watched, done, facts, dialled] = [[], [], [], []];
    store.settings = settingsSchema.parse({
      voicemailNumber: '*98',
      park: { slots: { from: '701', to: '702' } },
      colleagues: [{ name: '이바다', extension: '1002' }],
      exchangeSwitches: [{ kind: 'queue', name: '큐', on: '*45', off: '*46', watch: 'q1' }],
    });
    phone.current = reactive({
      port: newPort(),
      line: { state: 'registered' },
      calls: [] as Call[],
      lastEnded: null as Call | null,
      command: (callId: string, command: unknown) => done.push({ callId, command }),
      call: (target: string, party: Party) => {
        done.push({ target, party });
        return null;
      },
      dial: (text: string, consultFor: string, begun: () => void) => {
        done.push({ text, consultFor });
        begun();
        return null;
      },
      join: (...ids: string[]) => done.push({ ids }),
      record: (fact: CallFact) => facts.push(fact),
      setServiceLive: () => undefined,
    });
    setActivePinia(createPinia());
    pbx = usePbxStore();
    pbx.start();
  });

  it('is asked for as it is written down, and not of the practice exchange', () => {
    expect(watched.map(({ event, target }) => `${event} ${target}`)).toEqual([
      'message-summary null',
      'dialog q1',
      'dialog 701',
      'dialog 702',
      'dialog 1002',
    ]);
    expect(pbx.available).toBe(true);
    phone.current['port'] = newPort(true);
    expect(pbx.available).toBe(false);
    expect(pbx.canPark).toBe(false);
  });

  it('a customer is parked in a free slot, and off the list when taken', () => {
    lamp('701', 'busy');
    lamp('702', 'free');
    const call = customer();
    expect(pbx.park(call)).toBeNull();
    const command = { type: 'transfer', kind: 'park', to: '702', target: '702' };
    expect(done).toEqual([{ callId: 'call-1', command }]);
    const end = { outcome: 'answered', by: 'agent', cause: { code: 'parked' } } as const;
    phone.current['lastEnded'] = customer({ phase: 'ended', end });
    expect(pbx.parked).toMatchObject([{ slot: '702', name: '김하늘' }]);
    lamp('702', 'busy');
    expect(pbx.fetchParked('702')).toBeNull();
    expect(done.at(-1)).toMatchObject({
      target: '702',
      party: { dialled: '702', name: '김하늘', e164: '+821012345678' },
    });
    lamp('702', 'free');
    expect(pbx.parked).toEqual([]);
  });

  it('nobody is handed to a full car park', () => {
    lamp('701', 'busy');
    lamp('702', 'busy');
    expect(pbx.park(customer())).toBe('no-slot');
    expect(done).toEqual([]);
  });

  it('a transfer that is not a parking leaves nobody on the list', () => {
    lamp('701', 'free');
    pbx.park(customer());
    const end = { outcome: 'answered', by: 'customer', cause: { code: 'bye' } } as const;
    phone.current['lastEnded'] = customer({ phase: 'ended', end });
    expect(pbx.parked).toEqual([]);
  });

  it('a switch is called once, and what the exchange shows is the truth', () => {
    const [row] = pbx.switches;
    expect(row?.view.position).toBe('unknown');
    lamp('q1', 'free');
    expect(pbx.switches[0]?.view.position).toBe('off');
    pbx.press(row!.wish, 'on');
    pbx.press(row!.wish, 'off');
    expect(dialled.slice(1)).toEqual(['*45']);
    say({ type: 'call', callId: dialled[0]!, event: { type: 'accepted' } });
    lamp('q1', 'busy');
    expect(pbx.switches[0]?.view).toMatchObject({ position: 'on', disagrees: false });
    expect(facts.map(({ type }) => type)).toEqual(['started', 'answered']);
  });

  it('what is known goes with the line', async () => {
    const [row] = pbx.switches;
    lamp('q1', 'busy');
    pbx.press(row!.wish, 'on');
    phone.current['line'] = { state: 'waiting' };
    await nextTick();
    lamp('q1', 'unknown');
    expect(pbx.switches[0]?.state.wanted).toBeNull();
    expect(pbx.switches[0]?.view.position).toBe('unknown');
    pbx.hangUpSwitch();
    pbx.press(row!.wish, 'off');
    expect(dialled).toHaveLength(2);
  });

  it('voicemail calls where the exchange says, else what is written down', () => {
    pbx.callVoicemail('음성사서함');
    const summary = { waiting: true, fresh: 2, urgent: 0, account: '*97' };
    say({ type: 'voicemail', summary });
    pbx.callVoicemail('음성사서함');
    expect(done).toMatchObject([
      { target: '*98', party: { service: 'voicemail' } },
      { target: '*97', party: { service: 'voicemail', name: '음성사서함' } },
    ]);
    expect(pbx.waitingMessages).toMatchObject({ waiting: true, fresh: 2 });
  });

  it('a colleague called for it is joined as soon as they answer', async () => {
    const call = customer();
    pbx.bringIn('1002', call, () => undefined);
    const colleague = customer({ id: 'call-2', consultFor: 'call-1', phase: 'ringing' });
    const held = customer({ phase: 'held' });
    phone.current['calls'] = [held, colleague];
    await nextTick();
    expect(done).toHaveLength(1);
    phone.current['calls'] = [held, { ...colleague, phase: 'active' }];
    await nextTick();
    expect(done.at(-1)).toEqual({ ids: ['call-2', 'call-1'] });
  });
});
