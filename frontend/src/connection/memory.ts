/** Audio that the server may not have: frames by their place in the stream, the oldest forgotten first. */
export interface Kept {
  /** Bytes of audio before it, skipped audio included. */
  position: number;
  captureUs: number;
  pcm: Int16Array;
}

export class AudioMemory {
  #frames: Kept[] = [];
  #bytes = 0;

  constructor(readonly capacityBytes: number) {}

  get bytes(): number {
    return this.#bytes;
  }

  keep(frame: Kept): void {
    this.#frames.push(frame);
    this.#bytes += frame.pcm.byteLength;
    let gone = 0;
    while (this.#bytes > this.capacityBytes && gone < this.#frames.length) {
      this.#bytes -= this.#frames[gone++]!.pcm.byteLength;
    }
    if (gone > 0) this.#frames.splice(0, gone);
  }

  /** What the server has not received, if it received that many bytes; the first frame may be the rest of one. */
  since(position: number): Kept[] {
    const rest: Kept[] = [];
    for (const frame of this.#frames) {
      const end = frame.position + frame.pcm.byteLength;
      if (end <= position) continue;
      const missing = Math.max(0, position - frame.position);
      rest.push(
        missing === 0
          ? frame
          : {
              ...frame,
              position: frame.position + missing,
              pcm: frame.pcm.subarray(Math.floor(missing / 2)),
            },
      );
    }
    return rest;
  }

  forget(): void {
    this.#frames = [];
    this.#bytes = 0;
  }
}
