/**
 * The band follows a player: from the beats that the server hears to when to begin, how fast to go, and when to stop.
 * Pure: all times are handed in, in seconds of one clock.
 *
 * Gentle on purpose. Beats come late and uneven, and a band that jumps after each of them cannot be played with.
 */
import { median } from "./tap";

/** Of the tempo that was chosen: beyond, the beats are more likely misheard than meant. */
export const SLOWEST = 0.6;
export const FASTEST = 1.6;
/** A tempo this near to the one that is played is the same. */
const SAME = 0.015;
/** Change of the rate, as a share of it, in a second. */
const STEADY = 0.06;
/** What makes up for being early or late, as a share of the rate. */
const MOST_CATCH_UP = 0.04;
/** Of a beat: so much early or late is together. */
const TOGETHER = 0.08;
/** Gaps that a tempo is taken from. */
const GAPS = 8;
/** So many beats, and at least so long, with nothing heard: the player has stopped. */
const SILENT_BEATS = 5;
const SILENT_S = 3;

export interface Heard {
  /** Times of beats, oldest first. */
  beats: readonly number[];
  /** What the server takes the tempo for; null if it does not say. */
  bpm: number | null;
}

/** Felt beats a minute: of the latest gaps, or else what the server says; null while neither is known. */
export function heardTempo({ beats, bpm }: Heard): number | null {
  const late = beats.slice(-GAPS - 1);
  const gaps = late.slice(1).map((at, index) => at - late[index]!);
  if (gaps.length < 3) return bpm;
  const middle = median(gaps);
  return middle > 0 ? 60 / middle : bpm;
}

/** The same pulse counted in half or double, whichever is nearest to a tempo. */
export function folded(bpm: number, near: number): number {
  let best = bpm;
  for (const each of [bpm / 2, bpm * 2]) {
    if (Math.abs(Math.log(each / near)) < Math.abs(Math.log(best / near))) best = each;
  }
  return best;
}

/** When to begin: on the beat after `wanted` beats heard since `armedS`, as foretold from the last of them. */
export function entry(heard: Heard, armedS: number, wanted: number, nowS: number): number | null {
  const beats = heard.beats.filter((at) => at >= armedS);
  const last = beats.at(-1);
  const tempo = heardTempo(heard);
  if (last === undefined || tempo === null || beats.length < wanted) return null;
  const gap = 60 / tempo;
  return last + Math.max(1, Math.ceil((nowS - last) / gap)) * gap;
}

export interface Playing {
  /** Felt beats a minute that the player chose, and that the band plays as written. */
  chosenBpm: number;
  /** Of the chosen tempo. */
  rate: number;
  /** The band's last beat and the gap to its next, as sounding now. */
  beatS: number;
  gapS: number;
}

/** The rate to go on with, `dtS` after the last one. */
export function followedRate(heard: Heard, playing: Playing, dtS: number): number {
  const tempo = heardTempo(heard);
  const last = heard.beats.at(-1);
  if (tempo === null || last === undefined) return playing.rate;
  const wanted = clamp(folded(tempo, playing.chosenBpm * playing.rate) / playing.chosenBpm, SLOWEST, FASTEST);
  const base = Math.abs(wanted / playing.rate - 1) < SAME ? playing.rate : wanted;
  // Positive: the player is late, the band waits.
  const apart = (last - playing.beatS) / playing.gapS;
  const late = apart - Math.round(apart);
  const catchUp = Math.abs(late) < TOGETHER ? 0 : clamp(-late * 0.2, -MOST_CATCH_UP, MOST_CATCH_UP);
  const most = STEADY * dtS * playing.rate;
  return clamp(playing.rate + clamp(base * (1 + catchUp) - playing.rate, -most, most), SLOWEST, FASTEST);
}

/** Nothing was heard for so long that the band should stop. */
export function hasStopped(lastHeardS: number, bpm: number, nowS: number): boolean {
  return nowS - lastHeardS > Math.max(SILENT_S, (SILENT_BEATS * 60) / bpm);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/**
 * From seconds of the session's audio to seconds of the page's clock. A message comes late, never early, so the
 * earliest of the latest ones is nearest to the truth.
 */
export class SessionClock {
  #seen: number[] = [];

  /** Audio up to `heardS` was known at `nowS`. */
  note(heardS: number, nowS: number) {
    this.#seen = [...this.#seen, nowS - heardS].slice(-40);
  }

  /** Null before anything was noted. */
  toPage(audioS: number): number | null {
    return this.#seen.length === 0 ? null : audioS + Math.min(...this.#seen);
  }
}
