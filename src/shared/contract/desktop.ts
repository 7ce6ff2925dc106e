import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';

export const autostartSchema = z.enum([
  'on',
  'off',
  /** On the system's list, and switched off there by the person or an administrator. */
  'refused',
  /** This shell cannot: a browser, or an app that was not installed. */
  'unavailable',
]);
export type Autostart = z.infer<typeof autostartSchema>;

export const desktopStateSchema = z.object({
  /** The system has a place for icons of apps that have no window. */
  tray: z.boolean(),
  /** As the system says it now, whatever the settings want. */
  autostart: autostartSchema,
});
export type DesktopState = z.infer<typeof desktopStateSchema>;

/** What the app does with the desktop is in the settings (`desktop`); here is what comes of it. */
export const desktopMethods = {
  'desktop.state': method({ input: z.object({}), output: desktopStateSchema }),
} as const;

export const desktopEvents = {
  /** Chosen in the tray or in the app's menu, for the page that holds the phone. */
  'desktop.goTo': event({
    data: z.object({ place: z.enum(['dial', 'promises', 'settings', 'status']) }),
  }),
  /** The app is about to end, as its person wants it: the page ends every call now. */
  'desktop.leaving': event({ data: z.object({}) }),
} as const;
export type DesktopPlace = z.infer<(typeof desktopEvents)['desktop.goTo']['data']>['place'];
