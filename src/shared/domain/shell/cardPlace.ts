/** In device-independent pixels of one desktop that all displays are part of; may be negative. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Display {
  /** All of it. */
  readonly bounds: Area;
  /** Without task bar, dock and menu bar. */
  readonly workArea: Area;
}

export interface CardPlaceInput {
  /** The primary one first. */
  readonly displays: readonly Display[];
  readonly cursor: { readonly x: number; readonly y: number };
  /** The app's own window, wherever it was last; null before there is one. */
  readonly window: Area | null;
  /** How many calls the card shows, one below the other. */
  readonly calls: number;
}

const WIDTH = 400;
/** Of one call, and of what is around them all. */
const CALL_HEIGHT = 220;
const AROUND = 8;
const MARGIN = 16;
/** Less shows no button any more; on a smaller area it hangs over the edge. */
const LEAST = { width: 280, height: 160 } as const;

/**
 * Where the card of incoming calls stands: at the bottom right of the work area in which the cursor
 * is, since whoever works there looks there. Wayland tells no cursor: then the display of the app's
 * window, else the primary one. It grows upwards with each call as far as there is room, and is
 * scrolled beyond.
 * @returns null without a display
 */
export function cardPlace({ displays, cursor, window, calls }: CardPlaceInput): Area | null {
  const [primary] = displays;
  if (!primary) return null;
  const under = displays.find(({ bounds }) => holds(bounds, cursor));
  const { workArea } = under ?? (window && displayOf(window, displays)) ?? primary;
  const wanted = AROUND + CALL_HEIGHT * Math.max(1, calls);
  const width = Math.round(Math.max(LEAST.width, Math.min(WIDTH, workArea.width - 2 * MARGIN)));
  const height = Math.round(Math.max(LEAST.height, Math.min(wanted, workArea.height - 2 * MARGIN)));
  return {
    x: Math.round(workArea.x + workArea.width - width - MARGIN),
    y: Math.round(workArea.y + workArea.height - height - MARGIN),
    width,
    height,
  };
}

/** The right and the bottom edge are the next display's. */
function holds({ x, y, width, height }: Area, point: { x: number; y: number }): boolean {
  return point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;
}

/** The display that holds the most of it; null where none does. */
function displayOf(window: Area, displays: readonly Display[]): Display | null {
  let best: { display: Display | null; shared: number } = { display: null, shared: 0 };
  for (const display of displays) {
    const shared = overlap(window, display.bounds);
    if (shared > best.shared) best = { display, shared };
  }
  return best.display;
}

function overlap(a: Area, b: Area): number {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, wide) * Math.max(0, high);
}

/** The app's window as far as the card goes by it. */
export interface WindowInFront {
  readonly visible: boolean;
  readonly minimised: boolean;
  readonly focused: boolean;
}

/** The app's own card of the call is enough for whoever has its window in front. */
export function isCardShown(calls: number, window: WindowInFront | null): boolean {
  if (calls === 0) return false;
  return !window || !window.visible || window.minimised || !window.focused;
}
