import type { Account } from '#shared/domain/account.ts';

/** What a call's peer connection, and a test of the way its sound would take, is made with. */
export function rtcConfiguration({
  iceServers,
  iceTransportPolicy,
}: Pick<Account, 'iceServers' | 'iceTransportPolicy'>): RTCConfiguration {
  return {
    iceServers: iceServers.map(({ urls, username, credential }) => ({
      urls: [...urls],
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    })),
    iceTransportPolicy,
  };
}
