/** What was played, kept to be taken along as a WAV file. In blobs, which a browser may lay on its disk. */

/** Longer is not kept: it would fill a phone. */
export const MOST_S = 2 * 60 * 60;
const BLOB_S = 20;

interface Piece {
  sampleRate: number;
  samples: number;
  parts: Blob[];
}

export class Tape {
  #pieces: Piece[] = [];
  #waiting: Int16Array<ArrayBuffer>[] = [];
  #waitingSamples = 0;
  #seconds = 0;

  get seconds(): number {
    return this.#seconds;
  }

  /** No more is kept. */
  get full(): boolean {
    return this.#seconds >= MOST_S;
  }

  keep(pcm: Int16Array<ArrayBuffer>, sampleRate: number): void {
    if (this.full) return;
    if (this.#pieces.at(-1)?.sampleRate !== sampleRate) {
      this.#lay();
      this.#pieces.push({ sampleRate, samples: 0, parts: [] });
    }
    this.#waiting.push(pcm);
    this.#waitingSamples += pcm.length;
    this.#seconds += pcm.length / sampleRate;
    if (this.#waitingSamples >= BLOB_S * sampleRate) this.#lay();
  }

  clear(): void {
    this.#pieces = [];
    this.#waiting = [];
    this.#waitingSamples = 0;
    this.#seconds = 0;
  }

  /** One channel, 16 bits, at the rate of the first microphone; null where nothing was kept. */
  async wav(): Promise<Blob | null> {
    this.#lay();
    const first = this.#pieces[0];
    if (first === undefined) return null;
    const parts: BlobPart[] = [];
    let samples = 0;
    for (const piece of this.#pieces) {
      if (piece.sampleRate === first.sampleRate) {
        parts.push(...piece.parts);
        samples += piece.samples;
      } else {
        const pcm = new Int16Array(await new Blob(piece.parts).arrayBuffer());
        const converted = atRate(pcm, piece.sampleRate, first.sampleRate);
        parts.push(converted);
        samples += converted.length;
      }
    }
    return new Blob([wavHead(first.sampleRate, samples), ...parts], { type: "audio/wav" });
  }

  #lay(): void {
    const piece = this.#pieces.at(-1);
    if (piece === undefined || this.#waiting.length === 0) return;
    piece.parts.push(new Blob(this.#waiting));
    piece.samples += this.#waitingSamples;
    this.#waiting = [];
    this.#waitingSamples = 0;
  }
}

/** Straight lines between samples: for the rest of a take after the microphone was changed for one of another rate. */
export function atRate(pcm: Int16Array, from: number, to: number): Int16Array<ArrayBuffer> {
  const out = new Int16Array(Math.floor((pcm.length * to) / from));
  for (let index = 0; index < out.length; index++) {
    const at = (index * from) / to;
    const left = Math.floor(at);
    const right = Math.min(left + 1, pcm.length - 1);
    out[index] = Math.round(pcm[left]! + (at - left) * (pcm[right]! - pcm[left]!));
  }
  return out;
}

/** The 44 bytes before 16-bit mono PCM. */
export function wavHead(sampleRate: number, samples: number): ArrayBuffer {
  const head = new DataView(new ArrayBuffer(44));
  const text = (at: number, word: string) => {
    for (let index = 0; index < 4; index++) head.setUint8(at + index, word.charCodeAt(index));
  };
  text(0, "RIFF");
  head.setUint32(4, 36 + 2 * samples, true);
  text(8, "WAVE");
  text(12, "fmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, sampleRate, true);
  head.setUint32(28, 2 * sampleRate, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, "data");
  head.setUint32(40, 2 * samples, true);
  return head.buffer;
}
