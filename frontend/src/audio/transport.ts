/**
 * Where a piece is at a time of the audio clock, with a rate and a loop that may change while it plays. Pure: it owns
 * no clock.
 *
 * What was once given out to be sounded stays as it is: changes count from there on, some tenths of a second ahead.
 */

/** A stretch that plays straight on: at `atS` of the clock the piece is at `fromS`. */
export interface Stretch {
  atS: number;
  fromS: number;
  toS: number;
  rate: number;
}

export interface Loop {
  fromS: number;
  toS: number;
}

/** Players are a little early as well as late: what stands just before a bar line belongs to the bar. */
export const EARLY_S = 0.03;
/** Shorter loops are none. */
const SHORTEST_LOOP_S = 0.1;
const MOST_STRETCHES = 64;

export class Transport {
  #stretches: Stretch[] = [];
  #rate = 1;
  #loop: Loop | null = null;
  #restS = 0;

  constructor(readonly durationS: number) {}

  get playing(): boolean {
    return this.#stretches.length > 0;
  }

  get rate(): number {
    return this.#rate;
  }

  /** Plays on from where it rests, at a time of the clock. */
  start(atS: number) {
    const fromS =
      this.#loop !== null && this.#restS >= this.#loop.toS - EARLY_S ? this.#loop.fromS : this.#restS;
    this.#stretches = [{ atS, fromS, toS: fromS, rate: this.#rate }];
  }

  /** Rests where it is. */
  rest(nowS: number) {
    this.#restS = this.positionAt(nowS);
    this.#stretches = [];
  }

  /** Goes elsewhere; from `atS` of the clock on if it plays. */
  seek(positionS: number, atS: number) {
    this.#restS = Math.min(Math.max(0, positionS), this.durationS);
    if (this.playing) this.#stretches = [{ atS, fromS: this.#restS, toS: this.#restS, rate: this.#rate }];
  }

  setRate(rate: number) {
    this.#rate = rate;
  }

  setLoop(loop: Loop | null) {
    this.#loop = loop !== null && loop.toS - loop.fromS >= SHORTEST_LOOP_S ? loop : null;
  }

  /** Seconds of the piece, as heard at a time of the clock. */
  positionAt(clockS: number): number {
    const first = this.#stretches[0];
    if (first === undefined) return this.#restS;
    if (clockS <= first.atS) return first.fromS;
    const stretch = this.#stretches.findLast((each) => each.atS <= clockS) ?? first;
    const position = Math.min(stretch.fromS + (clockS - stretch.atS) * stretch.rate, this.durationS);
    // What is played early at the seam of a loop is of its first bar, not of the one before.
    return this.#loop !== null && stretch.fromS === this.#loop.fromS - EARLY_S
      ? Math.max(position, this.#loop.fromS)
      : position;
  }

  /** Time of the clock up to which all was given out. */
  get givenS(): number {
    const last = this.#stretches.at(-1);
    return last === undefined ? 0 : last.atS + (last.toS - last.fromS) / last.rate;
  }

  /** All that is to be heard from what was given out before, up to a time of the clock. */
  take(untilS: number): Stretch[] {
    const taken: Stretch[] = [];
    while (this.playing && this.givenS < untilS - 1e-9) {
      const last = this.#stretches.at(-1)!;
      const atS = this.givenS;
      const fromS = this.#around(last.toS);
      if (fromS >= this.durationS) break;
      const endS =
        this.#loop !== null && fromS < this.#loop.toS - EARLY_S ? this.#loop.toS - EARLY_S : this.durationS;
      const stretch = {
        atS,
        fromS,
        toS: Math.min(endS, fromS + (untilS - atS) * this.#rate),
        rate: this.#rate,
      };
      taken.push(stretch);
      if (fromS === last.toS && stretch.rate === last.rate) last.toS = stretch.toS;
      else this.#stretches.push({ ...stretch });
    }
    if (this.#stretches.length > MOST_STRETCHES) this.#stretches = this.#stretches.slice(-MOST_STRETCHES);
    return taken;
  }

  /** When the end will be heard; null while it is not yet given out, or for ever round. */
  get endS(): number | null {
    const last = this.#stretches.at(-1);
    return last !== undefined && last.toS >= this.durationS - 1e-9 ? this.givenS : null;
  }

  /** Back to the beginning of the loop from its end, or from outside of it. */
  #around(positionS: number): number {
    if (this.#loop === null) return positionS;
    const inside =
      positionS >= this.#loop.fromS - EARLY_S - 1e-9 && positionS < this.#loop.toS - EARLY_S - 1e-9;
    return inside ? positionS : this.#loop.fromS - EARLY_S;
  }
}
