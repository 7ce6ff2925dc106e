import type { HIDDevice, Session } from 'electron';
import { TELEPHONY_PAGE } from '#shared/domain/headset/layout.ts';
import type { Log } from '#host/log.ts';
import type { OwnPageTest } from './ownOrigin.ts';

/** A device of the telephony page: a headset's buttons, never a keyboard or a security key. */
export function isHeadset(device: object): boolean {
  const { collections } = device as Partial<HIDDevice>;
  return (collections ?? []).some(({ usagePage }) => usagePage === TELEPHONY_PAGE);
}

/**
 * Gives the own page the headset it asks for. Electron shows no list of its own; the page may use
 * every headset anyway (`permissions.ts`), so the first that fits is the answer.
 */
export function offerHeadsets(session: Session, isOwnPage: OwnPageTest, log: Log): void {
  session.on('select-hid-device', (event, { deviceList, frame }, choose) => {
    event.preventDefault();
    if (frame === null || frame.parent !== null || !isOwnPage(frame.url)) {
      log.warn('headset refused', { reason: 'not our own page' });
      choose(null);
      return;
    }
    choose(deviceList.find(isHeadset)?.deviceId ?? null);
  });
}
