/** The picture of time per change, sitting by sitting. Pure, in units of the drawing. */
import type { Sitting } from "./history";

const WIDTH = 300;
const HEIGHT = 120;
const LEFT = 32;
const TOP = 18;
const BOTTOM = 10;
const MOST = 30;

export interface Progress {
  width: number;
  height: number;
  left: number;
  points: { x: number; y: number }[];
  /** Lines across, with what they stand for. */
  lines: { y: number; seconds: number }[];
  firstS: number;
  lastS: number;
}

/** Null where fewer than two sittings have a time: a point is no progress. */
export function progress(sittings: readonly Sitting[]): Progress | null {
  const times = sittings.flatMap(({ changeS }) => (changeS === null ? [] : [changeS])).slice(-MOST);
  if (times.length < 2) return null;
  const top = ceiling(Math.max(...times));
  const y = (seconds: number) => TOP + (1 - seconds / top) * (HEIGHT - TOP - BOTTOM);
  const step = (WIDTH - LEFT - 8) / (times.length - 1);
  return {
    width: WIDTH,
    height: HEIGHT,
    left: LEFT,
    points: times.map((seconds, index) => ({ x: LEFT + 4 + index * step, y: y(seconds) })),
    lines: [0, top / 2, top].map((seconds) => ({ y: y(seconds), seconds })),
    firstS: times[0]!,
    lastS: times.at(-1)!,
  };
}

/** The next round number: 1, 2, 5, 10, … */
function ceiling(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 0.1)));
  return ([1, 2, 5, 10].find((each) => each * unit >= value) ?? 10) * unit;
}
