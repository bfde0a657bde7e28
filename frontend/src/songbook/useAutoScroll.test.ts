import { expect, test } from "vitest";
import { durationS } from "./useAutoScroll";

test("how long a song lasts: as it says, or by its lines, tempo and metre", () => {
  expect(durationS({ tempoBpm: 60, metre: "4/4" }, 10, "3:30")).toBe(210);
  expect(durationS({ tempoBpm: 60, metre: "4/4" }, 10, "95")).toBe(95);
  expect(durationS({ tempoBpm: 120, metre: "4/4" }, 10, "long")).toBe(40);
  expect(durationS({ tempoBpm: 60, metre: "6/8" }, 10, undefined)).toBe(40);
  expect(durationS({ tempoBpm: null, metre: "3/4" }, 10, undefined)).toBe(36);
});
