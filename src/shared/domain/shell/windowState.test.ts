import { describe, expect, it } from 'vitest';
import {
  arrangementOf,
  placeWindow,
  remember,
  visible,
  windowStatesSchema,
} from './windowState.ts';
import type { Display, WindowState, WindowStates } from './windowState.ts';

/** A bar of 40 pixels stands at the bottom of each. */
const display = (x: number, y: number, width: number, height: number): Display => ({
  bounds: { x, y, width, height },
  workArea: { x, y, width, height: height - 40 },
});
const LAPTOP = display(0, 0, 1920, 1080);
const BESIDE = display(1920, 0, 2560, 1440);

const was = (x: number, y: number, more: Partial<WindowState> = {}): WindowState => ({
  bounds: { x, y, width: 1000, height: 700 },
  maximized: false,
  zoom: 1,
  ...more,
});
const desk: WindowStates = [
  { arrangement: arrangementOf([LAPTOP]), state: was(10, 20, { zoom: 1.25 }) },
  { arrangement: arrangementOf([LAPTOP, BESIDE]), state: was(2000, 100, { maximized: true }) },
];

describe('a window', () => {
  it('opens where it was with these displays, in whatever order they are told', () => {
    const there = { x: 2000, y: 100, width: 1000, height: 700, maximized: true, zoom: 1 };
    expect(placeWindow(desk, [LAPTOP, BESIDE])).toEqual(there);
    expect(placeWindow(desk, [BESIDE, LAPTOP])).toEqual(there);
    expect(placeWindow(desk, [LAPTOP])).toMatchObject({ x: 10, y: 20, zoom: 1.25 });
  });

  it('opens in the middle the first time, as large as is usual and as fits', () => {
    const usual = { width: 1280, height: 800, maximized: false, zoom: 1 };
    expect(placeWindow([], [LAPTOP])).toEqual(usual);
    expect(placeWindow([], [display(0, 0, 1024, 640)])).toEqual({
      ...{ ...usual, width: 1024, height: 600 },
    });
  });

  it('on displays it has never seen is as large as last, in the middle', () => {
    expect(placeWindow(desk, [display(0, 0, 1600, 900)])).toEqual({
      ...{ width: 1000, height: 700, maximized: true, zoom: 1 },
    });
  });

  it('whose display is unplugged comes back onto one that is there', () => {
    expect(visible(was(3000, 200).bounds, [LAPTOP])).toEqual({
      ...{ x: 920, y: 200, width: 1000, height: 700 },
    });
  });

  it.each([
    ['above all of them', was(0, -3000), { x: 0, y: 0 }],
    ['half outside', was(-500, 20), { x: 0, y: 20 }],
    ['below the bar', was(100, 1060), { x: 100, y: 340 }],
    ['between two, mostly on the second', was(1800, 0), { x: 1920, y: 0 }],
    ['far away', was(90_000, 90_000), { x: 920, y: 340 }],
  ])('%s is moved to where it is seen', (_where, { bounds }, expected) => {
    expect(visible(bounds, [LAPTOP, BESIDE])).toMatchObject(expected);
  });

  it('is never smaller than its smallest, nor larger than its display where that is larger', () => {
    const bounds = { x: 0, y: 0, width: 10, height: 9_000 };
    expect(visible(bounds, [LAPTOP])).toEqual({ x: 0, y: 0, width: 360, height: 1040 });
    expect(visible(bounds, [display(0, 0, 320, 480)])).toMatchObject({ width: 360, height: 560 });
  });

  it('stays where it is when the system names no display', () => {
    expect(visible(was(3, 4).bounds, [])).toEqual(was(3, 4).bounds);
    expect(placeWindow([], [])).toMatchObject({ width: 1280, height: 800 });
  });
});

describe('what is remembered', () => {
  it('is the last of each arrangement, the one used last at the end', () => {
    const again = remember(desk, arrangementOf([LAPTOP]), was(5, 5));
    expect(again.map(({ state }) => state.bounds.x)).toEqual([2000, 5]);
  });

  it('is of at most twelve arrangements', () => {
    let states: WindowStates = [];
    for (let width = 0; width < 20; width += 1) states = remember(states, `${width}`, was(0, 0));
    expect(states.map(({ arrangement }) => arrangement)).toHaveLength(12);
    expect(states.at(-1)?.arrangement).toBe('19');
    expect(windowStatesSchema.safeParse(states).success).toBe(true);
  });

  it('has no size that is no number and no zoom that is not offered', () => {
    const broken = [
      { ...was(0, 0), zoom: 40 },
      { ...was(0, 0), bounds: { x: null, y: 0, width: 1, height: 1 } },
      { ...was(0, 0), bounds: { x: 1e9, y: 0, width: 1, height: 1 } },
    ];
    for (const state of broken) {
      expect(windowStatesSchema.safeParse([{ arrangement: 'x', state }]).success).toBe(false);
    }
  });
});
