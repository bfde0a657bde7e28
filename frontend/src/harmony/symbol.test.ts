import { expect, test } from "vitest";
import { noteName, partsOf, shown } from "./symbol";

test.each([
  ["F#m7b5/E", { root: "F♯", suffix: "m7♭5", bass: "E" }],
  ["Bb", { root: "B♭", suffix: "", bass: null }],
  ["C6/9", { root: "C", suffix: "6/9", bass: null }],
  ["C6/9/E", { root: "C", suffix: "6/9", bass: "E" }],
  ["Gsus4", { root: "G", suffix: "sus4", bass: null }],
  ["N.C.", { root: "N.C.", suffix: "", bass: null }],
  ["?", { root: "?", suffix: "", bass: null }],
])("the parts of %s", (symbol, parts) => {
  expect(partsOf(symbol, "english")).toEqual(parts);
});

test("German and solfège names", () => {
  const names = ["B", "Bb", "Eb", "Ab", "F#", "Db", "Ebb", "Cb"];
  expect(names.map((name) => noteName(name, "german"))).toEqual([
    "H", "B", "Es", "As", "Fis", "Des", "Eses", "Ces",
  ]); // biome-ignore format: a table
  expect(shown("Bm7/F#", "german")).toBe("Hm7/Fis");
  expect(shown("Bbmaj7", "solfege")).toBe("Si♭maj7");
});
