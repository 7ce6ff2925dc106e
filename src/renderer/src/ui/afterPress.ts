let pressed = false;
window.addEventListener('pointerdown', () => (pressed = true), { capture: true });
for (const end of ['pointerup', 'pointercancel'] as const) {
  window.addEventListener(end, () => (pressed = false), { capture: true });
}

/**
 * Runs at once, or when the mouse button that is down has come up. What moves the page when a
 * field is left must not move it between the press and the release of the very click that left
 * it: the button under the pointer would be another one.
 */
export function afterPress(run: () => void): void {
  if (!pressed) {
    run();
    return;
  }
  window.addEventListener('pointerup', () => setTimeout(run), { once: true, capture: true });
}
