import type { CallFact } from '../call/record.ts';
import type { PromiseFact } from '../callback/record.ts';
import type { Contact } from '../contact/contact.ts';
import { DEFAULT_RESULTS, DEFAULT_TYPES } from '../disposition/defaults.ts';
import { disposed } from '../disposition/disposition.ts';
import { pathTo } from '../disposition/tree.ts';
import type { MessageFact } from '../message/record.ts';
import { SAMPLE_PEOPLE } from './people.ts';
import type { SamplePerson } from './people.ts';

/**
 * Whose all samples are: a made-up agent. Every row of the records carries its agent, so samples are
 * told from what is real by this alone, and are taken away by it.
 */
export const SAMPLE_AGENT = '00000000-0000-7000-8000-00006965756d';

export interface SampleDesk {
  readonly contacts: readonly Contact[];
  readonly calls: readonly CallFact[];
  readonly promises: readonly PromiseFact[];
  readonly messages: readonly MessageFact[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 14;
const CALLS_A_DAY = 6;

/** What the calls were about, in the words of a desk, and the type that says so. */
const TALKS = [
  ['배송이 사흘째 움직이지 않음. 택배사에 확인하고 알려 드리기로 함.', 'defect'],
  ['환불 입금일 문의. 카드사 사정으로 3일 걸린다고 안내함.', 'billing'],
  ['설치 뒤 소음. 기사 방문 접수, 오후 시간 원하심.', 'defect'],
  ['청구 금액이 지난달보다 많음. 항목별로 설명해 드리고 수긍하심.', 'billing'],
  ['상담사 안내가 서로 다르다고 하심. 사과드리고 바른 내용을 다시 안내함.', 'service'],
  ['주소 정정. 배송 전이라 바로 고쳐 드림.', null],
  ['교환 일정 확인. 재고가 들어오는 날 전화드리기로 함.', 'defect'],
  ['영수증 재발급. 메일로 보내 드림.', null],
] as const;

const TOPICS = ['배송 위치 확인', '환불 입금 확인', '방문 시각 안내', '견적 회신'] as const;

/**
 * A desk of the last two weeks: calls with notes and types, promises due and overdue, texts and their
 * answers, one call that came into a meeting. The same for the same moment and ids.
 * @param now epoch milliseconds
 * @param clockAt that hour on the clock of the wall, so many days before now's day
 */
export function sampleDesk(
  now: number,
  newId: () => string,
  clockAt: (daysBefore: number, hour: number) => number,
): SampleDesk {
  const contacts = SAMPLE_PEOPLE.map((one) => contactOf(one, now - DAYS * DAY, newId));
  const calls: CallFact[] = [];
  let made = 0;
  for (let daysBefore = DAYS; daysBefore >= 0; daysBefore -= 1) {
    const day = new Date(clockAt(daysBefore, 12)).getDay();
    if (day === 0 || day === 6) continue;
    for (let place = 0; place < CALLS_A_DAY; place += 1) {
      const at = clockAt(daysBefore, 9) + place * 75 * MINUTE + ((made * 7) % 40) * MINUTE;
      if (at + 15 * MINUTE > now) break;
      calls.push(...callOf(made, at, newId));
      made += 1;
    }
  }
  return {
    contacts,
    calls,
    promises: promisesOf(now, newId, clockAt),
    messages: textsOf(now, newId),
  };
}

const personAt = (place: number): SamplePerson =>
  SAMPLE_PEOPLE[place % SAMPLE_PEOPLE.length] as SamplePerson;

/** As calls, promises and messages have somebody. */
function partyOf({ name, number }: SamplePerson) {
  const dialled = number.replace(/\D/g, '');
  return {
    ...{ address: `sip:${dialled}@practice.invalid`, dialled, e164: `+82${dialled.slice(1)}` },
    ...{ name, practice: true },
  };
}

function contactOf(one: SamplePerson, at: number, newId: () => string): Contact {
  const { name, organisation, number, tags, note } = one;
  return {
    ...{ id: newId(), agentId: SAMPLE_AGENT, revision: 1, name, organisation, email: '', note },
    ...{ tags: [...tags], favourite: tags.includes('단골'), sourceImportId: null },
    numbers: [{ label: 'mobile', number, e164: partyOf(one).e164 }],
    ...{ createdAt: at, changedAt: at },
  };
}

/** One call from its first fact to its last. */
function callOf(count: number, at: number, newId: () => string): CallFact[] {
  const callId = newId();
  const party = partyOf(personAt(count * 5));
  const facts: CallFact[] = [];
  let time = at;
  const add = (body: object, after = 0): void => {
    time += after;
    facts.push({ id: newId(), callId, at: time, ...body } as CallFact);
  };
  const inbound = count % 4 !== 3;
  add({
    ...{ type: 'started', direction: inbound ? 'inbound' : 'outbound', ...party },
    ...{ rawName: party.name, sipCallId: null, account: '' },
  });
  if (count % 7 === 5) {
    if (inbound) add({ type: 'treated', treated: inMeeting(at) }, 1_000);
    add({ type: 'ended', outcome: 'missed', by: 'customer', cause: { code: 'cancelled' } }, 24_000);
    return facts;
  }
  const [note, type] = TALKS[count % TALKS.length] as (typeof TALKS)[number];
  add({ type: 'answered' }, 4_000 + (count % 5) * 1_500);
  const talk = 90_000 + ((count * 53) % 400) * 1_000;
  if (count % 6 === 1) {
    add({ type: 'held' }, talk / 2);
    add({ type: 'resumed' }, 25_000);
  }
  add({ type: 'ended', outcome: 'answered', by: 'customer', cause: { code: 'bye' } }, talk);
  add({ type: 'noted', note }, 20_000);
  const result = DEFAULT_RESULTS[count % DEFAULT_RESULTS.length];
  const path = type === null ? [] : pathTo(DEFAULT_TYPES, type);
  if (path.length > 0) {
    add({ type: 'disposed', disposition: disposed(path, result ?? null), by: '' }, 5_000);
  }
  if (count % 5 === 2) add({ type: 'tagged', tags: [count % 2 === 0 ? '재문의' : '칭찬'] }, 1_000);
  return facts;
}

/** The agent was in a meeting: why the call was not answered, and when they meant to be back. */
const inMeeting = (at: number): object => ({
  ...{ treatment: 'greet', forwardTo: null, urgent: false, by: 'reason', ruleId: null },
  ...{ ruleName: null, why: [], reasonId: 'meeting', reasonName: null, until: at + HOUR },
});

function promisesOf(
  now: number,
  newId: () => string,
  clockAt: (daysBefore: number, hour: number) => number,
): PromiseFact[] {
  const three = clockAt(0, 15);
  const windows = [
    // At three today; where that is past, it is overdue as a real one would be.
    { from: three - 30 * MINUTE, to: three, urgency: 'normal' },
    { from: now - 3 * HOUR, to: now - 2 * HOUR, urgency: 'urgent' },
    { from: now + 30 * MINUTE, to: now + 90 * MINUTE, urgency: 'normal' },
    { from: clockAt(-1, 10), to: clockAt(-1, 11), urgency: 'normal' },
    { from: now - 26 * HOUR, to: now - 25 * HOUR, urgency: 'normal', kept: true },
    { from: now - 50 * HOUR, to: now - 49 * HOUR, urgency: 'normal', kept: true },
  ] as const;
  return windows.flatMap((one, place): PromiseFact[] => {
    const promiseId = newId();
    const at = Math.min(one.from, now) - 4 * HOUR;
    const made: PromiseFact = {
      ...{ id: newId(), promiseId, at, type: 'made', ...partyOf(personAt(place * 2)) },
      ...{ topic: TOPICS[place % TOPICS.length] ?? '', urgency: one.urgency, owner: null },
      ...{ window: { from: one.from, to: one.to }, channel: 'phone', note: '', cryAt: at },
      origin: { kind: 'hand', callId: null, messageId: null },
    };
    if (!('kept' in one)) return [made];
    const callId = newId();
    return [
      made,
      { id: newId(), promiseId, at: one.from, type: 'answered', callId },
      { id: newId(), promiseId, at: one.from + 3 * MINUTE, type: 'kept', callId },
    ];
  });
}

/** What was written and answered; everything has arrived, so nothing of it is ever sent. */
function textsOf(now: number, newId: () => string): MessageFact[] {
  const TEXTS = [
    [
      '배송 위치를 확인했습니다. 내일 오전에 도착합니다. 불편을 드려 죄송합니다.',
      '네, 감사합니다.',
    ],
    ['환불은 3일 안에 입금됩니다. 입금되면 다시 알려 드리겠습니다.', '확인했어요'],
    ['기사님 방문은 오후 3시입니다. 시간이 맞지 않으시면 답장해 주십시오.', '3시 좋습니다'],
  ] as const;
  return TEXTS.flatMap(([body, answer], place): MessageFact[] => {
    const at = now - (place + 1) * 26 * HOUR;
    const sent = newId();
    const received = newId();
    const whom = {
      channel: 'sip',
      ...partyOf(personAt(place * 3)),
      rawName: null,
      account: '',
    } as const;
    const of = (messageId: string, after: number) => ({
      ...{ id: newId(), messageId, at: at + after },
    });
    return [
      { ...of(sent, 0), ...whom, type: 'composed', body },
      { ...of(sent, 1_000), type: 'sending', sipCallId: null },
      { ...of(sent, 2_000), type: 'accepted' },
      { ...of(sent, 3_000), type: 'delivered' },
      {
        ...{ ...of(received, 9 * MINUTE), ...whom, type: 'received', body: answer },
        ...{ sipCallId: null, copyKey: null },
      },
      { ...of(received, 20 * MINUTE), type: 'read' },
    ];
  });
}
