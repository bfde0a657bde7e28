import { describe, expect, test } from "vitest";
import { isChordLine, joinChordsAndWords, parts, wordGroups } from "./chordLines";
import { chordsOf, readSheet, titleOf } from "./sheet";

const lines = (text: string, notation: "english" | "german" | "solfege" = "english") =>
  readSheet(text, notation).sections.flatMap((section) => section.lines);

describe("ChordPro", () => {
  test("metadata, sections, comments, chords", () => {
    const sheet = readSheet(`{title: One}
{st: Two}
{artist: Her}
{meta: artist Him}
{key: Em} 
{tempo: 92}
{time: 6/8}
{capo: 2}
{c: slowly}
# a remark
[C]Hel[G/B]lo
{start_of_chorus: Refrain}
[F]La
{end_of_chorus}
{chorus}
{x_mine: y}
{surprise: z}`);
    expect(sheet.meta).toEqual({
      title: "One",
      subtitle: "Two",
      artist: "Her, Him",
      key: "Em",
      tempo: "92",
      time: "6/8",
      capo: "2",
    });
    expect(sheet.sections.map(({ kind, label }) => [kind, label])).toEqual([
      [null, ""],
      ["chorus", "Refrain"],
      [null, ""],
    ]);
    expect(sheet.sections[0]!.lines).toEqual([
      { kind: "comment", text: "slowly" },
      {
        kind: "sung",
        pieces: [
          { chord: "C", words: "Hel" },
          { chord: "G/B", words: "lo" },
        ],
      },
    ]);
    expect(sheet.sections[2]!.lines).toEqual([
      { kind: "recall", label: "" },
      { kind: "verbatim", text: "{surprise: z}" },
    ]);
  });

  test("grids and tabs are kept letter by letter", () => {
    const grid = "|| Am . . . | C/G . F~G . |  x2";
    const sheet = readSheet(`{start_of_grid: 4x4}\n${grid}\n{eog}\n{sot}\ne|--0--|\n{odd}\n{eot}`);
    const row = sheet.sections[0]!.lines[0]!;
    if (row.kind !== "row") throw new Error(row.kind);
    expect(row.parts.map((part) => part.text).join("")).toBe(grid);
    expect(chordsOf(sheet)).toEqual(["Am", "C/G", "F", "G"]);
    expect(sheet.sections[1]!.lines).toEqual([
      { kind: "verbatim", text: "e|--0--|" },
      { kind: "verbatim", text: "{odd}" },
    ]);
  });

  test("what is in brackets stays, though it is no chord; a bracket that never closes is words", () => {
    expect(lines("[Am]I [*softly]am [what]ever [C")).toEqual([
      {
        kind: "sung",
        pieces: [
          { chord: "Am", words: "I " },
          { chord: "*softly", words: "am " },
          { chord: "what", words: "ever [C" },
        ],
      },
    ]);
  });
});

describe("chords over lyrics", () => {
  test("each chord above its letter, also past the end of the words", () => {
    expect(joinChordsAndWords("  C    G/B  Am", "Oh hello")).toEqual([
      { chord: null, words: "Oh " },
      { chord: "C", words: "hell" },
      { chord: "G/B", words: "o    " },
      { chord: "Am", words: "" },
    ]);
  });

  test("a whole sheet, with headings and lines as other pages write them", () => {
    const sheet = readSheet(`Capo on 2nd fret
Key: G

[Verse 1]
G        D
Morning  has come
Em
again
Chorus:
C  G  x2
Intro: | C | G/B | Am % |
Bridge 2
e|--0-2-3--|
just words`);
    expect(sheet.meta).toEqual({ key: "G", capo: "2" });
    expect(sheet.sections.map((section) => section.label)).toEqual([
      "Verse 1",
      "Chorus",
      "Intro",
      "Bridge 2",
    ]);
    expect(chordsOf(sheet)).toEqual(["G", "D", "Em", "C", "G", "C", "G/B", "Am"]);
    expect(titleOf(sheet)).toBe("Morning has come");
  });

  test.each([
    "C G Am F",
    "| C | G7/B  | x2",
    "A",
    "N.C.",
    "C(add9)  D#dim/F# ",
    "Em7 - A7 - (D)",
    "Bm7b5 E7#9",
  ])("%s is chords", (line) => expect(isChordLine(line, "english")).toBe(true));

  test.each([
    "A day in May",
    "I am",
    "Go",
    "Dad",
    "| | |",
    "Bad Dream",
    "Add it up",
    "[C]Hey",
    "C'est la vie",
    "",
  ])("%s is not", (line) => expect(isChordLine(line, "english")).toBe(false));

  test("in German names", () => {
    expect(lines("H7   Es  fis\nKomm, lieber Mai", "german")[0]!.kind).toBe("sung");
    expect(isChordLine("es", "german")).toBe(false);
    expect(isChordLine("H7 Em", "english")).toBe(false);
  });
});

test("nothing is lost: every line's letters are somewhere", () => {
  const text = "C ? G\n{{{\n}{\n[ ]\n[]\n\t\tAm\n\\\nend\u0000ing\n{title}\n{:}\n| %\n";
  const shown = JSON.stringify(readSheet(text).sections);
  for (const piece of ["C ? G", "{{{", "}{", "Am", "\\\\", "end\\u0000ing", "{:}"])
    expect(shown).toContain(piece);
});

test("parts joined are the line; a word is never broken", () => {
  const line = "  |: C . G/B~Am :|  (x2) ";
  expect(
    parts(line, "english")
      .map((part) => part.text)
      .join(""),
  ).toBe(line);
  const groups = wordGroups([
    { chord: "C", words: "Hel" },
    { chord: "G", words: "lo my " },
    { chord: "F", words: "friend" },
  ]);
  expect(groups.map((group) => group.map((piece) => piece.words))).toEqual([
    ["Hel", "lo "],
    ["my "],
    ["friend"],
  ]);
  const wide = wordGroups([{ chord: "F#m7", words: "a big old house" }]);
  expect(wide.map((group) => group.map((piece) => piece.words).join(""))).toEqual(["a big old ", "house"]);
  expect(wide[0]![0]!.hangs).toBe(true);
  expect(wordGroups([{ chord: "F#m7", words: "a" }])[0]![0]!.hangs).toBe(false);
});
