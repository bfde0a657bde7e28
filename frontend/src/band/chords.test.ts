import { expect, test } from "vitest";
import type { TimedChord } from "../connection/session";
import { chordsOfSession, chordsOfSong } from "./chords";

test("chords over words are a bar each; notes to the player and no-chords are none", () => {
  expect(
    chordsOfSong("{title: One}\n[C]Hello [Am7/G]there\n# [D] of a remark\n[*Coda][N.C.]stop [F]now"),
  ).toBe("C | Am7/G | F");
});

test("names of sections are no chords, though they begin like them; unusual chords are", () => {
  expect(
    chordsOfSong(
      "[Bridge]\n[Chorus]\n[Coda] [Ending] [C6/9]a [F#m7b5/E]b [G7(b9,#11)]c [Bbmaj7]d [Hm]e [Csus4]f [C°7]g",
    ),
  ).toBe("C6/9 | F#m7b5/E | G7(b9,#11) | Bbmaj7 | Hm | Csus4 | C°7");
});

test("grids are taken as they are written; tabs are not read", () => {
  const text =
    "{start_of_grid: 1+4x4}\n| C . . . | F . G . |\n| C . . G |: Am . . . |\n{end_of_grid}\n{sot}\ne|--[3]--|\n{eot}";
  expect(chordsOfSong(text)).toBe("C | F G | C C C G | Am");
});

test("nothing is nothing", () => {
  expect(chordsOfSong("only words")).toBe("");
});

test("what was heard, as corrected, and as long as it rang", () => {
  const chord = (symbol: string, start: number, end: number | null): TimedChord => ({
    label: symbol === "N.C." ? "N" : symbol,
    symbol,
    bass: null,
    start,
    end,
    confidence: 1,
    alternatives: [],
  });
  const finals = [
    chord("N.C.", 0, 1),
    chord("C", 1, 3),
    { ...chord("G", 3, 7.1), corrected: { label: "G:7", symbol: "G7" } },
    chord("F", 7.1, null),
  ];
  expect(chordsOfSession(finals, 120, 4)).toBe("C | G7 | G7");
  expect(chordsOfSession(finals, null, 4)).toBe("C | G7");
});
