/** A recording as a source: aloud in real time, or as fast as the server hears. */
import workletUrl from "./capture.worklet.ts?worker&url";
import { CaptureClock, type Frame, Framer } from "./frames";
import type { Source, SourceHandlers } from "./source";

/** Larger than that, a browser would need gigabytes to decode it; `chordwork analyze` and `/analyze` take any. */
export const MOST_BYTES = 300 * 1024 * 1024;

/** `reason` is a key of the messages of `listen`. */
export class RecordingError extends Error {
  constructor(
    readonly reason: "undecodable" | "tooLarge" | "unreachable",
    detail: string,
  ) {
    super(detail);
    this.name = "RecordingError";
  }
}

export interface Recording {
  /** A file that was dropped in, or the address of one. */
  from: Blob | string;
  /** Through the speaker as it was played, or silently and as fast as can be. */
  aloud: boolean;
}

/** @throws RecordingError */
export async function openRecording(recording: Recording, handlers: SourceHandlers): Promise<Source> {
  const context = new AudioContext({ latencyHint: "interactive" });
  try {
    const bytes = await bytesOf(recording.from);
    // Decoded at the rate of the context: decodeAudioData filters when it resamples, a buffer source does not.
    const buffer = await context.decodeAudioData(bytes).catch((error: Error) => {
      throw new RecordingError("undecodable", error.message);
    });
    if (!recording.aloud) {
      await context.close();
      return new Quick(buffer, handlers);
    }
    await context.audioWorklet.addModule(workletUrl);
    return new Aloud(context, buffer, handlers);
  } catch (error) {
    if (context.state !== "closed") await context.close();
    throw error;
  }
}

async function bytesOf(from: Blob | string): Promise<ArrayBuffer> {
  if (typeof from === "string") {
    const response = await fetch(from).catch((error: Error) => {
      throw new RecordingError("unreachable", error.message);
    });
    if (!response.ok) throw new RecordingError("unreachable", `${response.status}`);
    return response.arrayBuffer();
  }
  if (from.size > MOST_BYTES) throw new RecordingError("tooLarge", `${from.size}`);
  return from.arrayBuffer();
}

class Aloud implements Source {
  readonly facts = null;
  readonly #node: AudioBufferSourceNode;
  readonly #capture: AudioWorkletNode;
  readonly #done = new AbortController();

  constructor(
    private readonly context: AudioContext,
    buffer: AudioBuffer,
    handlers: SourceHandlers,
  ) {
    this.#node = context.createBufferSource();
    this.#node.buffer = buffer;
    this.#capture = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
    const clock = new CaptureClock(context.sampleRate);
    this.#capture.port.onmessage = ({ data }: MessageEvent<Frame>) => {
      handlers.frame(data, clock.captureUs(data.first, performance.now(), data.pcm.length));
    };
    this.#node.connect(context.destination);
    this.#node.connect(this.#capture);
    this.#node.onended = () => handlers.ended();
    const tell = () => handlers.trouble(context.state === "running" ? "fine" : "suspended");
    context.addEventListener("statechange", tell, { signal: this.#done.signal });
  }

  get sampleRate(): number {
    return this.context.sampleRate;
  }

  begin(): void {
    this.#node.start();
  }

  async resume(): Promise<void> {
    await this.context.resume();
  }

  async close(): Promise<void> {
    this.#done.abort();
    this.#node.onended = null;
    this.#capture.port.onmessage = null;
    this.#node.disconnect();
    await this.context.close();
  }
}

class Quick implements Source {
  readonly facts = null;
  #closed = false;

  constructor(
    private readonly buffer: AudioBuffer,
    private readonly handlers: SourceHandlers,
  ) {}

  get sampleRate(): number {
    return this.buffer.sampleRate;
  }

  begin(): void {
    void this.#run();
  }

  async #run(): Promise<void> {
    const { buffer, handlers } = this;
    const channels = Array.from({ length: Math.min(2, buffer.numberOfChannels) }, (_, index) =>
      buffer.getChannelData(index),
    );
    const samples = Math.round(buffer.sampleRate / 50);
    const framer = new Framer(samples);
    for (let start = 0; start < buffer.length && !this.#closed; start += samples) {
      await handlers.room();
      const blocks = channels.map((channel) => channel.subarray(start, start + samples));
      framer.take(blocks, (frame) => handlers.frame(frame, (frame.first / buffer.sampleRate) * 1e6));
    }
    if (!this.#closed) handlers.ended();
  }

  async resume(): Promise<void> {}

  async close(): Promise<void> {
    this.#closed = true;
  }
}
