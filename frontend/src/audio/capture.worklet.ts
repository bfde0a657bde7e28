/** Runs in the audio thread: microphone blocks in, frames of 20 ms out, their memory handed over instead of copied. */
import { type Frame, Framer } from "./frames";

declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class Capture extends AudioWorkletProcessor {
  #framer = new Framer(Math.round(sampleRate / 50));
  #emit = (frame: Frame) => this.port.postMessage(frame, [frame.pcm.buffer]);

  process(inputs: Float32Array[][]): boolean {
    this.#framer.take(inputs[0] ?? [], this.#emit);
    return true;
  }
}

registerProcessor("capture", Capture);
