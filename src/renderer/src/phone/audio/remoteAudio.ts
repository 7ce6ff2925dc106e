/** Plays the far end of each call. */
export interface RemoteAudio {
  attach(callId: string, track: MediaStreamTrack): void;
  detach(callId: string): void;
}

export function createRemoteAudio(): RemoteAudio {
  const elements = new Map<string, HTMLAudioElement>();

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
      }
      const current = element.srcObject;
      if (current instanceof MediaStream && current.getAudioTracks()[0] === track) return;
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
  };
}
