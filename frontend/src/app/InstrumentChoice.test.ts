import { expect, test } from "vitest";
import { isTuning } from "./InstrumentChoice";

test("a tuning is a note with its octave for each string", () => {
  expect(isTuning("E2 A2 D3 G3 B3 E4", 6)).toBe(true);
  expect(isTuning(" D2, A2, D3, F#3, A3, D4 ", 6)).toBe(true);
  expect(isTuning("E2 A2 D3 G3 B3", 6)).toBe(false);
  expect(isTuning("E A D G B E", 6)).toBe(false);
  expect(isTuning("H2 A2 D3 G3", 4)).toBe(false);
});
