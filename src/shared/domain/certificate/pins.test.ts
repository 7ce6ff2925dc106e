import { describe, expect, it } from 'vitest';
import { certificatePinSchema, hostsOf, judgeCertificate, NO_PINS } from './pins.ts';

const HEX = Array.from({ length: 32 }, (_, n) => n.toString(16).padStart(2, '0')).join(':');
const SHOWN = 'sha256/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const NOW = Date.UTC(2026, 10, 26);
const shown = {
  host: 'pbx.example.kr',
  fingerprint: SHOWN,
  validStart: NOW / 1_000 - 60,
  validExpiry: NOW / 1_000 + 60,
};
const pins = { hosts: ['pbx.example.kr'], pins: [HEX.toUpperCase()] };

describe('a certificate', () => {
  it('is the system’s business where nothing is pinned, and at every other host', () => {
    expect(judgeCertificate(shown, NO_PINS, NOW)).toBe('system');
    expect(judgeCertificate({ ...shown, host: 'www.example.kr' }, pins, NOW)).toBe('system');
  });

  it('is trusted by its fingerprint, as openssl and as browsers write it', () => {
    expect(judgeCertificate(shown, pins, NOW)).toBe('trusted');
    expect(judgeCertificate(shown, { ...pins, pins: [SHOWN] }, NOW)).toBe('trusted');
    expect(judgeCertificate({ ...shown, host: 'PBX.example.kr' }, pins, NOW)).toBe('trusted');
  });

  it('is refused when it is another, whoever vouches for it, or out of date', () => {
    const other = { ...shown, fingerprint: SHOWN.replace('AAEC', 'AAED') };
    expect(judgeCertificate(other, pins, NOW)).toBe('refused');
    expect(judgeCertificate(shown, pins, NOW + 61_000)).toBe('refused');
    expect(judgeCertificate(shown, pins, NOW - 61_000)).toBe('refused');
  });

  it('is pinned in one of two forms', () => {
    for (const pin of [HEX, HEX.toUpperCase(), SHOWN]) {
      expect(certificatePinSchema.safeParse(pin).success).toBe(true);
    }
    for (const pin of ['', HEX.slice(3), `${HEX}:00`, SHOWN.slice(7), `${SHOWN}=`, 'sha1/AAEC']) {
      expect(certificatePinSchema.safeParse(pin).success, pin).toBe(false);
    }
  });

  it('belongs to the hosts of the exchange', () => {
    expect(hostsOf(['wss://PBX.example.kr:8089/ws', 'wss://[2001:db8::1]/ws'])).toEqual([
      ...['pbx.example.kr', '2001:db8::1'],
    ]);
  });
});
