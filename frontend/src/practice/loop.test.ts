import { expect, test } from "vitest";
import { faster, gridOf, jumpBack, loopBetween, nearest, SHORTEST_S, shifted } from "./loop";

const bars = [0.5, 2.5, 4.5, 6.5];

test("the nearest place of the grid; without one, the place itself", () => {
  expect(nearest(bars, 3.4)).toBe(2.5);
  expect(nearest(bars, 3.6)).toBe(4.5);
  expect(nearest([], 3.6)).toBe(3.6);
});

test("a loop lies on the grid whichever way it is drawn", () => {
  expect(loopBetween(2.2, 4.9, bars, 8)).toEqual({ fromS: 2.5, toS: 4.5 });
  expect(loopBetween(4.9, 2.2, bars, 8)).toEqual({ fromS: 2.5, toS: 4.5 });
});

test("both ends in one bar make that bar; without a grid, the shortest that can be heard", () => {
  expect(loopBetween(2.4, 2.6, bars, 8)).toEqual({ fromS: 2.5, toS: 4.5 });
  expect(loopBetween(1, 1, [], 8)).toEqual({ fromS: 1, toS: 1 + SHORTEST_S });
  expect(loopBetween(7.95, 8.4, [], 8)).toEqual({ fromS: 8 - SHORTEST_S, toS: 8 });
});

test("the end of the recording belongs to the grid", () => {
  const heard = { beats: [1, 2], bars: [{ start: 1 }], duration: 8 };
  expect(gridOf("bar", heard)).toEqual([1, 8]);
  expect(gridOf("beat", heard)).toEqual([1, 2, 8]);
  expect(gridOf("off", heard)).toEqual([]);
  expect(gridOf("beat", null)).toEqual([]);
  expect(gridOf("bar", { beats: [], bars: [], duration: 8 })).toEqual([]);
});

test("a loop moves by bars, and stays inside", () => {
  expect(shifted({ fromS: 0.5, toS: 4.5 }, 1, bars, 8)).toEqual({ fromS: 2.5, toS: 6.5 });
  expect(shifted({ fromS: 2.5, toS: 6.5 }, 1, bars, 8)).toEqual({ fromS: 2.5, toS: 6.5 });
  expect(shifted({ fromS: 0.5, toS: 2.5 }, -1, bars, 8)).toEqual({ fromS: 0.5, toS: 2.5 });
  expect(shifted({ fromS: 5, toS: 7 }, 1, [], 8)).toEqual({ fromS: 6, toS: 8 });
});

test("back at the end, and when the player is put before its beginning", () => {
  const loop = { fromS: 2, toS: 4 };
  expect(jumpBack(loop, 3.9)).toBeNull();
  expect(jumpBack(loop, 4)).toBe(2);
  expect(jumpBack(loop, 1)).toBe(2);
  expect(jumpBack(null, 9)).toBeNull();
});

test("faster with each round, but never faster than it was played", () => {
  expect(faster(60, 5)).toBe(65);
  expect(faster(98, 5)).toBe(100);
});
