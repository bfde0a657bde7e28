/**
 * Chords in another key. Roots and basses move on the line of fifths (… Bb F C G D …) as far as the tonic does, so that
 * each keeps its place in the key and its spelling follows; the rest of a symbol is not touched.
 */
import type { Notation } from "../app/settings";
import { type Chord, isNoChord, type Letter, type Note, readChord, readNote, writeChord } from "./chordName";

export interface Key {
  tonic: Note;
  /** `"major"`, `"minor"`, or the name of a mode. */
  mode: string;
}

const LINE: readonly Letter[] = ["F", "C", "G", "D", "A", "E", "B"];
/** The signs of the twelve major keys, by pitch class. With six of them it is F# major, but Eb minor. */
const MAJOR_SIGNS = [0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5];
/** How far a mode's major key lies above its tonic on the line of fifths, reversed: dorian D has the signs of C. */
const MODE_FIFTHS: Record<string, number> = {
  major: 0,
  ionian: 0,
  mixolydian: -1,
  dorian: -2,
  minor: -3,
  aeolian: -3,
  phrygian: -4,
  locrian: -5,
  lydian: 1,
};

export function fifthsOf(note: Note): number {
  return LINE.indexOf(note.letter) - 1 + 7 * note.alter;
}

function noteAt(fifths: number): Note {
  const place = fifths + 1;
  const alter = Math.floor(place / 7);
  return { letter: LINE[place - 7 * alter]!, alter };
}

/** 0 … 11 from C. */
export function pitchClass(note: Note): number {
  return (((fifthsOf(note) * 7) % 12) + 12) % 12;
}

/** Sharps of a key's signature; flats are negative. */
export function signsOf(key: Key): number {
  return fifthsOf(key.tonic) + (MODE_FIFTHS[key.mode] ?? 0);
}

/** `"G major"`, `"Em"`, `"F# dorian"`, `"a-Moll"`; null for what is no key. */
export function readKey(text: string, notation: Notation = "english"): Key | null {
  const trimmed = text.trim();
  const read = readNote(trimmed, notation, true) ?? readNote(trimmed, "english", true);
  if (read === null) return null;
  const rest = trimmed.slice(read.length).replace(/^[\s:-]+/, "");
  const word = rest.toLowerCase();
  if (rest === "M" || word === "" || /^(?:maj|dur)/.test(word))
    return { tonic: read.note, mode: read.small ? "minor" : "major" };
  if (/^(?:m$|mi|moll)/.test(word) && !word.startsWith("mix")) return { tonic: read.note, mode: "minor" };
  return word in MODE_FIFTHS ? { tonic: read.note, mode: word } : null;
}

/** The key that many semitones higher, under the name with the fewer signs. */
export function moveKey(key: Key, semitones: number): Key {
  if (semitones % 12 === 0) return key;
  const offset = MODE_FIFTHS[key.mode] ?? 0;
  const major = noteAt(fifthsOf(key.tonic) + offset);
  const found = MAJOR_SIGNS[(((pitchClass(major) + semitones) % 12) + 12) % 12]!;
  const signs = found === 6 && key.mode === "minor" ? -6 : found;
  return { tonic: noteAt(signs - offset), mode: key.mode };
}

/** A chord moved with the key it is in. */
export function moveChord(chord: Chord, semitones: number, from: Key): Chord {
  if (semitones % 12 === 0) return chord;
  const to = moveKey(from, semitones);
  const distance = fifthsOf(to.tonic) - fifthsOf(from.tonic);
  const signs = signsOf(to);
  const move = (note: Note) => plain(fifthsOf(note) + distance, signs);
  return { ...chord, root: move(chord.root), bass: chord.bass === null ? null : move(chord.bass) };
}

/** No double accidentals; E#, B#, Cb and Fb only in keys that have them. */
function plain(fifths: number, signs: number): Note {
  const highest = signs >= 6 ? signs + 5 : 10;
  const lowest = signs <= -6 ? signs - 1 : -6;
  let place = fifths;
  while (place > highest) place -= 12;
  while (place < lowest) place += 12;
  return noteAt(place);
}

/** Simple triads and sevenths without another bass, for who begins. */
export function simplify(chord: Chord): Chord {
  const rest = chord.rest;
  const minor = chord.small || /^:?(?:m(?!aj)|mi(?!x)|-(?![59]))/.test(rest.replace(/^:/, ""));
  const set = (kind: string): Chord => ({
    ...chord,
    rest: chord.small && kind === "m" ? "" : kind,
    bass: null,
    small: chord.small && kind === "m",
  });
  if (/dim|[°ºøØ]|^o|m7?\(?b5|m7?\(?♭5|-7?b5/.test(rest)) return set("dim");
  if (/sus|^\/?4/.test(rest)) return set(/sus2/.test(rest) ? "sus2" : "sus4");
  if (/aug|^\+|^5\+|^\(?[#♯]5/.test(rest)) return set("aug");
  if (minor) return set("m");
  if (/^5$/.test(rest)) return set("5");
  if (/^(?:dom)?(?:7|9|11|13|alt)(?!M|maj)/.test(rest)) return set("7");
  return set("");
}

/** A symbol as text, moved and written anew; what is no chord comes back as it is. */
export function transposeText(
  text: string,
  semitones: number,
  from: Key,
  notations: { read: Notation; write: Notation } = { read: "english", write: "english" },
): string {
  if (isNoChord(text)) return text;
  const chord = readChord(text, notations.read);
  if (chord === null) return text;
  return writeChord(moveChord(chord, semitones, from), notations.write);
}

/** The key that most of the chords are at home in; C major where there are none. */
export function guessKey(chords: readonly Chord[]): Key {
  let best: Key = { tonic: { letter: "C", alter: 0 }, mode: "major" };
  if (chords.length === 0) return best;
  let most = Number.NEGATIVE_INFINITY;
  const ends = [chords[0]!, chords.at(-1)!];
  for (const mode of ["major", "minor"]) {
    for (const signs of MAJOR_SIGNS) {
      const key: Key = { tonic: noteAt(signs - MODE_FIFTHS[mode]!), mode };
      let score = 0;
      for (const chord of chords) score += atHome(chord, key);
      for (const chord of ends) {
        if (pitchClass(chord.root) !== pitchClass(key.tonic)) continue;
        if (isMinor(chord) === (mode === "minor")) score += 0.6 + 0.15 * Math.min(chords.length, 8);
      }
      if (score > most) [most, best] = [score, key];
    }
  }
  return best;
}

const isMinor = (chord: Chord) => chord.small || /^:?(?:m(?!aj)|mi|-)/.test(chord.rest);

/** 1 for a chord of the key, less for a root of it, below 0 for a stranger. */
function atHome(chord: Chord, key: Key): number {
  const place = (((pitchClass(chord.root) - pitchClass(key.tonic)) % 12) + 12) % 12;
  const minor = isMinor(chord);
  const diminished = /dim|[°ø]|m7b5/.test(chord.rest);
  if (key.mode === "major") {
    if (place === 11) return diminished ? 1 : -0.5;
    if ([0, 5, 7].includes(place)) return minor ? 0.1 : 1;
    if ([2, 4, 9].includes(place)) return minor ? 1 : 0.2;
    return -0.5;
  }
  if (place === 2) return diminished ? 1 : -0.2;
  if ([0, 5].includes(place)) return minor ? 1 : 0;
  if (place === 7) return minor ? 0.7 : 1;
  if ([3, 8, 10].includes(place)) return minor ? -0.5 : 1;
  return -0.5;
}
