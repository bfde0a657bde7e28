import { expect, test } from "vitest";
import { chordsOfSong } from "../band/chords";
import {
  barsOfSection,
  chartOf,
  chordProOf,
  fretsOf,
  type SongPlan,
  standing,
  tempoUnit,
  toggled,
  typed,
  withLocks,
} from "./plan";

const chords = (...list: [string, number][]) =>
  ({ chords: list.map(([symbol, bars]) => ({ symbol, bars })) }) as never;

const plan = {
  title: "Slow Train",
  key: "A minor",
  metre: "3/4",
  tempo_bpm: 88,
  capo: 2,
  form: [
    { section: "verse", title: "Verse 1", task: "The scene." },
    { section: "chorus", title: "Chorus 1", task: "The message." },
    { section: "verse", title: "Verse 2", task: "What changed?" },
  ],
  sections: [
    { name: "verse", ...(chords(["Am", 1], ["F", 0.5], ["G", 0.5], ["C", 2], ["E7", 1]) as object) },
    { name: "chorus", ...(chords(["F", 1]) as object) },
  ],
} as unknown as SongPlan;

test("a lock goes on and off, and holds only what there is", () => {
  expect(toggled(["title"], "key")).toEqual(["key", "title"]);
  expect(toggled(["key", "title"], "key")).toEqual(["title"]);
  expect(standing(["key", "sections.bridge.chords", "sections.verse.lyrics"], plan)).toEqual([
    "key",
    "sections.verse.lyrics",
  ]);
  expect(withLocks({ ...plan, locked: ["genre"] }, ["key"]).locked).toEqual(["key"]);
});

test("chords by bars: halves share one, a long one stands in each of its bars", () => {
  expect(chartOf(plan.sections[0]!)).toBe("Am | F G | C | C | E7");
  expect(barsOfSection(chords(["C", 1.5], ["G", 0.5]))).toEqual([
    [{ symbol: "C", share: 0 }],
    [
      { symbol: "C", share: 0 },
      { symbol: "G", share: 0.5 },
    ],
  ]);
  expect(barsOfSection(chords(["C", 1 / 3], ["F", 1 / 3], ["G", 1 / 3], ["C", 1]))).toHaveLength(2);
});

test("what was typed, if it is a value", () => {
  expect(typed("title", "  Hey  ")).toBe("Hey");
  expect(typed("tempo_bpm", "92,4")).toBe(92);
  expect(typed("tempo_bpm", "fast")).toBeNull();
  expect(typed("tempo_bpm", "5")).toBeNull();
  expect(typed("chords", "")).toBeNull();
});

test("a tempo in 6/8 and 12/8 counts dotted quarters", () => {
  expect(["4/4", "3/4", "7/8", "6/8", "12/8"].map(tempoUnit)).toEqual([
    "quarter",
    "quarter",
    "quarter",
    "dotted",
    "dotted",
  ]);
});

test("shapes of strings, and what is none", () => {
  expect(fretsOf("x32010")).toEqual([null, 3, 2, 0, 1, 0]);
  expect(fretsOf("x-10-12-12-11-x")).toEqual([null, 10, 12, 12, 11, null]);
  expect(fretsOf("x(10)(12)9")).toEqual([null, 10, 12, 9]);
  expect(fretsOf("C E G")).toBeNull();
  expect(fretsOf("")).toBeNull();
});

test("the sheet: head, each part of the form, bars with their beats; and the band reads it back", () => {
  const sheet = chordProOf(plan);
  expect(sheet).toContain("{title: Slow Train}\n{key: Am}\n{time: 3/4}\n{tempo: 88}\n{capo: 2}\n");
  expect(sheet.match(/\{comment: /g)).toHaveLength(3);
  expect(sheet).toContain("| Am . . . . . | F . . G . . | C . . . . . | C . . . . . |\n| E7 . . . . . |");
  expect(sheet).toContain("| F . . |");
  expect(chordsOfSong(sheet)).toBe("Am | F G | C | C | E7 | F | Am | F G | C | C | E7");
});
