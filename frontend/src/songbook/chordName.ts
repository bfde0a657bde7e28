/** Chord symbols as text: where their root and bass are, in the note names of a country. The rest stays as it is written. */
import type { Notation } from "../app/settings";

export type Letter = "C" | "D" | "E" | "F" | "G" | "A" | "B";

export interface Note {
  letter: Letter;
  /** Semitones: -1 is a flat. */
  alter: number;
}

/** `before`, root, `rest`, and the bass after a slash are the whole symbol. */
export interface Chord {
  before: string;
  root: Note;
  rest: string;
  bass: Note | null;
  /** What closes it, such as the bracket of `(C)`. */
  after: string;
  /** Written small, which is minor in German. */
  small: boolean;
}

const NO_CHORD = /^\(?(?:n\.?\s?c\.?|no chord)\)?$/i;
/** What may follow a root; a word such as `horus` after its C may not. */
const REST =
  /^:?(?:maj|min|ma|mi|MAJ|MA|MI|M|m|dim|aug|sus|add|omit|no|alt|dom|j|o(?=7)|h(?=7)|°|º|ø|Ø|Δ|∆|△|\+|-|–|♭|♯|#|b|\^|\d{1,2}|[(),.*!?']|\/(?=[#b♯♭+-]?\d|maj|sus|alt))*$/i;
const SYLLABLES: Record<string, Letter> = {
  do: "C",
  dó: "C",
  re: "D",
  ré: "D",
  mi: "E",
  fa: "F",
  fá: "F",
  sol: "G",
  la: "A",
  lá: "A",
  si: "B",
};
const WRITTEN: Record<Letter, string> = { C: "Do", D: "Re", E: "Mi", F: "Fa", G: "Sol", A: "La", B: "Si" };

export function isNoChord(text: string): boolean {
  return NO_CHORD.test(text.trim());
}

/** Takes a symbol apart; null for what is none, such as `N.C.` or a word. */
export function readChord(text: string, notation: Notation = "english"): Chord | null {
  const wrapped = /^(\(?)(.*?)(\)?)$/s.exec(text)!;
  const whole = wrapped[1] !== "" && wrapped[3] !== "" && !wrapped[2]!.includes("(");
  const body = whole ? wrapped[2]! : text;
  const root = readNote(body, notation, true);
  if (root === null) return null;
  let rest = body.slice(root.length);
  let bass: Note | null = null;
  const slash = rest.lastIndexOf("/");
  if (slash >= 0) {
    const found = readNote(rest.slice(slash + 1), notation, false);
    if (found !== null && found.length === rest.length - slash - 1) {
      bass = found.note;
      rest = rest.slice(0, slash);
    }
  }
  if (!REST.test(rest)) return null;
  return {
    before: whole ? "(" : "",
    root: root.note,
    rest,
    bass,
    after: whole ? ")" : "",
    small: root.small,
  };
}

export function writeChord(chord: Chord, notation: Notation = "english"): string {
  let root = writeNote(chord.root, notation);
  let minor = "";
  if (chord.small) {
    if (notation === "german") root = root.toLowerCase();
    else if (!/^(?:m(?!aj)|dim|[°ø])/.test(chord.rest)) minor = "m";
  }
  const bass = chord.bass === null ? "" : `/${writeNote(chord.bass, notation)}`;
  return `${chord.before}${root}${minor}${chord.rest}${bass}${chord.after}`;
}

interface Read {
  note: Note;
  length: number;
  small: boolean;
}

/** The note name at the beginning; null where there is none. Small letters only where they mean something. */
export function readNote(text: string, notation: Notation, isRoot = false): Read | null {
  if (notation === "solfege") {
    const syllable = /^(?:d[oó]|r[eé]|mi|f[aá]|sol|l[aá]|si)/i.exec(text);
    if (syllable === null || (isRoot && !/^[A-Z]/.test(text))) return null;
    const signs = readSigns(text.slice(syllable[0].length));
    return {
      note: { letter: SYLLABLES[syllable[0].toLowerCase()]!, alter: signs.alter },
      length: syllable[0].length + signs.length,
      small: false,
    };
  }
  const first = text[0] ?? "";
  const small = first !== first.toUpperCase();
  const letter = first.toUpperCase();
  if (!(notation === "german" ? "CDEFGABH" : "CDEFGAB").includes(letter) || letter === "") return null;
  if (notation === "english") {
    if (small && isRoot) return null;
    const signs = readSigns(text.slice(1));
    return { note: { letter: letter as Letter, alter: signs.alter }, length: 1 + signs.length, small: false };
  }
  const signs = readGermanSigns(letter, text.slice(1));
  const plainB = letter === "B" && signs.alter === 0;
  return {
    note: { letter: letter === "H" ? "B" : (letter as Letter), alter: plainB ? -1 : signs.alter },
    length: 1 + signs.length,
    small,
  };
}

export function writeNote(note: Note, notation: Notation = "english"): string {
  const signs = note.alter >= 0 ? "#".repeat(note.alter) : "b".repeat(-note.alter);
  if (notation === "english") return note.letter + signs;
  if (notation === "solfege") return WRITTEN[note.letter] + signs;
  if (note.letter === "B") {
    if (note.alter === -1) return "B";
    return `H${note.alter >= 0 ? "is".repeat(note.alter) : "es".repeat(-note.alter)}`;
  }
  if (note.alter >= 0) return note.letter + "is".repeat(note.alter);
  const flats = "es".repeat(-note.alter);
  return note.letter + ("AE".includes(note.letter) ? flats.slice(1) : flats);
}

function readSigns(text: string): { alter: number; length: number } {
  const found = /^(?:[#♯]{1,2}|[b♭]{1,2}|x(?=$|\W))/.exec(text);
  if (found === null) return { alter: 0, length: 0 };
  const sign = found[0];
  const alter = sign === "x" ? 2 : "#♯".includes(sign[0]!) ? sign.length : -sign.length;
  return { alter, length: sign.length };
}

/** `is`, `es`, and a bare `s` after E and A: but `Esus4` is E with a suspension. */
function readGermanSigns(letter: string, text: string): { alter: number; length: number } {
  const sharps = /^(?:is)+/i.exec(text)?.[0].length;
  if (sharps !== undefined) return { alter: sharps / 2, length: sharps };
  const pattern = letter === "A" || letter === "E" ? /^(?:s(?!us)|es)(?:es|as)*/ : /^(?:es)+/;
  const flats = pattern.exec(text)?.[0].length;
  if (flats !== undefined) return { alter: -Math.floor((flats + 1) / 2), length: flats };
  return readSigns(text);
}
