import { describe, expect, it } from 'vitest';
import { headsetShape, SHAPES } from '../../../../tests/support/headsetShapes.ts';
import type { Shape } from '../../../../tests/support/headsetShapes.ts';
import { HEADSET_LIGHTS, readLayout } from './layout.ts';
import type { HeadsetLayout, HeadsetLight, Lights, ReportItem } from './layout.ts';
import { decodeInput, encodeLights } from './reports.ts';

const OFF = Object.fromEntries(HEADSET_LIGHTS.map((light) => [light, false])) as Lights;
const lit = (...lights: HeadsetLight[]): Lights => ({
  ...OFF,
  ...Object.fromEntries(lights.map((light) => [light, true])),
});

function layoutOf(shape: Shape): HeadsetLayout {
  return readLayout(headsetShape(shape).collections)!;
}

/** `hook*` tells a state, `mute` is a pulse. */
function buttonsOf({ buttons }: HeadsetLayout): string {
  return buttons.map(({ button, absolute }) => `${button}${absolute ? '*' : ''}`).join(' ');
}

function read(shape: Shape, report: string): string {
  const [reportId = 0, ...data] = headsetShape(shape).reports[report]!;
  const readings = decodeInput(layoutOf(shape), reportId, Uint8Array.from(data));
  return Object.entries(readings)
    .map(([button, value]) => `${button}${value ? '+' : '-'}`)
    .join(' ');
}

function write(shape: Shape, lights: Lights): readonly (readonly number[])[] {
  return encodeLights(layoutOf(shape), lights).map(({ reportId, data }) => [reportId, ...data]);
}

describe('the buttons of a headset', () => {
  it.each([
    ['jabra', 'hook* mute flash redial reject*'],
    ['poly', 'hook* mute flash drop'],
    ['epos', 'hook* mute* flash*'],
    ['array', 'hook mute flash drop hold'],
    ['yealink', 'hook* mute flash reject'],
  ] as const)('%s: %s', (shape, expected) => {
    expect(buttonsOf(layoutOf(shape))).toBe(expected);
  });

  it.each([
    ['jabra', 'hookUp', 'hook+ mute- flash- redial- reject-'],
    ['jabra', 'hookUpMute', 'hook+ mute+ flash- redial- reject-'],
    ['jabra', 'hookUpFlash', 'hook+ mute- flash+ redial- reject-'],
    // After a key pad of four bits.
    ['jabra', 'reject', 'hook- mute- flash- redial- reject+'],
    // Only what stands in this report; the others say nothing.
    ['poly', 'mutePress', 'mute+'],
    ['poly', 'dropRelease', 'drop-'],
    ['epos', 'hookUpMuted', 'hook+ mute+ flash-'],
    ['array', 'hook', 'hook+ mute- flash- drop- hold-'],
    ['array', 'hold', 'hook- mute- flash- drop- hold+'],
    ['array', 'none', 'hook- mute- flash- drop- hold-'],
    ['yealink', 'hookUpFlash', 'hook+ mute- flash+ reject-'],
    ['yealink', 'reject', 'hook- mute- flash- reject+'],
  ] as const)('%s says %s: %s', (shape, report, expected) => {
    expect(read(shape, report)).toBe(expected);
  });

  it('of a report that was cut short or belongs to another collection are not pressed', () => {
    const layout = layoutOf('jabra');
    expect(Object.values(decodeInput(layout, 2, new Uint8Array(0)))).not.toContain(true);
    expect(decodeInput(layout, 1, Uint8Array.of(0xff))).toEqual({});
  });
});

describe('the lights of a headset', () => {
  it.each([
    // It has a ringer beside its ring light.
    ['jabra', lit('ring'), [[2, 0x88, 0]]],
    ['jabra', lit('offHook', 'mute'), [[2, 0x05, 0]]],
    ['jabra', lit('hold', 'microphone'), [[2, 0x30, 0]]],
    ['epos', lit('offHook', 'mute', 'ring'), [[0, 0x07]]],
    ['yealink', lit('hold', 'mute'), [[5, 0x0a]]],
    // Behind four bits of padding.
    ['array', lit('mute', 'hold'), [[4, 0x90]]],
  ] as const)('%s', (shape, lights, expected) => {
    expect(write(shape, lights)).toEqual(expected);
  });

  it('in reports of their own go hook first into a call, and mute first out of it', () => {
    expect(write('poly', lit('offHook', 'mute'))).toEqual([
      [0x18, 0],
      [0x17, 1],
      [0x1a, 0],
      [0x19, 1],
    ]);
    expect(write('poly', OFF).map(([reportId]) => reportId)).toEqual([0x19, 0x17, 0x1a, 0x18]);
  });
});

describe('what is no headset', () => {
  const item: ReportItem = { usages: [0x0b_0020], reportSize: 1, reportCount: 1 };
  it.each([
    ['nothing', []],
    ['a keyboard', [{ usagePage: 1, inputReports: [{ reportId: 0, items: [item] }] }]],
    ['a telephony page without a known button', [{ usagePage: 0x0b, inputReports: [] }]],
  ])('%s', (_what, collections) => {
    expect(readLayout(collections)).toBeNull();
  });

  it('a range of absurd length is passed over, and what follows keeps its place', () => {
    const range: ReportItem = {
      isRange: true,
      usageMinimum: 0,
      usageMaximum: 0xffff_ffff,
      reportSize: 8,
      reportCount: 1,
    };
    const layout = readLayout([
      { usagePage: 0x0b, inputReports: [{ reportId: 1, items: [range, item] }] },
    ]);
    expect(layout?.buttons[0]?.fields[0]?.bitOffset).toBe(8);
  });
});

it('every shape lights something', () => {
  for (const shape of SHAPES) expect(layoutOf(shape).outputs.length).toBeGreaterThan(0);
});
