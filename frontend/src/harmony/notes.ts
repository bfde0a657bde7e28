/** The notes of a Harte label, and where on a keyboard they sound well. */

/** Semitones above the root of the fifteen qualities that are recognised; the server's `QUALITIES`. */
const INTERVALS: Record<string, readonly number[]> = {
  maj: [0, 4, 7],
  min: [0, 3, 7],
  "7": [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  min7: [0, 3, 7, 10],
  maj6: [0, 4, 7, 9],
  min6: [0, 3, 7, 9],
  dim: [0, 3, 6],
  dim7: [0, 3, 6, 9],
  hdim7: [0, 3, 6, 10],
  aug: [0, 4, 8],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  minmaj7: [0, 3, 7, 11],
  "5": [0, 7],
  // Not recognised, but written by hand and suggested.
  "9": [0, 2, 4, 7, 10],
  maj9: [0, 2, 4, 7, 11],
  min9: [0, 2, 3, 7, 10],
  "11": [0, 2, 5, 7, 10],
  "13": [0, 2, 4, 9, 10],
};
const LETTERS: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const DEGREES = [0, 2, 4, 5, 7, 9, 11];
/** Roots lie from E2 up, where a guitar's do; what is above them around middle C. */
const LOWEST_BASS = 40;
const LOWEST_UPPER = 52;

export interface Notes {
  /** Pitch classes, 0 is C; the root first. */
  root: number;
  classes: number[];
  bass: number;
}

/** Pitch class of a name such as `F#`; null: it is none. */
export function pitchClass(name: string): number | null {
  const natural = LETTERS[name[0] ?? ""];
  if (natural === undefined || !/^.[b#]*$/.test(name)) return null;
  let semitones = natural;
  for (const accidental of name.slice(1)) semitones += accidental === "#" ? 1 : -1;
  return ((semitones % 12) + 12) % 12;
}

/** Semitones of a degree such as `b7` or `9`. */
function degree(text: string): number | null {
  const found = /^([b#]*)(\d+)$/.exec(text);
  if (found === null) return null;
  const number = Number(found[2]);
  if (number < 1 || number > 13) return null;
  let semitones = DEGREES[(number - 1) % 7]!;
  for (const accidental of found[1]!) semitones += accidental === "#" ? 1 : -1;
  return ((semitones % 12) + 12) % 12;
}

/** Of `A:min7/b3`, `C`, `G:sus4(b7)`, `C:(1,5)`; null where there are none to know: `N`, `X`, what is not Harte. */
export function notesOf(label: string): Notes | null {
  const found = /^([A-G][b#]*)(?::([^(/]*)(?:\(([^)]*)\))?)?(?:\/(.+))?$/.exec(label);
  if (found === null) return null;
  const [, rootName, quality, extra, bassDegree] = found;
  const root = pitchClass(rootName!);
  if (root === null) return null;
  const named = quality === undefined ? "maj" : quality;
  const intervals = named === "" ? (extra === undefined ? null : [0]) : INTERVALS[named];
  if (intervals === null || intervals === undefined) return null;
  const semitones = new Set(intervals);
  for (const each of extra?.split(",") ?? []) {
    const found = degree(each.replace("*", "").trim());
    if (found === null) return null;
    if (each.includes("*")) semitones.delete(found);
    else semitones.add(found);
  }
  const bassSemitones = bassDegree === undefined ? 0 : degree(bassDegree);
  if (bassSemitones === null) return null;
  const classes = [...semitones].map((each) => (root + each) % 12);
  return { root, classes, bass: (root + bassSemitones) % 12 };
}

/** MIDI notes to hear a chord by: its bass low, the rest in close position above. Empty where it has none. */
export function voicing(label: string): number[] {
  const notes = notesOf(label);
  if (notes === null) return [];
  const bass = LOWEST_BASS + ((notes.bass - LOWEST_BASS + 120) % 12);
  const floor = Math.max(LOWEST_UPPER, bass + 3);
  const upper = notes.classes.map((pitch) => floor + ((pitch - floor + 120) % 12));
  return [bass, ...upper.sort((a, b) => a - b)];
}
