import { describe, expect, it } from 'vitest';
import { cardPlace, isCardShown } from './cardPlace.ts';
import type { Area, Display } from './cardPlace.ts';

const area = (x: number, y: number, width: number, height: number): Area => ({
  ...{ x, y, width, height },
});

/** With a task bar of 48 at the bottom. */
const PRIMARY: Display = { bounds: area(0, 0, 1920, 1080), workArea: area(0, 0, 1920, 1032) };
/** To the left of it and a little higher; a dock stands at its right edge. */
const LEFT: Display = {
  bounds: area(-2560, -200, 2560, 1440),
  workArea: area(-2560, -176, 2480, 1416),
};
const BOTH = [PRIMARY, LEFT];
const at = (x: number, y: number) => ({ x, y });
const place = (given: Partial<Parameters<typeof cardPlace>[0]>): Area | null =>
  cardPlace({ displays: BOTH, cursor: at(100, 100), window: null, calls: 1, ...given });

describe('where the card of an incoming call stands', () => {
  it('is the bottom right of the work area, above the task bar', () => {
    expect(place({})).toEqual(area(1920 - 400 - 16, 1032 - 228 - 16, 400, 228));
  });

  it('is on the display with the cursor, at negative coordinates too', () => {
    const card = place({ cursor: at(-10, -190) });
    expect(card).toEqual(area(-80 - 400 - 16, 1240 - 228 - 16, 400, 228));
  });

  it('takes the edge between two displays for the one that begins there', () => {
    expect(place({ cursor: at(0, 0) })?.x).toBeGreaterThan(0);
    expect(place({ cursor: at(-1, 0) })?.x).toBeLessThan(0);
  });

  it.each([
    ['mostly on the left one', area(-900, 0, 1000, 700), -1],
    ['mostly on the primary one', area(-100, 0, 1000, 700), 1],
    ['on a display that was unplugged', area(5000, 5000, 1000, 700), 1],
    ['not there yet', null, 1],
  ])('goes by the window, %s, where the system tells no cursor', (_what, window, side) => {
    const card = place({ cursor: at(9_999, 9_999), window });
    expect(Math.sign(card?.x ?? 0)).toBe(side);
  });

  it('grows upwards with each call, its foot where it was', () => {
    const [one, two] = [place({ calls: 1 }), place({ calls: 2 })];
    expect((two?.height ?? 0) - (one?.height ?? 0)).toBe(220);
    expect((two?.y ?? 0) + (two?.height ?? 0)).toBe((one?.y ?? 0) + (one?.height ?? 0));
  });

  it('is never larger than the work area leaves, and in whole pixels where a scale gives parts', () => {
    const low = { bounds: area(0, 0, 640.4, 400.4), workArea: area(0, 0, 640.4, 360.4) };
    expect(place({ displays: [low], calls: 3 })).toEqual(area(224, 16, 400, 328));
    const narrow = { bounds: area(0, 0, 300, 900), workArea: area(0, 0, 300, 900) };
    expect(place({ displays: [narrow] })).toMatchObject({ width: 280 });
  });

  it('is nowhere without a display', () => expect(place({ displays: [] })).toBeNull());
});

describe('whether it is shown', () => {
  const front = { visible: true, minimised: false, focused: true };

  it('is not without a call, nor over a window that is in front', () => {
    expect(isCardShown(0, null)).toBe(false);
    expect(isCardShown(1, front)).toBe(false);
  });

  it.each([
    ['another program has the focus', { ...front, focused: false }],
    ['the window is in the tray', { ...front, visible: false }],
    ['it is minimised', { ...front, minimised: true }],
    ['there is none', null],
  ])('is when %s', (_why, window) => expect(isCardShown(1, window)).toBe(true));
});
