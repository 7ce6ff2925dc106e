import { z } from 'zod';

/**
 * A certificate by the SHA-256 of its DER form, in either of the ways it is written: as openssl prints it
 * (`openssl x509 -fingerprint -sha256`), `AA:BB:…`, or as browsers do, `sha256/` and base64.
 */
export const certificatePinSchema = z
  .string()
  .regex(/^(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){31}|sha256\/[A-Za-z0-9+/]{43}=)$/);

/** Whom the organisation trusts beside, or instead of, the system's authorities. */
export interface CertificatePins {
  /** Of the exchange's servers, in small letters; IPv6 without brackets. */
  readonly hosts: readonly string[];
  readonly pins: readonly string[];
}

export const NO_PINS: CertificatePins = { hosts: [], pins: [] };

export interface ShownCertificate {
  readonly host: string;
  /** `sha256/` and base64. */
  readonly fingerprint: string;
  /** Seconds since 1970. */
  readonly validStart: number;
  readonly validExpiry: number;
}

/**
 * `system`: the system's authorities decide. With pins an exchange is known by them alone, whoever else
 * vouches for another certificate; one that is out of date is refused like any other.
 */
export function judgeCertificate(
  { host, fingerprint, validStart, validExpiry }: ShownCertificate,
  { hosts, pins }: CertificatePins,
  now: number,
): 'system' | 'trusted' | 'refused' {
  if (pins.length === 0 || !hosts.includes(bare(host))) return 'system';
  const seconds = now / 1_000;
  const inTime = validStart <= seconds && seconds <= validExpiry;
  return inTime && pins.some((pin) => asShown(pin) === fingerprint) ? 'trusted' : 'refused';
}

/** @param servers WebSocket addresses, checked before */
export function hostsOf(servers: readonly string[]): string[] {
  return servers.map((server) => bare(new URL(server).hostname));
}

const bare = (host: string): string => host.toLowerCase().replace(/^\[|\]$/g, '');

function asShown(pin: string): string {
  if (pin.startsWith('sha256/')) return pin;
  const bytes = pin.split(':').map((hex) => Number.parseInt(hex, 16));
  return `sha256/${btoa(String.fromCharCode(...bytes))}`;
}
