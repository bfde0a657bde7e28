import { expect, test } from "vitest";
import { CATCH_UP_MS, LAG_MS, Outbox } from "./outbox";

const RATE = 1000;
const FRAME = 20;

/** Frames of 20 ms whose samples say their number. */
function captures(outbox: Outbox, from: number, to: number, nowMs = from * FRAME) {
  for (let number = from; number < to; number++) {
    outbox.keep(new Int16Array(FRAME).fill(number), number * FRAME * 1000, nowMs);
  }
}
const sends = (outbox: Outbox, nowMs: number) =>
  [...outbox.due(nowMs)].map(({ skipBytes, sequence, pcm }) => [sequence, pcm[0], skipBytes]);

test("frames go out as they come, numbered, each once", () => {
  const outbox = new Outbox(RATE, true);
  captures(outbox, 0, 2);
  expect(sends(outbox, 0)).toEqual([
    [0, 0, 0],
    [1, 1, 0],
  ]);
  expect(sends(outbox, 0)).toEqual([]);
});

test("what waited for a connection goes out a second at a time, as the server answers, stamped as of now", () => {
  const outbox = new Outbox(RATE, true);
  captures(outbox, 0, 500); // ten seconds
  outbox.begin(10_000);
  expect(outbox.positionS).toBe(10);
  const first = [...outbox.due(10_000)];
  expect(first.length).toBeLessThanOrEqual(52);
  expect(first[0]!.captureUs).toBe(10_000_000);
  let sequence = first.at(-1)!.sequence;
  for (let rounds = 0; rounds < 20 && sequence < 499; rounds++) {
    outbox.acknowledge(sequence);
    sequence = [...outbox.due(10_050)].at(-1)!.sequence;
  }
  expect(sequence).toBe(499); // nothing was left out
});

test("a server too slow to catch up is brought to now", () => {
  const outbox = new Outbox(RATE, true);
  captures(outbox, 0, 500);
  outbox.begin(10_000);
  sends(outbox, 10_000);
  outbox.acknowledge(60);
  const late = 10_000 + CATCH_UP_MS + 1;
  expect(sends(outbox, late)).toEqual([]); // the rest of what waited is given up
  captures(outbox, 500, 501, late);
  const [[, number, skipped]] = sends(outbox, late) as [[number, number, number]];
  expect(number).toBe(500);
  expect(skipped).toBeGreaterThan(8 * RATE * 2);
});

test("while answers lag, audio is left out; the end of a hop that nobody can answer is no lag", () => {
  const outbox = new Outbox(RATE, true);
  outbox.hopS = 0.046;
  captures(outbox, 0, 20);
  sends(outbox, 0);
  captures(outbox, 20, 30, LAG_MS + 1); // left out
  expect(sends(outbox, LAG_MS + 1)).toEqual([]);
  outbox.acknowledge(16); // 17, 18 and 19 are of a hop that is not whole
  captures(outbox, 30, 31, LAG_MS + 20);
  expect(sends(outbox, LAG_MS + 20)).toEqual([[20, 30, 400]]);
});

test("of a file nothing is left out, and nothing stamped anew", () => {
  const outbox = new Outbox(RATE, false);
  captures(outbox, 0, 200, 0);
  const sent = [...outbox.due(60_000)];
  expect(sent).toHaveLength(200);
  expect(sent[100]!.captureUs).toBe(2_000_000);
});
