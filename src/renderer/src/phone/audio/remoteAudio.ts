import { sendSound } from './sink.ts';

/** Plays the far end of each call. */
export interface RemoteAudio {
  attach(callId: string, track: MediaStreamTrack): void;
  detach(callId: string): void;
  /** Sends every call, of now and later, to a device. @param deviceId empty: the system's choice */
  sendTo(deviceId: string): void;
  /** The far end's sound as it is played, for a meter. */
  track(callId: string): MediaStreamTrack | null;
}

export function createRemoteAudio(): RemoteAudio {
  const elements = new Map<string, HTMLAudioElement>();
  let speaker = '';

  function trackOf(element: HTMLAudioElement | undefined): MediaStreamTrack | null {
    const stream = element?.srcObject;
    return stream instanceof MediaStream ? (stream.getAudioTracks()[0] ?? null) : null;
  }

  return {
    attach(callId, track) {
      let element = elements.get(callId);
      if (!element) {
        element = new Audio();
        element.autoplay = true;
        element.dataset.callId = callId;
        // In the document so that tests and support can find it; it has no controls to show.
        document.body.append(element);
        elements.set(callId, element);
        if (speaker !== '') sendSound(element, speaker);
      }
      if (trackOf(element) === track) return;
      element.srcObject = new MediaStream([track]);
      // Refused only before the first click on a plain browser page, and answering is a click.
      element.play().catch(() => undefined);
    },
    detach(callId) {
      const element = elements.get(callId);
      if (!element) return;
      elements.delete(callId);
      element.srcObject = null;
      element.remove();
    },
    sendTo(deviceId) {
      speaker = deviceId;
      for (const element of elements.values()) sendSound(element, deviceId);
    },
    track: (callId) => trackOf(elements.get(callId)),
  };
}
