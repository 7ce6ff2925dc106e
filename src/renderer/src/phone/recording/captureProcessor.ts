/*
 * Runs on the audio thread: hands over both channels a tenth of a second at a time. What the
 * worklet's scope offers is declared here, because TypeScript's DOM library does not know it
 * (Web Audio API §1.32).
 */
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}

class CaptureProcessor extends AudioWorkletProcessor {
  #filled = 0;
  #left = new Float32Array(sampleRate / 10);
  #right = new Float32Array(sampleRate / 10);

  constructor() {
    super();
    // Any message asks for what there is: the last of it is not waited for.
    this.port.onmessage = () => this.#handOver(true);
  }

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const [left, right] = input ?? [];
    if (!left || !right) return true;
    if (this.#filled + left.length > this.#left.length) this.#handOver(false);
    this.#left.set(left, this.#filled);
    this.#right.set(right, this.#filled);
    this.#filled += left.length;
    return true;
  }

  #handOver(last: boolean): void {
    const left = this.#left.slice(0, this.#filled);
    const right = this.#right.slice(0, this.#filled);
    this.#filled = 0;
    this.port.postMessage({ left, right, last }, [left.buffer, right.buffer]);
  }
}

registerProcessor('capture', CaptureProcessor);
