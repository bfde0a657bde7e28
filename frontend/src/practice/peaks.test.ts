import { expect, test } from "vitest";
import { peaksOf } from "./peaks";

test("the loudest of each slice, of all channels, and the loudest of all is full height", () => {
  const left = Float32Array.of(0, 0.25, 0, 0);
  const right = Float32Array.of(0, 0, -0.5, 0.1);
  expect([...peaksOf([left, right], 2)]).toEqual([0.5, 1]);
});

test("more slices than samples, silence, and nothing at all", () => {
  expect([...peaksOf([Float32Array.of(1, 0.5)], 4)]).toEqual([1, 1, 0.5, 0.5]);
  expect([...peaksOf([new Float32Array(8)], 2)]).toEqual([0, 0]);
  expect([...peaksOf([], 2)]).toEqual([0, 0]);
});
