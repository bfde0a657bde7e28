/** Where audio comes from: the microphone, or a recording. */
import type { Frame } from "./frames";
import type { MicrophoneFacts, MicrophoneTrouble } from "./microphone";

export interface SourceHandlers {
  /** @param captureUs when the first sample was captured, µs of `performance.now` */
  frame(frame: Frame, captureUs: number): void;
  trouble(trouble: MicrophoneTrouble): void;
  /** A recording was heard to its end. */
  ended(): void;
  /** Recordings that are heard faster than they sound wait here for room on the way. */
  room(): Promise<void>;
}

export interface Source {
  readonly sampleRate: number;
  readonly facts: MicrophoneFacts | null;
  /** Begins, once everything is ready for it. */
  begin?(): void;
  resume(): Promise<void>;
  close(): Promise<void>;
}
