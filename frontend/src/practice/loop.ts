/** The part of a recording that is repeated. Pure; seconds. */

export interface Loop {
  fromS: number;
  toS: number;
}

export type Snap = "bar" | "beat" | "off";

/** Shorter ones cannot be heard as music. */
export const SHORTEST_S = 0.3;

/** The nearest of these times; the same time where there are none. `times` go up. */
export function nearest(times: readonly number[], at: number): number {
  let best = at;
  let distance = Number.POSITIVE_INFINITY;
  for (const time of times) {
    if (Math.abs(time - at) < distance) {
      distance = Math.abs(time - at);
      best = time;
    }
  }
  return best;
}

/** A loop between two places in any order, on the grid, inside the recording; never shorter than can be heard. */
export function loopBetween(one: number, other: number, grid: readonly number[], durationS: number): Loop {
  const [low, high] = one <= other ? [one, other] : [other, one];
  let fromS = clamp(nearest(grid, low), durationS);
  let toS = clamp(nearest(grid, high), durationS);
  if (toS - fromS < SHORTEST_S) {
    const after = grid.find((time) => time >= fromS + SHORTEST_S);
    toS = clamp(after ?? Math.max(high, fromS + SHORTEST_S), durationS);
  }
  if (toS - fromS < SHORTEST_S) fromS = Math.max(0, toS - SHORTEST_S);
  return { fromS, toS };
}

/** The end of the recording closes the last bar. */
export function gridOf(
  snap: Snap,
  heard: { beats: readonly number[]; bars: readonly { start: number }[]; duration: number } | null,
): number[] {
  if (heard === null || snap === "off") return [];
  const times = snap === "bar" ? heard.bars.map(({ start }) => start) : [...heard.beats];
  return times.length === 0 ? [] : [...times, heard.duration];
}

/** The same length, so many steps of the grid later or earlier; by its own length where there is no grid. */
export function shifted(loop: Loop, steps: number, grid: readonly number[], durationS: number): Loop {
  const length = loop.toS - loop.fromS;
  if (grid.length < 2) {
    const fromS = Math.max(0, Math.min(loop.fromS + steps * length, durationS - length));
    return { fromS, toS: fromS + length };
  }
  const first = grid.indexOf(nearest(grid, loop.fromS));
  const last = grid.indexOf(nearest(grid, loop.toS));
  const most = grid.length - 1 - last;
  const by = Math.max(-first, Math.min(most, steps));
  return { fromS: grid[first + by]!, toS: grid[last + by]! };
}

/** Where to go on from, if the end of the loop is passed; null: go on. */
export function jumpBack(loop: Loop | null, positionS: number): number | null {
  return loop !== null && (positionS >= loop.toS || positionS < loop.fromS - SHORTEST_S) ? loop.fromS : null;
}

/** After a round: a little faster, until it is as written. Percent. */
export function faster(speed: number, stepPercent: number): number {
  return Math.min(100, speed + stepPercent);
}

function clamp(at: number, durationS: number): number {
  return Math.max(0, Math.min(at, durationS));
}
