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

export type OpenMicrophone = () => Promise<MediaStream>;

export interface MicrophoneProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

/**
 * Opens the microphone. Only Answer and Call do so.
 * @throws MicrophoneError
 */
export async function openMicrophone(processing: MicrophoneProcessing): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { ...processing }, video: false });
  } catch (error) {
    throw new MicrophoneError(faultOf(error), error);
  }
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
