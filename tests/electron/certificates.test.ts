import { describe, expect, it } from 'vitest';
import { guardCertificates } from '../../src/main/certificates.ts';
import { FakeSession } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';

const NOW = Date.UTC(2026, 10, 26);
const PIN = 'sha256/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const pins = { hosts: ['pbx.example.kr'], pins: [PIN] };

function guarded(wanted = pins) {
  const session = new FakeSession();
  const { log, lines } = recordLog();
  guardCertificates(session as never, wanted, () => NOW, log);
  const judge = (hostname: string, fingerprint: string): number | undefined => {
    let answer: number | undefined;
    const certificate = { fingerprint, validStart: 0, validExpiry: NOW / 1_000 + 60 };
    const verify = session.certificateVerify as ((...parts: unknown[]) => void) | null;
    verify?.({ hostname, certificate }, (result: number) => (answer = result));
    return answer;
  };
  return { session, lines, judge };
}

describe('certificates', () => {
  it('of the exchange are known by their pin alone: 0 is trusted, -2 refused', () => {
    const { judge, lines } = guarded();
    expect(judge('pbx.example.kr', PIN)).toBe(0);
    expect(judge('pbx.example.kr', PIN.replace('AAEC', 'AAED'))).toBe(-2);
    expect(lines).toMatchObject([{ message: 'certificate refused' }]);
  });

  it('of other hosts are judged by Chromium (-3), and all are where nothing is pinned', () => {
    expect(guarded().judge('updates.example.kr', 'sha256/x')).toBe(-3);
    expect(guarded({ hosts: [], pins: [] }).session.certificateVerify).toBeNull();
  });
});
