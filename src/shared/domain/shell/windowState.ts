import { z } from 'zod';
import { isZoom, USUAL_ZOOM } from './zoom.ts';

/*
 * Where the window was, for each arrangement of displays: at the desk with two, on the way with one.
 * All lengths are device-independent pixels, as Electron counts.
 */

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `workArea` is without the system's own bars. */
export interface Display {
  readonly bounds: Rect;
  readonly workArea: Rect;
}

const length = z.number().int().min(-100_000).max(100_000);

export const windowStateSchema = z.object({
  /** Of the window as it is when it is neither maximised nor minimised. */
  bounds: z.object({ x: length, y: length, width: length, height: length }),
  maximized: z.boolean(),
  /** 1 is as large as it was drawn. */
  zoom: z.number().refine(isZoom),
});
export type WindowState = z.infer<typeof windowStateSchema>;

/** The smallest window in which the compact layout, beside a CRM, still shows everything. */
export const SMALLEST_WINDOW = { width: 360, height: 560 } as const;
export const USUAL_WINDOW = { width: 1280, height: 800 } as const;

/** Laptops that travel meet many displays. */
const MOST_ARRANGEMENTS = 12;

/** By arrangement, the one used last at the end. */
export const windowStatesSchema = z
  .array(z.object({ arrangement: z.string().max(1_000), state: windowStateSchema }))
  .max(MOST_ARRANGEMENTS);
export type WindowStates = z.infer<typeof windowStatesSchema>;

/** The same displays in the same places have the same name, whatever order they are told in. */
export function arrangementOf(displays: readonly Display[]): string {
  return displays
    .map(({ bounds: { x, y, width, height } }) => `${width}x${height}@${x},${y}`)
    .sort()
    .join(' ')
    .slice(0, 1_000);
}

export function remember(
  states: WindowStates,
  arrangement: string,
  state: WindowState,
): WindowStates {
  const others = states.filter((one) => one.arrangement !== arrangement);
  return [...others.slice(1 - MOST_ARRANGEMENTS), { arrangement, state }];
}

/** A window to be opened; without a place the system puts it in the middle of the main display. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
  readonly maximized: boolean;
  readonly zoom: number;
}

/**
 * Where the window opens on these displays: where it was on them; else as large as it was last, in
 * the middle. It is never larger than the display it is on, nor outside of all of them.
 */
export function placeWindow(states: WindowStates, displays: readonly Display[]): Placed {
  const arrangement = arrangementOf(displays);
  const here = states.find((one) => one.arrangement === arrangement)?.state;
  if (here) return { ...visible(here.bounds, displays), ...looksOf(here) };
  const last = states.at(-1)?.state;
  const area = displays[0]?.workArea;
  const wanted = last?.bounds ?? USUAL_WINDOW;
  return {
    width: within(wanted.width, SMALLEST_WINDOW.width, area?.width),
    height: within(wanted.height, SMALLEST_WINDOW.height, area?.height),
    ...looksOf(last ?? { maximized: false, zoom: USUAL_ZOOM }),
  };
}

const looksOf = ({ maximized, zoom }: Pick<WindowState, 'maximized' | 'zoom'>) => ({
  maximized,
  zoom,
});

/**
 * The window moved, and made smaller where it must be, so that all of it is on the display that
 * shows most of it already, or on the first where none does: its display was unplugged.
 */
export function visible(bounds: Rect, displays: readonly Display[]): Rect {
  const [first] = displays;
  if (!first) return bounds;
  const most = displays.reduce((best, one) =>
    shared(bounds, one.workArea) > shared(bounds, best.workArea) ? one : best,
  );
  const { workArea: area } = most;
  const width = within(bounds.width, SMALLEST_WINDOW.width, area.width);
  const height = within(bounds.height, SMALLEST_WINDOW.height, area.height);
  return {
    width,
    height,
    x: within(bounds.x, area.x, area.x + area.width - width),
    y: within(bounds.y, area.y, area.y + area.height - height),
  };
}

/** The smallest counts more: on a display too small for it the window reaches over its edge. */
function within(value: number, smallest: number, largest = Infinity): number {
  return Math.max(smallest, Math.min(value, largest));
}

/** In pixels: what two rectangles have in common. */
function shared(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
