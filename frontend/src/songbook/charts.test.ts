import { expect, test } from "vitest";
import { chordsOfSong } from "../band/chords";
import { isForeign, isForeignText, sheetsOf } from "./charts";
import { readSheet } from "./sheet";

const SONG = {
  title: "Round",
  artist: "Somebody",
  tempo_bpm: 90,
  metre: "6/8",
  capo: 2,
  sections: [
    {
      name: "Verse",
      bars: [
        { syllables: [{ text: "Hel" }, { text: "lo " }, { text: "[all]", new_line: true }] },
        { syllables: [{ text: "zwei", verse: 2 }] },
      ],
    },
  ],
};
const RESULT = {
  read_as: "json",
  songs: [SONG],
  played: ["[Verse]\n| 6/8 A | E7 . . Am |\n| 3/4 D |\n[Chorus]\n| 6/8 G |"],
  remarks: [{ text: "a guess", line: 3, column: 1, place: "", song: 0 }],
} as never;

test("a chart becomes a sheet whose bars the band takes as they are", () => {
  const { songs, notes, metres } = sheetsOf(RESULT, "file");
  const song = songs[0]!;
  expect(song.title).toBe("Round");
  expect(song.capo).toBe(2);
  expect(song.metre).toBe("6/8");
  expect(song.tempoBpm).toBe(60);
  expect(chordsOfSong(song.text)).toBe("A | E7 E7 E7 Am | D | G");
  expect(readSheet(song.text).sections.flatMap(({ lines }) => lines)).toContainEqual({
    kind: "comment",
    text: "Chorus",
  });
  expect(song.text).toContain("Hello");
  expect(song.text).not.toContain("[all]");
  expect(song.text).not.toContain("zwei");
  expect(notes).toEqual([":3: a guess"]);
  expect(metres).toEqual(["Round"]);
});

test("songs without a title are numbered in their file", () => {
  const two = {
    ...(RESULT as object),
    songs: [{ metre: "4/4" }, { metre: "4/4" }],
    played: ["| C |", ""],
    remarks: [],
  };
  expect(sheetsOf(two as never, "set").songs.map(({ title }) => title)).toEqual(["set 1", "set 2"]);
});

test("what the server reads is told from what is read here", async () => {
  for (const text of [
    "irealb://Song=X",
    ' <?xml version="1.0"?>',
    "X: 1\nT: Tune",
    '{"format":"chordwork-chart"}',
    "Sun\nMe\nFlow: V C V\n\nVerse:\n[C]la",
  ])
    expect(isForeignText(text)).toBe(true);
  for (const text of ["C | G", "{title: X}\n[C]Hello", '{"format":"chordwork-songs"}', "Capo 2", ""])
    expect(isForeignText(text)).toBe(false);
  expect(await isForeign(new Blob([new Uint8Array([0x50, 0x4b, 3, 4, 0])]))).toBe(true);
  expect(await isForeign(new Blob(["Grüße\n[C]Hallo"]))).toBe(false);
  expect(await isForeign(new File(["Sun\nKey: C\n\n[C]la"], "sun.onsong"))).toBe(true);
  expect(await isForeign(new Blob([new Uint8Array([0xff, 0xfe, 0x43, 0])]))).toBe(false);
});
