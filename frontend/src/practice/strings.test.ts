import { expect, test } from "vitest";
import { notesOf } from "../harmony/notes";
import { judge } from "./judge";
import { pitchClassOf, stringFeedback } from "./strings";

const GUITAR = ["E2", "A2", "D3", "G3", "B3", "E4"];
const C_SHAPE = [null, 3, 2, 0, 1, 0];
const target = notesOf("C:maj")!;

function heard(loud: Record<number, number>) {
  const probabilities = Array.from({ length: 12 }, (_, each) => loud[each] ?? 0);
  return judge(target, { label: "C:maj", start: 0 }, { probabilities, start: 0, at: 0.6 });
}

const colours = (...given: Parameters<typeof stringFeedback>) =>
  stringFeedback(...given).map(({ colour }) => colour);

test("all is well: what is pressed is green, what is muted rests", () => {
  const fine = heard({ 0: 0.9, 4: 0.9, 7: 0.9 });
  expect(colours(GUITAR, C_SHAPE, fine)).toEqual(["rest", "good", "good", "good", "good", "good"]);
});

test("without a G the G string is red, and the others stay green", () => {
  const without = heard({ 0: 0.9, 4: 0.9 });
  expect(colours(GUITAR, C_SHAPE, without)).toEqual(["rest", "good", "good", "bad", "good", "good"]);
});

test("a note that two strings have says so: one of them is enough", () => {
  const shared = stringFeedback(GUITAR, C_SHAPE, heard({ 0: 0.9, 4: 0.9, 7: 0.9 })).map(
    (each) => each.shared,
  );
  // C on the fifth and second string, E on the fourth and first; the muted sixth would be an E, too.
  expect(shared).toEqual([true, true, true, false, true, true]);
});

test("what the server suspects is coloured by how likely it is, on muted strings, too", () => {
  const checks = [
    { string: 6, likelihood: 0.8, problem: "unmuted", note: "E", fret: null },
    { string: 1, likelihood: 0.25, problem: "wrong fret", note: "E", fret: 0 },
  ];
  const judged = heard({ 0: 0.9, 4: 0.9, 7: 0.9, 6: 0.7 });
  expect(colours(GUITAR, C_SHAPE, judged, checks)).toEqual(["bad", "good", "good", "good", "good", "fair"]);
});

test("strings are counted from the floor, and nothing is said in silence", () => {
  const quiet = stringFeedback(GUITAR, C_SHAPE, judge(target, null, null));
  expect(quiet.map(({ number }) => number)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(new Set(quiet.map(({ colour }) => colour))).toEqual(new Set(["rest"]));
});

test("notes by name", () => {
  expect(["E2", "F#3", "Bb", "Cb4", "x"].map(pitchClassOf)).toEqual([4, 6, 10, 11, null]);
});
