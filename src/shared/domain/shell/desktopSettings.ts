import { z } from 'zod';

/** What the app does with the desktop around its window, where there is one (`capabilities.desktop`). */
export const desktopSettingsSchema = z.strictObject({
  /** A window that is closed leaves the phone on, where the system has a tray to find it again. */
  closeToTray: z.boolean().default(true),
  /** The system starts the app when the person logs in. */
  autostart: z.boolean().default(false),
  /** It then opens no window. A start by hand always does. */
  startHidden: z.boolean().default(true),
});
export type DesktopSettings = z.infer<typeof desktopSettingsSchema>;
