/** Lines with chords in them: brackets in the words, chords over words, chords alone. */
import type { Notation } from "../app/settings";
import { isNoChord, readChord } from "./chordName";

/** Words, and what stands above their beginning. */
export interface Piece {
  chord: string | null;
  words: string;
}

export interface Part {
  text: string;
  isChord: boolean;
}

/** What stands between chords: bar lines, repeats, beats, endings, metres. */
const SIGN =
  /^(?:[|:.\-–—%/~()*,;𝄎𝄏>→]+|\(?[x×]\s?\d+\)?|\(?\d+\s?[x×]\)?|\d+\/\d+|\[?\d[.)]?|\|+\d\.?|%%)$/iu;
const TAB = /^\s*[A-Ga-gHh]?[#b♯♭]?\d?\s*[|:][-\d\shpbrstx/\\~()<>|.^vXo*=]*$/;

/** A string of a tablature: `e|--0--2--|`. */
export function isTabLine(line: string): boolean {
  return (line.match(/-/g)?.length ?? 0) >= 3 && TAB.test(line);
}

export function isChordText(text: string, notation: Notation): boolean {
  return isNoChord(text) || readChord(text, notation) !== null;
}

/** Chords and signs only, and a chord at least; a word that could be a chord is one only among capitals. */
export function isChordLine(line: string, notation: Notation): boolean {
  if (/[[\]]/.test(line)) return false;
  const found = parts(line, notation).filter((part) => part.text.trim() !== "");
  const chords = found.filter((part) => part.isChord);
  if (chords.length === 0) return false;
  if (!chords.some((part) => /^[(]?[A-ZÀ-Ý]/.test(part.text)) && chords.length < 2) return false;
  return found.every((part) => part.isChord || SIGN.test(part.text));
}

/** A line taken apart so that its parts joined are the line. */
export function parts(line: string, notation: Notation): Part[] {
  return line
    .split(/(\s+|:?\|+:?|~)/)
    .filter((text) => text !== "")
    .map((text) => ({ text, isChord: isChordText(text, notation) }));
}

/** `[C]Hello [G]world`; what stands in brackets is above the words, chord or not. */
export function readBrackets(line: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let chord: string | null = null;
  for (const match of line.matchAll(/\[([^[\]]*)\]/g)) {
    const words = line.slice(at, match.index);
    if (words !== "" || chord !== null) pieces.push({ chord, words });
    chord = match[1]!;
    at = match.index + match[0].length;
  }
  const words = line.slice(at);
  if (words !== "" || chord !== null) pieces.push({ chord, words });
  return pieces;
}

/** Chords over words: each chord comes above the letter it stood above; above the blank before a word, above the word. */
export function joinChordsAndWords(chords: string, words: string): Piece[] {
  const found = [...chords.matchAll(/\S+/g)];
  const sung = words.padEnd(chords.trimEnd().length);
  const pieces: Piece[] = [];
  const first = found[0]!.index;
  if (first > 0) pieces.push({ chord: null, words: sung.slice(0, first) });
  for (const [index, match] of found.entries()) {
    const end = found[index + 1]?.index ?? sung.length;
    pieces.push({ chord: match[0], words: sung.slice(match.index, end) });
  }
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    const blank = /^ {1,2}(?=\S)/.exec(piece.words)?.[0];
    if (before === undefined || blank === undefined) continue;
    before.words += blank;
    piece.words = piece.words.slice(blank.length);
  }
  const last = pieces.at(-1)!;
  last.words = last.words.trimEnd();
  return pieces;
}

/** Of words that stay together; its chord hangs over the words after it, if there are enough of them. */
export interface Atom extends Piece {
  hangs: boolean;
}

/** Bold letters above are so much wider than those below. */
const CHORD_WIDTH = 1.3;

/** Pieces as groups that no line may break: a word, though its chord may change inside of it, and what a chord hangs over. */
export function wordGroups(pieces: readonly Piece[]): Atom[][] {
  const groups: Atom[][] = [];
  let open = false;
  for (const piece of pieces) {
    const wide = piece.chord === null ? 0 : Math.ceil(piece.chord.length * CHORD_WIDTH) + 1;
    const hangs = piece.words.trimEnd().length >= wide;
    let length = 0;
    for (const [index, text] of piece.words.split(/(?<=\s)(?=\S)/).entries()) {
      const atom = { chord: index === 0 ? piece.chord : null, words: text, hangs };
      if (open) groups.at(-1)!.push(atom);
      else groups.push([atom]);
      length += text.length;
      open = text !== "" && (!/\s$/.test(text) || (hangs && length < wide));
    }
  }
  return groups;
}
