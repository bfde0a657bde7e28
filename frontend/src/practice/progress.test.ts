import { expect, test } from "vitest";
import type { Sitting } from "./history";
import { progress } from "./progress";

const sitting = (changeS: number | null): Sitting => ({
  id: "",
  at: 0,
  chords: [],
  right: 1,
  clean: 1,
  best: 1,
  changeS,
});

test("quicker changes stand lower, and nothing leaves the picture", () => {
  const picture = progress([4.2, null, 2.1, 1].map(sitting))!;
  expect(picture.points).toHaveLength(3);
  expect(picture.points[0]!.y).toBeLessThan(picture.points[2]!.y);
  expect(picture.lines.map(({ seconds }) => seconds)).toEqual([0, 2.5, 5]);
  for (const { x, y } of picture.points) {
    expect(x).toBeLessThanOrEqual(picture.width);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(picture.height);
  }
  expect([picture.firstS, picture.lastS]).toEqual([4.2, 1]);
});

test("one sitting is no progress", () => {
  expect(progress([sitting(2), sitting(null)])).toBeNull();
});
