import type { Session } from 'electron';
import type { Log } from '#host/log.ts';
import { judgeCertificate } from '#shared/domain/certificate/pins.ts';
import type { CertificatePins } from '#shared/domain/certificate/pins.ts';

/** Of `setCertificateVerifyProc`'s callback. */
const TRUSTED = 0;
const REFUSED = -2;
const AS_CHROMIUM_SAYS = -3;

/**
 * An exchange whose certificate no authority of the system has signed is known by the fingerprint in the
 * administrator's file. There is no way for the person at the screen to go on all the same.
 */
export function guardCertificates(
  session: Session,
  pins: CertificatePins,
  clock: () => number,
  log: Log,
): void {
  if (pins.pins.length === 0) return;
  session.setCertificateVerifyProc(({ hostname, certificate }, answer) => {
    const { fingerprint, validStart, validExpiry } = certificate;
    const shown = { host: hostname, fingerprint, validStart, validExpiry };
    const judged = judgeCertificate(shown, pins, clock());
    if (judged === 'refused') log.warn('certificate refused', { host: hostname, fingerprint });
    answer({ system: AS_CHROMIUM_SAYS, trusted: TRUSTED, refused: REFUSED }[judged]);
  });
}
