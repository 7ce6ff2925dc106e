/**
 * The customer's end of the audio, as the exchange needs it. The real one is `webrtcMedia.ts`;
 * tests of the signalling use a fake.
 */
export interface CustomerMedia {
  /** SDP offer of the customer. @throws {NoLocalMediaError} when no path within the page exists. */
  offer(): Promise<string>;
  /** SDP answer to the phone's offer, first or later. @throws {NoLocalMediaError} */
  answer(offer: string): Promise<string>;
  /** Takes the phone's answer to our offer. */
  accept(answer: string): Promise<void>;
  /**
   * What was last agreed, as an offer that changes nothing; '' when nothing was. Making a new offer
   * would have to be rolled back after 491, and Chromium 156 receives no audio after a rollback.
   */
  agreed(): string;
  /** Loads a clip so that `say` starts at once. Failing is not an error yet. */
  prepare(audio: string): void;
  /**
   * Plays a clip. Resolves when it has ended or was stopped; false when it could not be played.
   * Never rejects.
   */
  say(audio: string): Promise<boolean>;
  stop(): void;
  close(): void;
}

export interface CustomerMediaEvents {
  /** Level of what the customer hears, RMS 0 to 1, a few times a second. */
  level(rms: number): void;
  trouble(code: MediaTrouble): void;
}

/**
 * - `practice.no-local-media`: the two ends in this page cannot reach each other (no candidate, or
 *   no connection in time). Chromium offline without `--allow-loopback-in-peer-connection`.
 * - `practice.audio-blocked`: the browser will not play before the person has clicked something.
 * - `practice.clip-failed`: a line could not be loaded; its caption is shown all the same.
 */
export type MediaTrouble =
  'practice.no-local-media' | 'practice.audio-blocked' | 'practice.clip-failed';

export type CreateCustomerMedia = (events: CustomerMediaEvents) => CustomerMedia;

export class NoLocalMediaError extends Error {
  readonly code = 'practice.no-local-media';
  override readonly name = 'NoLocalMediaError';
}
