import { NEW_HEADSET, onReadings, onSituation } from '#shared/domain/headset/headset.ts';
import type { HeadsetCommand, HeadsetState, Situation } from '#shared/domain/headset/headset.ts';
import type { HeadsetLayout, Lights } from '#shared/domain/headset/layout.ts';
import { decodeInput, encodeLights } from '#shared/domain/headset/reports.ts';
import type { HidDevice, HidInputReportEvent } from './webHid.ts';

export interface HeadsetDeps {
  /** What the calls are this moment. */
  readonly situation: () => Situation;
  /** Carries a command out before it returns, so that the situation is the one after it. */
  readonly run: (command: HeadsetCommand) => void;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  readonly log: (message: string) => void;
}

/** One open headset: turns its reports into commands and keeps its lights true. */
export class Headset {
  readonly #device: HidDevice;
  readonly #layout: HeadsetLayout;
  readonly #deps: HeadsetDeps;
  /** What each report was last told, to leave out what says nothing new. */
  readonly #told = new Map<number, string>();
  #state: HeadsetState = NEW_HEADSET;
  /** One report after the other: some headsets lose one that comes too soon. */
  #writing: Promise<void> = Promise.resolve();

  constructor(device: HidDevice, layout: HeadsetLayout, deps: HeadsetDeps) {
    this.#device = device;
    this.#layout = layout;
    this.#deps = deps;
    device.addEventListener('inputreport', this.#onReport);
    this.follow();
  }

  /** The calls have changed. */
  follow(): void {
    const { situation, now, run } = this.#deps;
    const step = onSituation(this.#layout, this.#state, situation(), now());
    this.#state = step.state;
    if (step.write) this.#write(step.write);
    // What comes of it changes the calls, which leads here once more.
    if (step.command) run(step.command);
  }

  /** Puts its lights out and lets go of it. */
  async close(): Promise<void> {
    this.stop();
    this.#write({ offHook: false, mute: false, ring: false, hold: false, microphone: false });
    await this.#writing;
    await this.#device.close().catch(() => undefined);
  }

  /** It was pulled out: nothing more can be said to it. */
  stop(): void {
    this.#device.removeEventListener('inputreport', this.#onReport);
  }

  readonly #onReport = (event: Event): void => {
    const { reportId, data } = event as HidInputReportEvent;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const readings = decodeInput(this.#layout, reportId, bytes);
    const { situation, now, run } = this.#deps;
    const step = onReadings(this.#layout, this.#state, readings, situation(), now());
    this.#state = step.state;
    if (step.command) run(step.command);
    this.follow();
  };

  #write(lights: Lights): void {
    const hook = this.#layout.outputs.find((report) =>
      report.lights.some(({ light }) => light === 'offHook'),
    );
    for (const { reportId, data } of encodeLights(this.#layout, lights)) {
      const text = data.join(' ');
      // The hook's is sent in any case: it also is the answer that a headset waits for.
      if (this.#told.get(reportId) === text && reportId !== hook?.reportId) continue;
      this.#told.set(reportId, text);
      this.#writing = this.#writing
        .then(() => this.#device.sendReport(reportId, data))
        .catch((error: unknown) => {
          this.#told.delete(reportId);
          this.#deps.log(`A headset took no report ${reportId}: ${String(error)}`);
        });
    }
  }
}
