import { expect, test } from "vitest";
import type { Song } from "../storage/songs";
import { writeNote } from "./chordName";
import { showSong, songAsChordPro, soundingChords } from "./shown";
import { mergeBook, readSongFile, SongFileError, songOfText, writeBook } from "./songFiles";

const song = (change: Partial<Song> = {}): Song => ({
  id: "one",
  title: "One",
  text: "[G]Hello [D/F#]you",
  key: null,
  tempoBpm: null,
  metre: "4/4",
  capo: 0,
  transpose: 0,
  createdAt: 1,
  updatedAt: 2,
  ...change,
});
const file = (name: string, ...content: BlobPart[]) => new File(content, name);

test("a book comes back as it went, umlauts and all", async () => {
  const songs = [
    song(),
    song({ id: "zwei", title: "Über", notation: "german", tempoBpm: 92.5, transpose: -3, key: "H" }),
  ];
  expect(await readSongFile(file("chordwork-songs.json", writeBook(songs)))).toEqual({ kind: "book", songs });
});

test.each([
  ["not_a_book", "x.json", "[1, 2]"],
  ["not_a_book", "x.json", "{broken"],
  ["not_a_book", "x.json", '{"format": "other"}'],
  ["newer", "x.json", '{"format": "chordwork-songs", "version": 2, "songs": []}'],
  ["damaged", "x.json", '{"format": "chordwork-songs", "version": 1}'],
  ["damaged", "x.json", '{"format": "chordwork-songs", "version": 1, "songs": [{"id": "a", "title": "b"}]}'],
  ["damaged", "x.json", writeBook([song({ capo: 1.5 })])],
  ["damaged", "x.json", writeBook([song({ metre: "fast" })])],
  ["empty", "x.cho", " \n "],
  ["not_text", "x.txt", "RIFF\u0000\u0001\u0002"],
])("%s: %s %s", async (code, name, content) => {
  const error = await readSongFile(file(name, content)).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SongFileError);
  expect(error).toMatchObject({ code, fileName: name });
});

test("a text file is a song, or several; old Windows letters are read", async () => {
  const two = await readSongFile(file("two.cho", "{t: A}\n[C]a\n{ns}\n{tempo: 90}\n[D]b"));
  expect(two.songs.map(({ title, tempoBpm }) => [title, tempoBpm])).toEqual([
    ["A", undefined],
    ["two 2", 90],
  ]);
  const old = await readSongFile(file("alt.txt", new Uint8Array([0x43, 0x0a, 0x73, 0xfc, 0xdf])));
  expect(old.songs[0]).toMatchObject({ title: "alt", text: "C\nsüß" });
});

test("a book brings nothing twice, and overwrites nothing", () => {
  const merge = mergeBook([song()], [song(), song({ text: "other" }), song({ id: "new" })]);
  expect(merge.same).toBe(1);
  expect(merge.beside).toBe(1);
  expect(merge.put.map((each) => each.text)).toEqual(["other", "[G]Hello [D/F#]you"]);
  expect(merge.put[0]!.id).not.toBe("one");
});

test("chords behind a written capo are shapes; another capo keeps the song where it sounds", () => {
  const text = "{capo: 2}\n[G]Hey [D]you [what]x [G]";
  const kept = song({ ...songOfText(text, "x"), id: "x" } as Partial<Song>);
  expect(kept.capo).toBe(2);
  const shown = (change: Partial<Song>) => {
    const { sheet, ...rest } = showSong({ ...kept, ...change }, { notation: "english", simplified: false });
    const line = sheet.sections[0]!.lines[0]!;
    const key = `${writeNote(rest.key.tonic)} ${rest.key.mode}`;
    return [line.kind === "sung" && line.pieces.map((piece) => piece.chord), key, rest.unread];
  };
  expect(shown({})).toEqual([["G", "D", "what", "G"], "A major", ["what"]]);
  expect(shown({ capo: 0 })).toEqual([["A", "E", "what", "A"], "A major", ["what"]]);
  expect(shown({ transpose: 3 })).toEqual([["Bb", "F", "what", "Bb"], "C major", ["what"]]);
  expect(soundingChords(kept)).toEqual(["A", "E", "A"]);
});

test("the server gets sections and chords, no words", () => {
  const text =
    "[C]Hey [what]Em\nEm I love\n{soc}\n[*soft]Am I\nN.C.   F\nsleeping\n{eoc}\n{chorus}\n{sog}\n| C . |\n{eog}";
  const { sounding } = showSong(song({ text }), { notation: "german", simplified: false });
  expect(sounding.split("\n")).toEqual([
    "| C |",
    "{start_of_chorus: Chorus}",
    "| N.C. | F |",
    "{end_of_chorus}",
    "{chorus}",
    "{start_of_grid}",
    "| C . |",
    "{end_of_grid}",
  ]);
});

test("as ChordPro: as typed, or as shown", () => {
  const typed = "{title: One}\n[G]Hey";
  expect(songAsChordPro(song({ text: typed }))).toBe(typed);
  expect(
    songAsChordPro(
      song({ text: "G    H\nHey  ho", notation: "german", transpose: 2, tempoBpm: 80, capo: 2 }),
    ),
  ).toBe("{title: One}\n{key: G}\n{tempo: 80}\n{time: 4/4}\n{capo: 2}\n\n[G]Hey  [B]ho\n");
});
