/** Tempo from taps. Pure: times come from who hears them. */

/** A pause this long begins anew. */
const PAUSE_MS = 2500;
const MOST_TAPS = 9;
/** A gap this far from the median was a slip, or a tap left out. */
const OFF = 0.2;
export const SLOWEST_BPM = 20;
export const FASTEST_BPM = 400;

/** The taps that count after one more, the oldest first. */
export function tapped(before: readonly number[], atMs: number): number[] {
  const last = before.at(-1);
  return last === undefined || atMs - last > PAUSE_MS || atMs <= last
    ? [atMs]
    : [...before, atMs].slice(-MOST_TAPS);
}

/** Beats a minute of at least two taps, else null: mean of the gaps that are like their median. */
export function tapTempo(taps: readonly number[]): number | null {
  const gaps = taps.slice(1).map((at, index) => at - taps[index]!);
  if (gaps.length === 0) return null;
  const middle = median(gaps);
  const alike = gaps.filter((gap) => Math.abs(gap - middle) <= OFF * middle);
  const bpm = 60_000 / (alike.reduce((sum, gap) => sum + gap, 0) / alike.length);
  return Math.min(FASTEST_BPM, Math.max(SLOWEST_BPM, bpm));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
