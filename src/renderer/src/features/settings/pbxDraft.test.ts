import { describe, expect, it } from 'vitest';
import { settingsPatchSchema, settingsSchema } from '#shared/contract/settings.ts';
import { checkDraft, draftOf, newSwitchDraft } from './pbxDraft.ts';
import type { PbxDraft } from './pbxDraft.ts';

const EMPTY = draftOf(settingsSchema.parse({}));
const check = (over: Partial<PbxDraft>) => checkDraft({ ...EMPTY, ...over });

describe('what is written down of the exchange', () => {
  it('comes back as it was saved', () => {
    const stored = {
      voicemailNumber: '*97',
      park: { code: '700', slots: { from: '701', to: '705' } },
      colleagues: [{ name: '이바다', extension: '1002' }],
      houseNumbers: [{ number: '1588-0000', name: '대표번호' }],
      exchangeSwitches: [
        {
          kind: 'pause' as const,
          name: '휴식',
          on: '*46',
          off: '*47',
          watch: 'p1001',
          watchEvent: 'presence' as const,
          onWhen: 'free' as const,
        },
      ],
    };
    const { patch, faults } = checkDraft(draftOf(settingsSchema.parse(stored)));
    expect(faults).toEqual({});
    expect(patch).toEqual(stored);
    expect(settingsPatchSchema.safeParse(patch).success).toBe(true);
  });

  it('may be nothing at all', () => {
    expect(checkDraft(EMPTY)).toEqual({
      faults: {},
      patch: {
        voicemailNumber: null,
        park: null,
        colleagues: [],
        houseNumbers: [],
        exchangeSwitches: [],
      },
    });
  });

  it('is taken from a spreadsheet', () => {
    const { patch, faults } = check({ colleagues: '김하늘\t1001\r\n\r\n 이바다 , 1002 \n' });
    expect(faults).toEqual({});
    expect(patch.colleagues).toEqual([
      { name: '김하늘', extension: '1001' },
      { name: '이바다', extension: '1002' },
    ]);
  });

  it.each<[Partial<PbxDraft>, Record<string, object>]>([
    [{ voicemail: 'javascript:alert(1)' }, { voicemail: { code: 'code' } }],
    [{ parkCode: 'a b' }, { parkCode: { code: 'code' } }],
    [{ slotFrom: '701' }, { slots: { code: 'slots' } }],
    [{ slotFrom: '720', slotTo: '701' }, { slots: { code: 'slots' } }],
    [{ colleagues: '김하늘, 1001\n이바다' }, { colleagues: { code: 'line.two', line: 2 } }],
    [{ colleagues: '김하늘, ???' }, { colleagues: { code: 'line.code', line: 1 } }],
    [{ colleagues: 'a, 1\nb, 1' }, { colleagues: { code: 'twice', line: 2 } }],
    [{ houseNumbers: '대표번호, 1588-0000' }, { houseNumbers: { code: 'line.code', line: 1 } }],
    [
      { houseNumbers: `1588-0000, ${'가'.repeat(65)}` },
      { houseNumbers: { code: 'line.name', line: 1 } },
    ],
    [
      { colleagues: Array.from({ length: 101 }, (_, at) => `n${at}, ${at}`).join('\n') },
      { colleagues: { code: 'many', line: 101 } },
    ],
    [
      { switches: [newSwitchDraft()] },
      {
        'switches.0.name': { code: 'name' },
        'switches.0.on': { code: 'code' },
        'switches.0.off': { code: 'code' },
      },
    ],
  ])('%j is told what is wrong with it', (over, faults) => {
    expect(check(over).faults).toEqual(faults);
  });
});
