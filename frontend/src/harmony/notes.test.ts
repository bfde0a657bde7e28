import { expect, test } from "vitest";
import { notesOf, voicing } from "./notes";

test.each([
  ["C:maj", [0, 4, 7], 0],
  ["A:min7/b3", [9, 0, 4, 7], 0],
  ["F#:hdim7", [6, 9, 0, 4], 6],
  ["Bb:minmaj7/5", [10, 1, 5, 9], 5],
  ["Cb:maj", [11, 3, 6], 11],
  ["G", [7, 11, 2], 7],
  ["D:sus4(b7)", [2, 7, 9, 0], 2],
  ["E:min(*5)", [4, 7], 4],
  ["C:(1,5)", [0, 7], 0],
  ["G:7/9", [7, 11, 2, 5], 9],
])("the notes of %s", (label, classes, bass) => {
  expect(notesOf(label)).toMatchObject({ bass });
  expect(new Set(notesOf(label)!.classes)).toEqual(new Set(classes));
});

test.each(["N", "X", "", "Am7", "H:maj", "C:nonsense", "C:maj/z", "C:"])("%s has none", (label) => {
  expect(notesOf(label)).toBeNull();
  expect(voicing(label)).toEqual([]);
});

test("a voicing has the bass below all else, within reach of a guitar", () => {
  for (const root of ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]) {
    for (const quality of ["maj", "min7", "dim7", "sus2", "aug", "5", "maj7/3"]) {
      const [bass, ...upper] = voicing(`${root}:${quality}`);
      expect(bass).toBeGreaterThanOrEqual(40);
      expect(Math.min(...upper)).toBeGreaterThan(bass! + 2);
      expect(Math.max(...upper)).toBeLessThan(76);
      expect(bass! % 12).toBe(notesOf(`${root}:${quality}`)!.bass);
    }
  }
});
