import { expect, test, vi } from "vitest";
import type { TimedChord } from "../connection/session";
import {
  chordAt,
  eased,
  furthestBack,
  leftEdge,
  lowerBound,
  snapped,
  visible,
  visibleBeats,
} from "./timeline";

const chord = (symbol: string, start: number, end: number | null): TimedChord => ({
  label: `${symbol}:maj`,
  symbol,
  bass: symbol,
  start,
  end,
  confidence: 1,
  alternatives: [],
});
const hour = Array.from({ length: 1800 }, (_, index) => chord("C", 2 * index, 2 * index + 2));
const view = { fromS: 100, pxPerS: 50, widthPx: 500 };

test("of an hour, what can be seen; and no more is looked at than halving takes", () => {
  const end = vi.fn((each: TimedChord) => each.end ?? 0);
  expect(lowerBound(hour, 1234, end)).toBe(616);
  expect(end.mock.calls.length).toBeLessThan(12);
  const blocks = visible(hour, [], [], view, 3600);
  expect(blocks.map(({ index }) => index)).toEqual([49, 50, 51, 52, 53, 54, 55]);
  expect(blocks[1]).toMatchObject({ x: 0, width: 100 });
});

test("the chord that rings reaches to now, from the last that is decided", () => {
  const blocks = visible(
    [chord("C", 100, 102)],
    [chord("D", 101.5, 102.5), chord("G", 102.5, null)],
    [],
    view,
    103,
  );
  expect(blocks.map(({ index, x, width }) => [index, x, width])).toEqual([
    [0, 0, 100],
    [-1, 100, 25],
    [-1, 125, 25],
  ]);
});

test("changes are drawn on beats that are near, and left alone where none is", () => {
  const beats = [1, 1.5, 2, 2.5];
  expect(snapped(1.46, beats)).toBe(1.5);
  expect(snapped(1.75, beats)).toBe(1.75);
  expect(snapped(9, beats)).toBe(9);
  expect(snapped(0.95, beats)).toBe(1);
  expect(snapped(3, [])).toBe(3);
  const two = visible([chord("C", 0, 1.04), chord("G", 1.04, 2)], [], beats, { ...view, fromS: 0 }, 2);
  expect(two[0]!.x + two[0]!.width).toBe(two[1]!.x); // no gap between them
});

test("beats in view", () => {
  expect(visibleBeats([99, 100, 105, 111], view)).toEqual([
    { index: 1, x: 0 },
    { index: 2, x: 250 },
  ]);
});

test("the chord under a finger", () => {
  expect(chordAt(hour, 3.9)).toBe(1);
  expect(chordAt(hour, 3600.5)).toBe(-1);
  expect(chordAt(hour, -1)).toBe(-1);
});

test("now stands at four fifths, and the beginning is the furthest one can look back", () => {
  expect(leftEdge(60, 0, view)).toBe(52);
  expect(furthestBack(60, view)).toBe(52);
  expect(leftEdge(60, furthestBack(60, view), view)).toBe(0);
  expect(furthestBack(3, view)).toBe(0);
});

test("time shown runs evenly though the clock comes in steps, and jumps where the clock jumps", () => {
  let shown = 10;
  const seen = [];
  for (let frame = 1; frame <= 60; frame++) {
    const clock = 10 + Math.floor((frame * 16.7) / 20) * 0.02; // every 20 ms
    const next = eased(shown, clock, 16.7);
    seen.push(next - shown);
    shown = next;
  }
  expect(Math.min(...seen)).toBeGreaterThan(0.012);
  expect(Math.max(...seen)).toBeLessThan(0.02);
  expect(eased(10, 25, 16)).toBe(25);
});
