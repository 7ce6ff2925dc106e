import { describe, expect, it } from 'vitest';
import { numberGroupsSchema } from '#shared/domain/treatment/groups.ts';
import { checkGroups, groupDraftOf } from './groupDraft.ts';
import type { GroupDraft, GroupFault } from './groupDraft.ts';

const usual = (id: string): string | null => (id === 'urgent' ? '긴급' : null);
const draft = (change: Partial<GroupDraft>): GroupDraft => ({
  ...{ id: 'vip', name: '단골', numbers: '' },
  ...change,
});

describe('groups of numbers in the form', () => {
  it('come back as they were', () => {
    const groups = [
      { id: 'urgent', name: null, members: [{ exact: '010-1234-5678' }] },
      { id: 'vip', name: '단골', members: [{ prefix: '02-555' }, { exact: '1001' }] },
    ];
    const drafts = groups.map((group) => groupDraftOf(group, group.name ?? '긴급'));
    expect(drafts[1]?.numbers).toBe('02-555*\n1001');
    expect(checkGroups(drafts, usual)).toEqual({ groups, faults: new Map() });
  });

  it('are read a line each, blank lines and full-width signs too', () => {
    const { groups } = checkGroups(
      [draft({ numbers: ' ０２－１２３＊ \r\n\n1588-1234\n' })],
      usual,
    );
    expect(groups[0]?.members).toEqual([{ prefix: '02-123' }, { exact: '1588-1234' }]);
    expect(numberGroupsSchema.parse(groups)).toEqual(groups);
  });

  it.each<[GroupFault, Partial<GroupDraft>]>([
    [{ code: 'name' }, { name: ' ' }],
    [{ code: 'name' }, { name: '가'.repeat(41) }],
    [{ code: 'number', line: 2 }, { numbers: '010-1234-5678\n김철수' }],
    [{ code: 'number', line: 1 }, { numbers: '*' }],
    [{ code: 'many' }, { numbers: '1001\n'.repeat(1_001) }],
  ])('say %j of %j', (fault, change) => {
    expect(checkGroups([draft(change)], usual).faults).toEqual(new Map([[0, fault]]));
  });

  it('have names that tell them apart', () => {
    const { faults } = checkGroups([draft({}), draft({ id: 'other', name: ' 단골 ' })], usual);
    expect(faults).toEqual(new Map([[1, { code: 'twice' }]]));
  });
});
