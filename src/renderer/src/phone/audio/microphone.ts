/** Codes are translated as `causes.<code>` in the locale files. */
export type MicrophoneFault =
  'microphone.denied' | 'microphone.missing' | 'microphone.busy' | 'microphone.failed';

export class MicrophoneError extends Error {
  override readonly name = 'MicrophoneError';
  readonly code: MicrophoneFault;

  constructor(code: MicrophoneFault, cause: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

export interface MicrophoneProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

export interface MicrophoneWish extends MicrophoneProcessing {
  /** Empty: the system's choice. */
  readonly deviceId: string;
}

/**
 * Opens a microphone. The device is demanded first: Chromium does not always grant one that is only
 * wished for. One that vanished this moment must not cost the call, so the system's follows.
 * @throws MicrophoneError
 */
export async function openTrack(wish: MicrophoneWish): Promise<MediaStreamTrack> {
  const { deviceId, ...processing } = wish;
  try {
    if (deviceId !== '') {
      try {
        return await firstTrack({ ...processing, deviceId: { exact: deviceId } });
      } catch (error) {
        if (!isNotThere(error)) throw error;
      }
    }
    return await firstTrack(processing);
  } catch (error) {
    throw new MicrophoneError(faultOf(error), error);
  }
}

async function firstTrack(audio: MediaTrackConstraints): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio, video: false });
  const [track] = stream.getAudioTracks();
  if (!track) throw new DOMException('The stream has no sound.', 'NotFoundError');
  return track;
}

/** OverconstrainedError is no DOMException in every browser. */
function isNotThere(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')
  );
}

/** W3C Media Capture and Streams §9.2: the names getUserMedia rejects with. */
function faultOf(error: unknown): MicrophoneFault {
  const name = error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'microphone.denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'microphone.missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'microphone.busy';
    default:
      return 'microphone.failed';
  }
}
