/** Where on the timeline a chord stands: pure, in seconds and CSS pixels. `paint.ts` draws it. */
import type { TimedChord } from "../connection/session";

export interface View {
  /** Second at the left edge. */
  fromS: number;
  pxPerS: number;
  widthPx: number;
}

export interface Block {
  chord: TimedChord;
  /** −1: not yet decided. */
  index: number;
  x: number;
  width: number;
}

/** A change of chords this near to a beat is on it, for the eye; in parts of a beat, and in seconds. */
const SNAP_BEATS = 0.35;
const SNAP_S = 0.16;

/** The first of sorted values that is not less, by halves. */
export function lowerBound<T>(items: readonly T[], value: number, of: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(items[middle]!) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const itself = (time: number) => time;

/** The beat that a time belongs to, or the time itself. */
export function snapped(time: number, beats: readonly number[]): number {
  const after = lowerBound(beats, time, itself);
  const left = beats[after - 1];
  const right = beats[after];
  const nearest = right === undefined || (left !== undefined && time - left < right - time) ? left : right;
  if (nearest === undefined) return time;
  const gap = left !== undefined && right !== undefined ? right - left : 1;
  return Math.abs(nearest - time) <= Math.min(SNAP_S, SNAP_BEATS * gap) ? nearest : time;
}

/** Only what can be seen: an hour of chords costs no more than a minute of them. */
export function visible(
  finals: readonly TimedChord[],
  undecided: readonly TimedChord[],
  beats: readonly number[],
  view: View,
  nowS: number,
): Block[] {
  const toS = view.fromS + view.widthPx / view.pxPerS;
  const blocks: Block[] = [];
  const block = (chord: TimedChord, index: number, endS: number) => {
    const start = snapped(chord.start, beats);
    const end = Math.max(start, endS);
    const x = (start - view.fromS) * view.pxPerS;
    blocks.push({ chord, index, x, width: (end - start) * view.pxPerS });
  };
  const margin = SNAP_S;
  for (
    let index = lowerBound(finals, view.fromS - margin, (chord) => chord.end ?? Number.POSITIVE_INFINITY);
    index < finals.length && finals[index]!.start < toS + margin;
    index++
  ) {
    const chord = finals[index]!;
    block(chord, index, snapped(chord.end ?? nowS, beats));
  }
  let decidedS = finals.at(-1)?.end ?? 0;
  for (const chord of undecided) {
    const start = Math.max(chord.start, decidedS);
    const end = chord.end === null ? nowS : snapped(chord.end, beats);
    if (start < toS && end > view.fromS) block({ ...chord, start }, -1, end);
    decidedS = Math.max(decidedS, chord.end ?? nowS);
  }
  return blocks;
}

/** Beats that can be seen, with their number in the session. */
export function visibleBeats(beats: readonly number[], view: View): { index: number; x: number }[] {
  const toS = view.fromS + view.widthPx / view.pxPerS;
  const found: { index: number; x: number }[] = [];
  for (let index = lowerBound(beats, view.fromS, itself); index < beats.length; index++) {
    if (beats[index]! > toS) break;
    found.push({ index, x: (beats[index]! - view.fromS) * view.pxPerS });
  }
  return found;
}

/** The chord under a point; −1 where there is none that could be corrected. */
export function chordAt(finals: readonly TimedChord[], time: number): number {
  const index = lowerBound(finals, time, (chord) => chord.end ?? Number.POSITIVE_INFINITY);
  const chord = finals[index];
  return chord !== undefined && chord.start <= time ? index : -1;
}

/** The second at the left edge, so that now stands at a share of the width, or where the player looks. */
export function leftEdge(nowS: number, backS: number, view: Omit<View, "fromS">, nowAt = 0.8): number {
  return nowS - backS - (nowAt * view.widthPx) / view.pxPerS;
}

/** How far one can look back: to where the beginning stands at the left edge. */
export function furthestBack(nowS: number, view: Omit<View, "fromS">, nowAt = 0.8): number {
  return Math.max(0, nowS - (nowAt * view.widthPx) / view.pxPerS);
}

/** What a time shown follows: evenly, and never far from the clock, which comes in steps. */
export function eased(shownS: number, clockS: number, passedMs: number): number {
  const ahead = clockS - shownS;
  if (Math.abs(ahead) > 0.5) return clockS;
  return shownS + passedMs / 1000 + (ahead - passedMs / 1000) * Math.min(1, passedMs / 200);
}
