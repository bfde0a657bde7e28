import { expect, test } from "vitest";
import { patternOf } from "./pattern";

// As the server writes them.
const STRUMMED = `Morning light
Guitar, E2 A2 D3 G3 B3 E4, C major, 4/4, quarter = 100 bpm, Down, down-up, up-down-up

C             G
x     o   o       o o o
===========   ===========
| | | | 1 |   | | | | | |

   C                 G
   1   2   3   4     1   2   3   4
e|-0---0-0---0-0-0-|-3---3-3---3-3-3-|
B|-1---1-1---1-1-1-|-0---0-0---0-0-0-|
E|-----------------|-3---3-3---3-3-3-|
   D   D U   U D U   D   D U   U D U
`;

test("the strokes of the first bar, below its beats", () => {
  expect(patternOf(STRUMMED)).toEqual({
    name: "Down, down-up, up-down-up",
    strokes: { beats: "1   2   3   4", hand: "↓   ↓ ↑   ↑ ↓ ↑" },
  });
});

test("where strings are picked there are none", () => {
  const picked = STRUMMED.replace(/^ {3}D.*$/m, "").replace("Down, down-up, up-down-up", "Root and fifth");
  expect(patternOf(picked)).toEqual({ name: "Root and fifth", strokes: null });
  expect(patternOf("")).toBeNull();
});
