import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { messageTemplateSchema } from '#shared/domain/outbox/messageTemplate.ts';
import { SHIPPED_TEMPLATES } from '#shared/domain/outbox/messageTemplateDefaults.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

/** A template from its first version to a file that another desk takes, through one line. */
export async function templatesPart(
  client: RpcClient<IeumContract>,
  next: (name: 'templates.changed') => Promise<EventDataOf<IeumContract, 'templates.changed'>>,
): Promise<void> {
  const { rows: shipped } = await client.call('templates.list', {});
  expect(shipped.map(({ template }) => template)).toEqual(SHIPPED_TEMPLATES);
  expect(shipped[0]).toMatchObject({ version: 1, source: 'built-in', note: '', again: null });

  const template = messageTemplateSchema.parse({
    ...{ id: newId(), name: '배송 확인', language: 'ko', strategy: 'confirmation' },
    body: '<[{회사}] >접수했습니다. {약속}에 전화드리겠습니다.',
  });
  const save = { id: newId(), template, note: '자주 씀', base: null };
  const told = next('templates.changed');
  const first = { templateId: template.id, version: 1 };
  expect(await client.call('templates.save', save)).toEqual(first);
  expect(await told).toEqual({});
  expect(await client.call('templates.save', save)).toEqual(first);

  const body = '접수했습니다. {고객명}님';
  const wrong = { id: newId(), template: { ...template, body }, note: '', base: 1 };
  await expect(client.call('templates.save', wrong)).rejects.toMatchObject({
    code: 'template.refused',
    details: { faults: [{ code: 'token', path: 'body', what: '{고객명}', from: 8, to: 13 }] },
  });
  const second = {
    id: newId(),
    template: { ...template, body: '접수했습니다.' },
    note: '',
    base: 1,
  };
  expect(await client.call('templates.save', second)).toEqual({ ...first, version: 2 });
  const late = client.call('templates.save', { ...second, id: newId() });
  await expect(late).rejects.toMatchObject({ code: 'template.changed' });

  const back = { id: newId(), templateId: template.id, version: 1 };
  expect(await client.call('templates.use', back)).toEqual({ ...first, version: 3 });
  expect(await client.call('templates.use', back)).toEqual({ ...first, version: 3 });
  const unknown = client.call('templates.use', { ...back, id: newId(), version: 9 });
  await expect(unknown).rejects.toMatchObject({ code: 'template.unknown' });
  expect(await client.call('templates.versions', { id: template.id })).toMatchObject({
    rows: [
      { version: 3, source: 'own', again: 1, template },
      { version: 2, note: '', template: { body: '접수했습니다.' } },
      { version: 1, note: '자주 씀', again: null },
    ],
    builtIn: null,
  });
  await expect(client.call('templates.versions', { id: 'nobody' })).rejects.toMatchObject({
    code: 'template.unknown',
  });

  const retire = { id: newId(), templateId: template.id, retired: true };
  expect(await client.call('templates.retire', retire)).toEqual({ ...first, version: 4 });
  const { rows } = await client.call('templates.list', {});
  expect(rows.at(-1)).toMatchObject({ version: 4, template: { retired: true } });
  const nobody = client.call('templates.retire', { ...retire, id: newId(), templateId: 'nobody' });
  await expect(nobody).rejects.toMatchObject({ code: 'template.unknown' });

  const { text } = await client.call('templates.export', {});
  const none = { faults: [], changes: rows.map(({ template: { id } }) => ({ id, what: 'same' })) };
  expect(await client.call('templates.plan', { text })).toMatchObject(none);
  const other = text.replace('"retired": true', '"retired": false').replace('배송 확인', '확인');
  expect((await client.call('templates.plan', { text: other })).changes.at(-1)).toEqual({
    ...{ id: template.id, name: '확인', what: 'changed', fields: ['name', 'retired'] },
  });
  const taken = { id: newId(), text: other, note: '본사 파일' };
  const saved = { saved: [{ ...first, version: 5 }] };
  expect(await client.call('templates.import', taken)).toEqual(saved);
  expect(await client.call('templates.import', taken)).toEqual(saved);
  const bad = other.replace('"language": "ko"', '"language": "kr"');
  const faults = [{ code: 'shape', path: 'templates[0].language', what: '', from: 0, to: 0 }];
  expect(await client.call('templates.plan', { text: bad })).toEqual({ faults, changes: [] });
  await expect(
    client.call('templates.import', { ...taken, id: newId(), text: bad }),
  ).rejects.toMatchObject({ code: 'template.refused', details: { faults } });
}
