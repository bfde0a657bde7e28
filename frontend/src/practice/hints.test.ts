import { expect, test } from "vitest";
import { notesOf } from "../harmony/notes";
import { hintFor } from "./hints";
import { judge } from "./judge";
import { nameOf } from "./names";
import type { StringCheck } from "./strings";
import type { Target } from "./useTargets";

function hint(
  label: string,
  heardLabel: string,
  loud: Record<number, number> | null,
  checks: StringCheck[] = [],
) {
  const target: Target = { label, symbol: label, notes: notesOf(label)!, names: new Map(), grip: null };
  const probabilities = Array.from({ length: 12 }, (_, each) => loud?.[each] ?? 0);
  const notes = loud === null ? null : { probabilities, start: 0, at: 1 };
  const judgement = judge(target.notes, { label: heardLabel, start: 0 }, notes);
  const strings = (pitchClass: number) => (pitchClass === 7 ? [3] : [2, 5]);
  return hintFor(target, judgement, heardLabel, checks, (each) => nameOf(each, "english"), strings);
}

test("praise, and a word on the bass where another string rings along", () => {
  expect(hint("C:maj", "C:maj", null)).toEqual({ key: "right" });
  expect(hint("C:maj", "C:maj/3", null)).toEqual({ key: "rightBass", bass: "C" });
  expect(hint("C:maj/3", "C:maj", null)).toEqual({ key: "bassWanted", bass: "E" });
});

test("what is missing, what it is in the chord, and on which strings it lies", () => {
  const said = hint("C:maj", "C:maj", { 0: 0.9, 4: 0.9, 7: 0.1 });
  expect(said).toEqual({ key: "missing", note: "G", degree: "fifth", strings: [3] });
});

test("the server's word on a string comes first", () => {
  const check = { string: 3, likelihood: 0.9, problem: "wrong fret", note: "G", fret: 0 };
  expect(hint("C:maj", "C:maj", { 0: 0.9, 4: 0.9 }, [check])).toEqual({
    key: "check",
    problem: "wrongFret",
    string: 3,
    note: "G",
    fret: 0,
  });
});

test("minor for major is named as such; another chord, too", () => {
  const said = hint("C:maj", "C:min", null);
  expect(said).toEqual({ key: "quality", heard: "C:min", note: "E", degree: "majorThird" });
  expect(hint("C:maj", "B:7", null)).toEqual({ key: "sounds", heard: "B:7" });
});

test("a note too many, and silence", () => {
  expect(hint("C:maj", "C:maj", { 0: 0.9, 4: 0.9, 7: 0.9, 6: 0.8 })).toEqual({ key: "foreign", note: "F♯" });
  expect(hint("C:maj", "N", null)).toEqual({ key: "silent" });
});
