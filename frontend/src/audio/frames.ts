/** From the blocks of an audio graph to frames of 16-bit PCM: pure, shared by the worklet and its tests. */

/** A frame as it leaves the worklet. */
export interface Frame {
  pcm: Int16Array<ArrayBuffer>;
  /** Number of its first sample, counted from the first that was captured. */
  first: number;
  /** Largest magnitude before the conversion, 1 is full scale. */
  peak: number;
  /** Samples at full scale. */
  clipped: number;
}

/** A channel pair whose sum has less than this share of the power of its parts cancels. */
const CANCELS = 0.02;
/** Weight of a new block of 128 samples in the running powers: about a second at 48 kHz. */
const PACE = 1 / 400;

/**
 * Blocks of any size in, frames of one size out. Two channels become their mean, or the first of them where they
 * cancel each other out, as the two outputs of a balanced cable do.
 */
export class Framer {
  #pcm: Int16Array<ArrayBuffer>;
  #filled = 0;
  #count = 0;
  #peak = 0;
  #clipped = 0;
  #sumPower = 0;
  #partPower = 0;

  constructor(private readonly samples: number) {
    this.#pcm = new Int16Array(samples);
  }

  /** @param channels samples in -1 … 1, all of one length; without any, nothing is captured */
  take(channels: readonly Float32Array[], emit: (frame: Frame) => void): void {
    const [left, right] = channels;
    if (left === undefined) return;
    const cancels = right !== undefined && this.#cancels(left, right);
    for (let index = 0; index < left.length; index++) {
      const sample = right === undefined || cancels ? left[index]! : (left[index]! + right[index]!) / 2;
      const magnitude = Math.abs(sample);
      if (magnitude > this.#peak) this.#peak = magnitude;
      if (magnitude >= 0.999) this.#clipped++;
      this.#pcm[this.#filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
      if (this.#filled === this.samples) this.#emit(emit);
    }
  }

  #emit(emit: (frame: Frame) => void): void {
    emit({ pcm: this.#pcm, first: this.#count, peak: this.#peak, clipped: this.#clipped });
    this.#count += this.samples;
    this.#pcm = new Int16Array(this.samples);
    this.#filled = 0;
    this.#peak = 0;
    this.#clipped = 0;
  }

  #cancels(left: Float32Array, right: Float32Array): boolean {
    let sum = 0;
    let parts = 0;
    for (let index = 0; index < left.length; index++) {
      sum += (left[index]! + right[index]!) ** 2;
      parts += left[index]! ** 2 + right[index]! ** 2;
    }
    this.#sumPower += PACE * (sum - this.#sumPower);
    this.#partPower += PACE * (parts - this.#partPower);
    return this.#partPower > 1e-9 && this.#sumPower < CANCELS * this.#partPower;
  }
}

/**
 * When samples were captured, in µs of `performance.now`: by their number, for frame numbers of a context are stale
 * after a node was made and go on over a gap; held against the clock, for sound cards drift and tabs sleep.
 */
export class CaptureClock {
  #offsetMs: number | null = null;

  constructor(private readonly sampleRate: number) {}

  /**
   * @param first number of the first sample of a frame
   * @param arrivedMs when the frame arrived here
   * @param samples of the frame
   */
  captureUs(first: number, arrivedMs: number, samples: number): number {
    const byCountMs = (first / this.sampleRate) * 1000;
    // A frame cannot arrive before its last sample was captured: the quickest arrival is the truest.
    const offsetMs = arrivedMs - (samples / this.sampleRate) * 1000 - byCountMs;
    if (this.#offsetMs === null || offsetMs < this.#offsetMs || offsetMs > this.#offsetMs + GAP_MS) {
      this.#offsetMs = offsetMs;
    } else {
      this.#offsetMs += CREEP_MS; // so that a clock that runs slow is followed, too
    }
    return (byCountMs + this.#offsetMs) * 1000;
  }
}

/** Later than this, and there was a gap: the tab slept, or the context was suspended. */
const GAP_MS = 2000;
const CREEP_MS = 0.002;
