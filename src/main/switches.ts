import { app } from 'electron';

/** Chromium's own switches; they only count before the app is ready. */
export function setSwitches(): void {
  // Practice runs both ends of a call in this computer. Without a network there is no other
  // address than loopback, which WebRTC leaves out unless told.
  app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
}
