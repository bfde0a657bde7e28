/** A song as it is shown: moved, behind its capo, in the player's note names, simple if wanted. */
import type { Notation } from "../app/settings";
import type { Song } from "../storage/songs";
import { isChordText } from "./chordLines";
import { isNoChord, type Note, readChord, writeChord, writeNote } from "./chordName";
import { chordsOf, type Line, readSheet, type Sheet } from "./sheet";
import { guessKey, type Key, moveChord, moveKey, pitchClass, readKey, simplify } from "./transpose";

export interface Appearance {
  notation: Notation;
  simplified: boolean;
}

export interface Shown {
  sheet: Sheet;
  /** In which the song sounds, and of the shapes behind the capo. */
  key: Key;
  shapesKey: Key;
  /** How the sheet spells each pitch class, so that the diagrams do alike. */
  spelling: ReadonlyMap<number, Note>;
  /** In brackets where chords stand, but none: they stay as they are when the others move. */
  unread: string[];
  /** The chords that sound, for the server: English names in bars and ChordPro sections, no words. */
  sounding: string;
}

/** The numbers that a song's text says itself. */
function written(sheet: Sheet, name: string, limit: number): number {
  const value = Number.parseInt(sheet.meta[name] ?? "", 10);
  return Number.isFinite(value) && Math.abs(value) <= limit ? value : 0;
}

/** Of what a text says of itself, what a song keeps beside it. */
export function factsOf(sheet: Sheet): Partial<Pick<Song, "key" | "tempoBpm" | "metre" | "capo">> {
  const tempo = Number.parseFloat(sheet.meta["tempo"] ?? "");
  const metre = /^\d{1,2}\/\d{1,2}/.exec(sheet.meta["time"] ?? "")?.[0];
  return {
    ...(sheet.meta["key"] === undefined ? {} : { key: sheet.meta["key"] }),
    ...(tempo >= 20 && tempo <= 400 ? { tempoBpm: tempo } : {}),
    ...(metre === undefined ? {} : { metre }),
    ...(sheet.meta["capo"] === undefined ? {} : { capo: written(sheet, "capo", 24) }),
  };
}

export function showSong(song: Song, look: Appearance): Shown {
  const read = song.notation ?? "english";
  const sheet = readSheet(song.text, read);
  const texts = chordsOf(sheet);
  const chords = texts.flatMap((text) => readChord(text, read) ?? []);
  const key = (song.key === null ? null : readKey(song.key, read)) ?? guessKey(chords);
  const sounds = written(sheet, "transpose", 24) + written(sheet, "capo", 24) + song.transpose;
  const shapes = sounds - song.capo;
  const write = (text: string, semitones: number, notation: Notation) => {
    const chord = isNoChord(text) ? null : readChord(text, read);
    if (chord === null) return text;
    return writeChord(moveChord(look.simplified ? simplify(chord) : chord, semitones, key), notation);
  };
  const spelling = new Map<number, Note>();
  for (const chord of chords) {
    const { root, bass } = moveChord(chord, shapes, key);
    for (const note of bass === null ? [root] : [root, bass])
      if (!spelling.has(pitchClass(note))) spelling.set(pitchClass(note), note);
  }
  return {
    spelling,
    sheet: withChords(sheet, (text) => write(text, shapes, look.notation)),
    key: moveKey(key, sounds),
    shapesKey: moveKey(key, shapes),
    unread: [...new Set(texts.filter((text) => isUnread(text, read)))],
    sounding: chordsAlone(
      withChords(sheet, (text) => (isChordText(text, read) ? write(text, sounds, "english") : "")),
    ),
  };
}

/** In a chord's place, but neither chord nor remark nor sign. */
export function isUnread(text: string, notation: Notation): boolean {
  return (
    /^\w/.test(text) &&
    !/^(?:\d+[x×]?|[x×]\d+)$/.test(text) &&
    !isNoChord(text) &&
    readChord(text, notation) === null
  );
}

/** The chords that sound, in order, in English names: for the band, for practice. */
export function soundingChords(song: Song): string[] {
  const { sounding } = showSong(song, { notation: "english", simplified: false });
  return chordsOf(readSheet(sounding)).filter((text) => readChord(text) !== null);
}

/** Sections and their chords, without what the server has no use for and might take for a chord. */
function chordsAlone(sheet: Sheet): string {
  return sheet.sections
    .flatMap(({ kind, label, lines }) => {
      const body = lines.flatMap((line) => {
        if (line.kind === "recall") return "{chorus}";
        if (line.kind === "row") return lineAsChordPro(line);
        if (line.kind !== "sung") return [];
        // As bars: a chord alone in brackets might be the name of a section.
        const bars = line.pieces.flatMap(({ chord }) => chord || []);
        return bars.length === 0 ? [] : `| ${bars.join(" | ")} |`;
      });
      if (body.length === 0) return [];
      if (kind === null) return body;
      const name = label.replace(/[{}]/g, "") || kind[0]!.toUpperCase() + kind.slice(1);
      // What follows a grid's name is its size.
      return [
        kind === "grid" ? "{start_of_grid}" : `{start_of_${kind}: ${name}}`,
        ...body,
        `{end_of_${kind}}`,
      ];
    })
    .join("\n");
}

export function withChords(sheet: Sheet, write: (text: string) => string): Sheet {
  const line = (each: Line): Line => {
    if (each.kind === "sung")
      return {
        kind: "sung",
        pieces: each.pieces.map((piece) => ({
          ...piece,
          chord: piece.chord === null ? null : write(piece.chord),
        })),
      };
    if (each.kind === "row")
      return {
        kind: "row",
        parts: each.parts.map((part) => (part.isChord ? { text: write(part.text), isChord: true } : part)),
      };
    return each;
  };
  return {
    meta: sheet.meta,
    sections: sheet.sections.map((section) => ({ ...section, lines: section.lines.map(line) })),
  };
}

/** As ChordPro has it: `G`, `Em`, `D dorian`. */
function shortKey(key: Key): string {
  const tonic = writeNote(key.tonic);
  if (key.mode === "major") return tonic;
  return key.mode === "minor" ? `${tonic}m` : `${tonic} ${key.mode}`;
}

/** The sheet as ChordPro, without its metadata. */
export function toChordPro(sheet: Sheet, write: (text: string) => string = (text) => text): string {
  const moved = withChords(sheet, write);
  return moved.sections
    .map(({ kind, label, lines }) => {
      const body = lines.map(lineAsChordPro);
      if (kind === null) return body.join("\n");
      const named = label === "" ? "" : `: ${label}`;
      return [`{start_of_${kind}${named}}`, ...body, `{end_of_${kind}}`].join("\n");
    })
    .join("\n\n");
}

function lineAsChordPro(line: Line): string {
  switch (line.kind) {
    case "sung":
      return line.pieces
        .map(({ chord, words }) => (chord === null ? words : `[${chord}]${words}`))
        .join("")
        .trimEnd();
    case "row":
      return line.parts.map((part) => part.text).join("");
    case "comment":
      return `{comment: ${line.text}}`;
    case "recall":
      return line.label === "" ? "{chorus}" : `{chorus: ${line.label}}`;
    case "verbatim":
      return line.text;
    case "blank":
      return "";
  }
}

/** A whole song as a ChordPro file: as it is shown, in English names; as it was typed where nothing is moved. */
export function songAsChordPro(song: Song): string {
  const sheet = readSheet(song.text, song.notation);
  const isAsTyped = song.transpose === 0 && song.capo === written(sheet, "capo", 24);
  if (isAsTyped && song.notation !== "german" && song.notation !== "solfege" && sheet.meta["title"])
    return song.text;
  const shown = showSong(song, { notation: "english", simplified: false });
  const {
    title: _title,
    key: _key,
    tempo: _tempo,
    time: _time,
    capo: _capo,
    transpose: _moved,
    ...others
  } = sheet.meta;
  const heading: [string, string | number][] = [
    ["title", song.title],
    ...Object.entries(others).map(([name, value]): [string, string] => [name, value ?? ""]),
    ["key", shortKey(shown.shapesKey)],
  ];
  if (song.tempoBpm !== null) heading.push(["tempo", song.tempoBpm]);
  heading.push(["time", song.metre]);
  if (song.capo !== 0) heading.push(["capo", song.capo]);
  const said = heading.map(([name, value]) => `{${name}: ${value}}`).join("\n");
  return `${said}\n\n${toChordPro(shown.sheet)}\n`;
}
