import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { lesson, lessonWords, reported, thereafter } from '../host/learningFacts.ts';

type LearningEvent = 'mistakes.changed' | 'lessons.changed';

/** A mistake from its report to its lesson, and a reflection that becomes one, through one line. */
export async function learningPart(
  client: RpcClient<IeumContract>,
  next: <E extends LearningEvent>(name: E) => Promise<EventDataOf<IeumContract, E>>,
): Promise<void> {
  const now = Date.now();
  const callId = newId();
  const first = reported({ at: now, callId });
  const { mistakeId } = first;
  const changed = next('mistakes.changed');
  expect(await client.call('mistakes.append', { facts: [first] })).toEqual({ stored: 1 });
  expect(await changed).toEqual({ ids: [mistakeId] });
  expect(await client.call('mistakes.append', { facts: [first] })).toEqual({ stored: 0 });
  const closed = thereafter(newId(), now, { type: 'closed' });
  await expect(client.call('mistakes.append', { facts: [closed] })).rejects.toMatchObject({
    code: 'mistake.unknown',
  });
  await expect(client.call('mistakes.get', { id: newId() })).rejects.toMatchObject({
    code: 'mistake.unknown',
  });

  const remedyId = newId();
  const account = { kind: 'omission', said: '가', inconvenience: '나', correct: '다' } as const;
  const done = [
    thereafter(mistakeId, now, { type: 'amended', ...account, why: '다시 들어 봄' }),
    thereafter(mistakeId, now, { type: 'told', to: '박 팀장', how: 'text', text: '보고' }),
    thereafter(mistakeId, now, { type: 'apologised', channel: 'call', words: '죄송합니다' }),
    thereafter(mistakeId, now, { type: 'corrected', text: '' }),
    thereafter(mistakeId, now, { type: 'remedy', remedyId, option: 'refund', text: '배송비' }),
    thereafter(mistakeId, now, {
      ...{ type: 'remedy-decided', remedyId, decision: 'approved', by: '박 팀장', note: '' },
    }),
    thereafter(mistakeId, now, { type: 'compensated', remedyId, text: '' }),
    thereafter(mistakeId, now, { type: 'follow-up', promiseId: newId() }),
    thereafter(mistakeId, now, { type: 'checked', solved: true, further: '' }),
  ] as const;
  expect(await client.call('mistakes.append', { facts: [...done] })).toEqual({ stored: 9 });
  const { row, facts } = await client.call('mistakes.get', { id: mistakeId });
  expect(row).toMatchObject({ said: '가', check: { solved: true }, closedAt: null });
  expect(facts.map(({ type }) => type)).toEqual(['reported', ...done.map(({ type }) => type)]);
  expect(await client.call('mistakes.ofCall', { callId })).toEqual({ rows: [row] });
  expect(await client.call('mistakes.list', { group: 'open' })).toEqual({
    rows: [row],
    next: null,
  });

  const told = next('lessons.changed');
  const written = lesson({ at: now });
  const { lessonId } = written;
  expect(await client.call('lessons.append', { facts: [written] })).toEqual({ stored: 1 });
  expect(await told).toEqual({ ids: [lessonId] });
  await client.call('mistakes.append', {
    facts: [
      thereafter(mistakeId, now, { type: 'lesson', lessonId }),
      thereafter(mistakeId, now, { type: 'closed' }),
    ],
  });
  expect(await client.call('mistakes.list', { group: 'closed' })).toMatchObject({
    rows: [{ id: mistakeId, lessonIds: [lessonId], closedAt: now }],
  });
  await client.call('mistakes.append', {
    facts: [thereafter(mistakeId, now, { type: 'reopened' })],
  });

  const helpful = { id: newId(), lessonId, at: now, type: 'helpful' } as const;
  expect(await client.call('lessons.append', { facts: [helpful] })).toEqual({ stored: 1 });
  const again = { ...helpful, id: newId() };
  expect(await client.call('lessons.append', { facts: [again] })).toEqual({ stored: 0 });
  const draft = { title: '예정일이 서로 다를 때', ko: '두 곳을 확인해 보겠습니다.', en: '' };
  const words = lessonWords({ draft, step: { scriptId: 'difficult', stepId: 'breathe' } });
  await client.call('lessons.append', {
    facts: [{ id: newId(), lessonId, at: now + 1, type: 'edited', words }],
  });
  expect(await client.call('lessons.get', { id: lessonId })).toEqual({
    ...{ id: lessonId, at: now, editedAt: now + 1, author: null, words },
    ...{ helpful: 1, withdrawn: false, mine: true, helped: true },
  });
  const wanted = { step: words.step, drafts: true, tag: '배송', trigger: 'deadline' } as const;
  expect(await client.call('lessons.list', { ...wanted, text: '택배 두 곳' })).toMatchObject({
    ...{ rows: [{ id: lessonId }], next: null, tags: ['배송'] },
  });
  expect(await client.call('lessons.list', { text: '환불' })).toMatchObject({ rows: [] });

  expect(await client.call('reflections.ofCall', { callId })).toEqual({ row: null });
  const shared = { id: newId(), callId, at: now, type: 'shared', lessonId } as const;
  await expect(client.call('reflections.append', { facts: [shared] })).rejects.toMatchObject({
    code: 'reflection.unknown',
  });
  const wrote = { type: 'written', wentWell: '천천히', wouldTry: '', about: 'skill' } as const;
  await client.call('reflections.append', {
    facts: [
      { id: newId(), callId, at: now, type: 'passed' },
      { id: newId(), callId, at: now, ...wrote },
      shared,
    ],
  });
  expect(await client.call('reflections.ofCall', { callId })).toMatchObject({
    row: { written: { wentWell: '천천히' }, lessonId },
  });

  await client.call('lessons.append', {
    facts: [{ id: newId(), lessonId, at: now, type: 'withdrawn' }],
  });
  await expect(client.call('lessons.get', { id: lessonId })).rejects.toMatchObject({
    code: 'lesson.unknown',
  });
}
