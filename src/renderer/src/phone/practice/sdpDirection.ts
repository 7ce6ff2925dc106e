/** Direction of a media stream, as seen by whoever wrote the SDP (RFC 8866 section 6.7). */
export type SdpDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/**
 * The direction of the first audio stream of an SDP: its own attribute, else the session's, else
 * `sendrecv` (RFC 8866 section 6.7.3). No audio at all counts as `inactive`.
 */
export function audioDirection(sdp: string): SdpDirection {
  const [session = '', ...media] = sdp.split(/^m=/m);
  const audio = media.find((section) => section.startsWith('audio'));
  if (audio === undefined) return 'inactive';
  return directionIn(audio) ?? directionIn(session) ?? 'sendrecv';
}

/** Whoever sent this SDP has put the other side on hold: it does not want to hear it. */
export function putsOnHold(sdp: string): boolean {
  const direction = audioDirection(sdp);
  return direction === 'sendonly' || direction === 'inactive';
}

function directionIn(section: string): SdpDirection | undefined {
  const found = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(section)?.[1];
  return found as SdpDirection | undefined;
}
