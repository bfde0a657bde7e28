import { afterEach, expect, test, vi } from "vitest";
import { followSittings, forgetSittings, keepSitting, listSittings, sittingOf } from "./history";
import { begin, hear } from "./trainer";

afterEach(forgetSittings);

const training = [1, 2].reduce((each, at) => hear(each, "right", at), begin(["C:maj", "G:maj"]));

test("a sitting says how it went", () => {
  expect(sittingOf(training, "a", 5, ["C", "G"])).toEqual({
    id: "a",
    at: 5,
    chords: ["C", "G"],
    right: 1,
    clean: 1,
    best: 1,
    changeS: null,
  });
});

test("sittings are kept in order of time, and one that goes on once", async () => {
  const told = vi.fn();
  const stop = followSittings(told);
  await keepSitting(sittingOf(training, "later", 9, ["C"]));
  await keepSitting(sittingOf(training, "first", 5, ["C"]));
  await keepSitting({ ...sittingOf(training, "first", 5, ["C"]), best: 7 });
  stop();
  expect((await listSittings()).map(({ id, best }) => [id, best])).toEqual([
    ["first", 7],
    ["later", 1],
  ]);
  expect(told).toHaveBeenCalledTimes(3);
});
