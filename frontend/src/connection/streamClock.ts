/**
 * Three clocks of one stream: seconds of audio on the timeline, seconds of the server's session, and the page's
 * milliseconds. The timeline goes on when a session begins anew; audio that was not captured takes no time on it.
 */
import type { Frame } from "../audio/frames";

/** An answer later than this is of another time: the clock was set, or the page slept. */
const LATEST_ANSWER_MS = 10_000;

export class StreamClock {
  /** Seconds captured on this timeline. */
  capturedS = 0;
  /** Where on the timeline the present session began. */
  offsetS = 0;
  #capturedMs = 0;
  #peak = 0;
  #clippedAtMs = Number.NEGATIVE_INFINITY;

  take(frame: Frame, sampleRate: number, captureUs: number): void {
    const seconds = frame.pcm.length / sampleRate;
    this.capturedS += seconds;
    this.#capturedMs = captureUs / 1000 + seconds * 1000;
    this.#peak = Math.max(this.#peak, frame.peak);
    if (frame.clipped > 0) this.#clippedAtMs = this.#capturedMs;
  }

  /** A session begins, with so many seconds of audio that waited for it. */
  begin(waitingS: number): void {
    this.offsetS = this.capturedS - waitingS;
  }

  clear(): void {
    this.capturedS = 0;
    this.offsetS = 0;
  }

  /** Where on the timeline the microphone is by now. */
  nowS(nowMs: number): number {
    return this.capturedS + Math.min(0.2, Math.max(0, (nowMs - this.#capturedMs) / 1000));
  }

  /** When the sample at a second of the present session was captured; null if that is not to be known. */
  capturedMs(sessionS: number, nowMs: number): number | null {
    const ms = this.#capturedMs - (this.capturedS - this.offsetS - sessionS) * 1000;
    return nowMs - ms < LATEST_ANSWER_MS ? ms : null;
  }

  /** Peak since it was last asked, 1 is full scale; and whether full scale was reached within the last second. */
  meter(nowMs: number): { peak: number; clipped: boolean } {
    const peak = this.#peak;
    this.#peak = 0;
    return { peak, clipped: nowMs - this.#clippedAtMs < 1000 };
  }
}
