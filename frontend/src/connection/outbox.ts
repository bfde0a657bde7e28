/**
 * Audio on its way: what was captured, what was sent, what was answered. Sends no more than the server keeps up with,
 * so that what waited for a connection is heard, too, and not thrown away there as late; and leaves audio out when
 * answers lag, so that the session stays live.
 */
import { AudioMemory } from "./memory";

export interface Parcel {
  /** Bytes that are missing before it. */
  skipBytes: number;
  sequence: number;
  captureUs: number;
  pcm: Int16Array;
}

/** Answers that lag by more than this: what is captured meanwhile is left out. */
export const LAG_MS = 1000;
/** … until they lag by less than this. */
export const CAUGHT_UP_MS = 250;
const KEEP_S = 20;
/** On their way without an answer. The server drops live audio that waits for two seconds. */
const WINDOW_S = 1;
/** So long may what waited for a connection take; after that, now is more worth than then. */
export const CATCH_UP_MS = 10_000;
/** Older audio was held up by us and not by the network, whose delays the server takes from the stamps. */
const HELD_UP_MS = 500;
const BYTES_PER_SAMPLE = 2;

export class Outbox {
  /** Of a decision of the server, whose audio is answered as a whole; told by `ready`. */
  hopS = 0;
  #memory: AudioMemory;
  #bytesPerS: number;
  #windowBytes: number;
  /** Bytes of the stream so far, captured or left out. */
  #position = 0;
  #sent = 0;
  #sequence = 0;
  #awaited: { sequence: number; atMs: number; end: number }[] = [];
  #skipping = false;
  #patientUntilMs = Number.POSITIVE_INFINITY;

  /** @param live false: a file, of which nothing is left out */
  constructor(
    sampleRate: number,
    private readonly live: boolean,
  ) {
    this.#bytesPerS = sampleRate * BYTES_PER_SAMPLE;
    this.#memory = new AudioMemory(KEEP_S * this.#bytesPerS);
    this.#windowBytes = live ? WINDOW_S * this.#bytesPerS : Number.POSITIVE_INFINITY;
  }

  /** Seconds of audio in this session so far, sent or to be sent. */
  get positionS(): number {
    return this.#position / this.#bytesPerS;
  }

  /** Age of the oldest audio on its way that could have been answered. */
  lagMs(nowMs: number): number {
    const oldest = this.#awaited[0];
    // The last of it waits for the rest of its hop: as long as nothing more is sent, nobody answers that.
    const unanswerable = 2 * this.hopS * this.#bytesPerS;
    return oldest === undefined || this.#sent - oldest.end < unanswerable ? 0 : nowMs - oldest.atMs;
  }

  /** Something was captured that is still to be sent. */
  get waits(): boolean {
    return this.#memory.since(this.#sent).length > 0;
  }

  keep(pcm: Int16Array, captureUs: number, nowMs: number): void {
    const frame = { position: this.#position, captureUs, pcm };
    this.#position += pcm.byteLength;
    const lag = this.live ? this.lagMs(nowMs) : 0;
    this.#skipping = this.#skipping ? lag > CAUGHT_UP_MS : lag > LAG_MS;
    if (!this.#skipping) this.#memory.keep(frame);
  }

  /** What may be sent now. Each parcel counts as sent. */
  *due(nowMs: number): Generator<Parcel> {
    if (this.#position === this.#sent) return;
    if (nowMs > this.#patientUntilMs) {
      if (this.#position - this.#sent > this.#windowBytes) this.#memory.forget();
      this.#patientUntilMs = Number.POSITIVE_INFINITY;
    }
    for (const { position, captureUs, pcm } of this.#memory.since(this.#sent)) {
      const answered = this.#awaited[0];
      const underway = answered === undefined ? 0 : this.#sent - answered.end;
      if (underway >= this.#windowBytes) return;
      const skipBytes = position - this.#sent;
      this.#sent = position + pcm.byteLength;
      const sequence = this.#sequence++ >>> 0;
      this.#awaited.push({ sequence, atMs: nowMs, end: this.#sent });
      const heldUp = this.live && nowMs - captureUs / 1000 > HELD_UP_MS;
      yield { skipBytes, sequence, captureUs: heldUp ? nowMs * 1000 : captureUs, pcm };
    }
  }

  acknowledge(sequence: number): void {
    while (this.#awaited.length > 0 && this.#awaited[0]!.sequence <= sequence) this.#awaited.shift();
  }

  /** The server has so much of the stream: what it has not is sent again. */
  resume(receivedBytes: number, nowMs: number): void {
    this.#sent = receivedBytes;
    this.#patientUntilMs = nowMs + CATCH_UP_MS;
  }

  /** A new session counts from nothing, and begins with what was not yet sent. */
  begin(nowMs: number): void {
    const waiting = this.#memory.since(this.#sent);
    this.#memory.forget();
    this.#sequence = 0;
    this.#position = 0;
    this.disconnect();
    for (const frame of waiting) {
      this.#memory.keep({ ...frame, position: this.#position });
      this.#position += frame.pcm.byteLength;
    }
    this.resume(0, nowMs);
  }

  /** Nobody answers what is on its way. */
  disconnect(): void {
    this.#awaited = [];
    this.#skipping = false;
  }

  forget(): void {
    this.#memory.forget();
  }
}
