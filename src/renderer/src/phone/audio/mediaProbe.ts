import type { CandidateKind } from '#shared/domain/audio/selfTest.ts';

/** Milliseconds; a TURN server that has not answered by then would make every call start late. */
const GATHERING_LIMIT_MS = 4_000;

/** What a call would gather now: the kinds of address with which sound could be exchanged. */
export async function gatherCandidates(
  configuration: RTCConfiguration,
  signal: AbortSignal,
): Promise<ReadonlySet<CandidateKind>> {
  const kinds = new Set<CandidateKind>();
  let connection: RTCPeerConnection | null = null;
  try {
    const probe = new RTCPeerConnection(configuration);
    connection = probe;
    probe.addTransceiver('audio');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATHERING_LIMIT_MS);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', done);
      probe.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type) kinds.add(candidate.type);
        // The browser's own sign that there are no more.
        if (candidate === null) done();
      });
      probe.setLocalDescription().catch(done);
    });
  } catch {
    // An address of a server that cannot be read: nothing is gathered, which is what is told.
  } finally {
    connection?.close();
  }
  return kinds;
}
