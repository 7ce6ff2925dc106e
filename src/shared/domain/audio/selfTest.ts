/** The kinds of address ICE can gather. RFC 8445 §4, RTCIceCandidateType. */
export type CandidateKind = 'host' | 'srflx' | 'prflx' | 'relay';

/** Translated as `selfTest.media.<code>`. */
export type MediaReach = 'ready' | 'relay-ready' | 'no-relay' | 'no-reflexive' | 'no-address';

/**
 * Whether sound could be exchanged, from what a peer connection gathered.
 * @param urls the addresses of the STUN and TURN servers that are configured
 */
export function mediaReach(kinds: ReadonlySet<CandidateKind>, urls: readonly string[]): MediaReach {
  // Who configured a relay needs it: an address of the office alone is not what was meant.
  if (urls.some((url) => /^turns?:/i.test(url))) {
    return kinds.has('relay') ? 'relay-ready' : 'no-relay';
  }
  if (urls.some((url) => /^stuns?:/i.test(url))) {
    return kinds.has('srflx') ? 'ready' : 'no-reflexive';
  }
  return kinds.size > 0 ? 'ready' : 'no-address';
}

export function isMediaFine(reach: MediaReach): boolean {
  return reach === 'ready' || reach === 'relay-ready';
}
