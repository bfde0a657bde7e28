import { expect, test } from "vitest";
import { diagramOf } from "./diagram";

const am7 = { frets: [null, 0, 2, 0, 1, 0], fingers: [0, 0, 3, 0, 1, 0], barres: [] };
const bm = { frets: [null, 2, 4, 4, 3, 2], fingers: [0, 1, 3, 4, 2, 1], barres: [[2, 1, 5]] };
const high = { frets: [null, null, 8, 9, 8, 10], fingers: [0, 0, 1, 2, 1, 3], barres: [[8, 2, 4]] };

test("an open shape stands at the nut, its strings from low to high", () => {
  const diagram = diagramOf(am7, false);
  expect(diagram.base).toBe(1);
  expect(diagram.dots).toEqual([
    { string: 2, row: 1, finger: 3 },
    { string: 4, row: 0, finger: 1 },
  ]);
  expect(diagram.open).toEqual([
    { string: 0, muted: true },
    { string: 1, muted: false },
    { string: 3, muted: false },
    { string: 5, muted: false },
  ]);
});

test("for the left hand all is mirrored, bars too", () => {
  expect(diagramOf(bm, true)).toMatchObject({
    base: 1,
    bars: [{ from: 0, to: 4, row: 1, finger: 1 }],
    open: [{ string: 5, muted: true }],
  });
});

test("a shape high on the neck begins at its lowest fret", () => {
  expect(diagramOf(high, false)).toMatchObject({ base: 8, bars: [{ row: 0 }] });
});
