import { expect, test } from "vitest";
import type { Verdict } from "./judge";
import {
  begin,
  HOLD_S,
  hear,
  REST_S,
  SLIP_S,
  skipTo,
  slowest,
  type Training,
  typicalChange,
} from "./trainer";

function play(training: Training, ...said: [number, Verdict | "held"][]): Training {
  return said.reduce((each, [at, verdict]) => hear(each, verdict, at), training);
}

/** Right from `at` on, for long enough. */
const right = (at: number): [number, Verdict][] => [
  [at, "right"],
  [at + HOLD_S, "right"],
];

test("it goes on when a chord has been right for a moment, and round again at the end", () => {
  const training = play(begin(["C", "G"]), [1, "right"]);
  expect(training.index).toBe(0);
  const second = play(training, [1 + HOLD_S, "right"]);
  expect(second.index).toBe(1);
  const round = play(second, ...right(3));
  expect(round).toMatchObject({ index: 0, rounds: 1, streak: 2, best: 2 });
  expect(round.changes).toEqual([
    { from: null, to: "C", seconds: null, clean: true },
    { from: "C", to: "G", seconds: 2, clean: true },
  ]);
});

test("a lucky moment does not count", () => {
  const training = play(begin(["C", "G"]), [1, "right"], [1.1, "almost"], [1.2, "right"], [1.3, "notYet"]);
  expect(training.index).toBe(0);
});

test("a chord that is wrong for long ends the streak; a change that takes its time does not", () => {
  const training = play(
    begin(["C", "G"]),
    ...right(1),
    [2, "notYet"],
    [2 + SLIP_S / 2, "notYet"],
    ...right(4),
  );
  expect(training.streak).toBe(2);
  const slipped = play(training, [5, "notYet"], [5 + SLIP_S, "notYet"]);
  expect(slipped).toMatchObject({ streak: 0, best: 2, index: 0 });
  expect(play(slipped, ...right(8)).changes.at(-1)).toMatchObject({ clean: false });
});

test("a chord that is let ring is no slip, and the change begins when it ends", () => {
  const training = play(
    begin(["C", "G"]),
    ...right(1),
    [1.5, "held"],
    [5, "held"],
    [5.5, "notYet"],
    ...right(6),
  );
  expect(training.streak).toBe(2);
  expect(training.changes.at(-1)).toMatchObject({ to: "G", seconds: 1, clean: true });
});

test("a rest is not counted as a slow change", () => {
  const training = play(
    begin(["C", "G"]),
    ...right(1),
    [3, "silent"],
    [1 + REST_S + 1, "silent"],
    ...right(20),
  );
  expect(training.changes.at(-1)).toMatchObject({ to: "G", from: null, seconds: null });
});

test("a lone chord counts again after it was let go", () => {
  const once = play(begin(["C"]), ...right(1), [1.5, "right"], [1.8, "right"]);
  expect(once.changes).toHaveLength(1);
  expect(play(once, [2, "silent"], ...right(3)).changes).toHaveLength(2);
});

test("the same chord twice in a row is one", () => {
  expect(begin(["C", "C", "G"]).chords).toEqual(["C", "G"]);
});

test("a chord chosen by hand is not timed", () => {
  const training = skipTo(play(begin(["C", "G", "F"]), ...right(1)), 2);
  expect(play(training, ...right(9)).changes.at(-1)).toMatchObject({ to: "F", seconds: null });
});

test("what is typical, and which change is slowest", () => {
  const changes = [1, 2, 9].map((seconds) => ({ from: "C", to: "G", seconds, clean: true }));
  expect(typicalChange(changes)).toBe(2);
  expect(typicalChange([])).toBeNull();
  const others = [3, 5].map((seconds) => ({ from: "G", to: "C", seconds, clean: true }));
  expect(slowest([...changes, ...others])).toEqual({ from: "G", to: "C", seconds: 4 });
  expect(slowest(changes.slice(0, 1))).toBeNull();
});
