import type { Session } from 'electron';
import type { Log } from '#host/log.ts';
import { isHeadset } from './headsets.ts';
import type { OwnPageTest } from './ownOrigin.ts';

/**
 * Since Electron 43 a page outside the local address space (an own scheme is) may open a socket to
 * a private or loopback address only with these; denied, the phone could not reach an exchange in
 * the office's own network (https://github.com/jeffvli/feishin/issues/2430,
 * https://wicg.github.io/local-network-access/). They open no device and no data.
 */
const OWN_NETWORK = new Set(['local-network', 'local-network-access', 'loopback-network']);

/** Whether somebody is in front of the computer: away on lock and when idle, by the desk's policy. */
const PRESENCE = 'idle-detection';

interface Asked {
  readonly permission: string;
  /** The address that asks; undefined where there is no page. */
  readonly by: string | undefined;
  readonly isMainFrame: boolean;
  /** For `media` only. */
  readonly media: readonly string[];
}

/** Only the microphone, notifications, presence and the user's own network, only for our own page. */
function isAllowed({ permission, by, isMainFrame, media }: Asked, isOwnPage: OwnPageTest): boolean {
  if (by === undefined || !isOwnPage(by) || !isMainFrame) return false;
  if (permission === 'media') return media.length > 0 && media.every((type) => type === 'audio');
  return permission === 'notifications' || permission === PRESENCE || OWN_NETWORK.has(permission);
}

export function guardPermissions(session: Session, isOwnPage: OwnPageTest, log: Log): void {
  const logged = new Set<string>();
  function denied(permission: string, how: 'request' | 'check'): void {
    // Pages check some permissions all the time: one line each says enough.
    if (logged.has(`${how} ${permission}`)) return;
    logged.add(`${how} ${permission}`);
    log.warn(`permission ${how} denied`, { permission });
  }

  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const allowed = isAllowed(
      {
        permission,
        by: details.requestingUrl,
        isMainFrame: details.isMainFrame,
        media: ('mediaTypes' in details ? details.mediaTypes : undefined) ?? [],
      },
      isOwnPage,
    );
    if (!allowed) denied(permission, 'request');
    callback(allowed);
  });

  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const by = requestingOrigin || details.requestingUrl;
    const { isMainFrame } = details;
    const media = details.mediaType === undefined ? [] : [details.mediaType];
    // Whether it may ask for HID devices at all; which ones it gets is said below.
    const allowed =
      permission === 'hid'
        ? by !== undefined && isOwnPage(by) && isMainFrame
        : isAllowed({ permission, by, isMainFrame, media }, isOwnPage);
    if (!allowed) denied(permission, 'check');
    return allowed;
  });

  // Headsets without being asked for each time; serial, USB and every other HID device never.
  session.setDevicePermissionHandler(
    ({ deviceType, origin, device }) =>
      deviceType === 'hid' && isOwnPage(origin) && isHeadset(device),
  );
  session.setDisplayMediaRequestHandler(null);
}
