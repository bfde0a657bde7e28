import { expect, test } from "vitest";
import { median, tapped, tapTempo } from "./tap";

const taps = (...times: number[]) => times.reduce<number[]>(tapped, []);

test("even taps, and taps as uneven as a hand makes them", () => {
  expect(tapTempo(taps(0, 500, 1000, 1500))).toBeCloseTo(120);
  expect(tapTempo(taps(0, 510, 985, 1505, 2000))).toBeCloseTo(120, 0);
});

test("one tap is no tempo", () => {
  expect(tapTempo([])).toBeNull();
  expect(tapTempo(taps(5))).toBeNull();
});

test("a tap left out, or one too many, does not count", () => {
  expect(tapTempo(taps(0, 500, 1000, 2000, 2500, 3000))).toBeCloseTo(120);
  expect(tapTempo(taps(0, 500, 1000, 1120, 1500, 2000, 2500))).toBeCloseTo(120, 0);
});

test("a pause begins anew; only the latest taps count, so that a hand may change its mind", () => {
  expect(taps(0, 500, 9000)).toEqual([9000]);
  const slow = Array.from({ length: 6 }, (_, index) => index * 1000);
  const fast = Array.from({ length: 9 }, (_, index) => 5000 + (index + 1) * 400);
  expect(tapTempo(taps(...slow, ...fast))).toBeCloseTo(150);
});

test("never beyond what the server takes", () => {
  expect(tapTempo(taps(0, 20, 40))).toBe(400);
});

test("median", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
