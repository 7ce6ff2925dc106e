import { defineStore } from 'pinia';
import { realmOf } from '#shared/domain/account.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { SupportBundle } from '#shared/domain/support/supportBundle.ts';
import { useHost } from '../api/host.ts';
import { useAccountStore } from './accountStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

const CALLS_TOLD = 50;

/** What an agent hands to support when something is wrong; nobody can be recognised by it. */
export const useSupportStore = defineStore('support', () => {
  const host = useHost();
  const accounts = useAccountStore();
  const phone = usePhoneStore();
  const settings = useSettingsStore();

  /** @throws AppError where the host is away */
  async function makeBundle(): Promise<SupportBundle> {
    const [report, calls, devices] = await Promise.all([
      host.call('support.report', {}),
      // A damaged log is a reason for a bundle, not against it.
      host.call('calls.list', { limit: CALLS_TOLD }).catch(() => ({ rows: [] })),
      soundDevices(),
    ]);
    const account = accounts.state?.account ?? null;
    return {
      format: 'ieum-support-1',
      madeAt: Date.now(),
      host: report,
      page: {
        userAgent: navigator.userAgent,
        language: navigator.language,
        online: navigator.onLine,
        screen: `${innerWidth}×${innerHeight} @${devicePixelRatio}`,
        devices,
      },
      settings: { ...settings.settings },
      account: account && {
        servers: [...account.servers],
        realm: realmOf(account),
        iceServers: account.iceServers.flatMap(({ urls }) => urls),
        iceTransportPolicy: account.iceTransportPolicy,
        provisioned: accounts.state?.source === 'provisioned',
      },
      line: phone.lineHistory.map(({ at, state }) => ({
        at,
        state: state.state,
        reason:
          'reason' in state ? `${state.reason.code} ${state.reason.status ?? ''}`.trim() : null,
      })),
      calls: calls.rows.map(withoutWhom),
      trace: [...phone.trace()],
    };
  }

  return { makeBundle };
});

function withoutWhom(row: CallRow): SupportBundle['calls'][number] {
  const { startedAt, answeredAt, endedAt, direction, outcome, cause, quality, practice } = row;
  // The far end's own words may say anything.
  const { text: _text, ...bare } = cause ?? { code: '' };
  return {
    ...{ startedAt, answeredAt, endedAt, direction, outcome, quality, practice },
    cause: cause && bare,
  };
}

async function soundDevices(): Promise<string[] | null> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices
      .filter(({ kind }) => kind !== 'videoinput')
      .map(({ kind, label }) => `${kind}: ${label}`);
  } catch {
    return null;
  }
}
