const CONTROLS = 'input, textarea, select, button';

/**
 * To the control of a part of a script, or of the part that it belongs to.
 * @param path `steps[3].choices[0].to`, as the check names it; the controls carry it as `data-path`
 */
export function focusPart(root: HTMLElement, path: string): void {
  for (let at = path; at !== ''; at = at.replace(/\.?[^.[]+$|\[\d+\]$/, '')) {
    const part = root.querySelector<HTMLElement>(`[data-path="${at}"]`);
    const control = part?.matches(CONTROLS) ? part : part?.querySelector<HTMLElement>(CONTROLS);
    if (!control) continue;
    control.focus();
    control.scrollIntoView({ block: 'center' });
    return;
  }
}
