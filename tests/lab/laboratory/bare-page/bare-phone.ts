/** What the bare page offers as `window.bare`; shared by the page and the test that drives it. */

export interface BareAccount {
  readonly server: string;
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

export interface BareEvent {
  readonly name:
    'registered' | 'unregistered' | 'incoming' | 'established' | 'rejected' | 'cancelled' | 'ended';
  /** performance.now() */
  readonly at: number;
  /** Status code of a rejection, caller of an incoming call, Reason of a CANCEL. */
  readonly detail: string;
}

export interface BarePhone {
  connect(account: BareAccount): Promise<void>;
  disconnect(): Promise<void>;
  call(uri: string): Promise<void>;
  answer(): Promise<void>;
  hangup(): Promise<void>;
  hold(held: boolean): Promise<void>;
  dtmf(digits: string): void;
  /** Share of the power within 40 Hz of a frequency in what is heard now; dB, 0 at most. */
  levelAt(hz: number): number;
  /** Audio packets received by RTP so far. */
  packetsReceived(): Promise<number>;
  readonly events: readonly BareEvent[];
}

declare global {
  interface Window {
    bare: BarePhone;
  }
}
