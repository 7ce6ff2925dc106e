/** How large the page is drawn; those of Chromium's menu, as far as the layout holds (docs: 200 %). */
const ZOOMS: readonly number[] = [0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

export const USUAL_ZOOM = 1;

export const isZoom = (zoom: number): boolean => ZOOMS.includes(zoom);

export type ZoomStep = 'in' | 'out' | 'reset';

export function zoomAfter(zoom: number, step: ZoomStep): number {
  if (step === 'reset') return USUAL_ZOOM;
  if (step === 'in') return ZOOMS.find((one) => one > zoom) ?? zoom;
  return ZOOMS.findLast((one) => one < zoom) ?? zoom;
}
