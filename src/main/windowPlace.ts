import { screen } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Later } from '#host/later.ts';
import { arrangementOf, placeWindow, remember, visible } from '#shared/domain/shell/windowState.ts';
import type { Display, Placed } from '#shared/domain/shell/windowState.ts';
import { zoomAfter } from '#shared/domain/shell/zoom.ts';
import type { ZoomStep } from '#shared/domain/shell/zoom.ts';
import type { MemoryFile } from './memoryFile.ts';

/** Longer than the events of one move or resize are apart. */
const SETTLED_MS = 500;

/** The main display first: a window that has no place goes there. */
function displays(): readonly Display[] {
  const main = screen.getPrimaryDisplay();
  return [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)];
}

export function firstPlace(memory: MemoryFile): Placed {
  return placeWindow(memory.get().windows, displays());
}

/**
 * Keeps where the window is, for these displays, and puts it where it was when they change.
 * @returns changes how large the page is drawn
 */
export function keepPlace(
  window: BrowserWindow,
  placed: Placed,
  memory: MemoryFile,
  later: Later,
): (step: ZoomStep) => void {
  let { zoom } = placed;
  let arrangement = arrangementOf(displays());
  let callOff = (): void => undefined;

  function save(): void {
    callOff();
    if (window.isDestroyed() || window.isFullScreen()) return;
    const { x, y, width, height } = window.getNormalBounds();
    const state = { bounds: { x, y, width, height }, maximized: window.isMaximized(), zoom };
    memory.change({ windows: remember(memory.get().windows, arrangement, state) });
  }
  /** The system puts windows elsewhere before or after it tells of its displays: both are waited for. */
  function settleSoon(): void {
    callOff();
    callOff = later(SETTLED_MS, settle);
  }

  function settle(): void {
    if (window.isDestroyed()) return;
    const now = displays();
    const next = arrangementOf(now);
    if (next !== arrangement) {
      arrangement = next;
      const { windows } = memory.get();
      const known = windows.find((one) => one.arrangement === next)?.state;
      window.setBounds(visible(known?.bounds ?? window.getBounds(), now));
      if (known?.maximized === true && window.isVisible()) window.maximize();
      if (known) setZoom(known.zoom);
    }
    save();
  }

  function setZoom(next: number): void {
    zoom = next;
    window.webContents.setZoomFactor(zoom);
  }
  function step(to: ZoomStep): void {
    setZoom(zoomAfter(zoom, to));
    save();
  }

  // Maximising shows a window: not before it is meant to be seen.
  if (placed.maximized) window.once('show', () => window.maximize());
  // A page that is loaded again is drawn as the one before.
  window.webContents.on('did-finish-load', () => setZoom(zoom));
  window.webContents.on('zoom-changed', (_event, direction) => step(direction));
  window.on('resize', settleSoon);
  window.on('move', settleSoon);
  window.on('maximize', settleSoon);
  window.on('unmaximize', settleSoon);
  window.on('close', save);

  screen.on('display-added', settleSoon);
  screen.on('display-removed', settleSoon);
  screen.on('display-metrics-changed', settleSoon);
  window.once('closed', () => {
    callOff();
    screen.off('display-added', settleSoon);
    screen.off('display-removed', settleSoon);
    screen.off('display-metrics-changed', settleSoon);
  });
  return step;
}
