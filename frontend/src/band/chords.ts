/** Chords for the band out of what there is: a song's ChordPro, or what a session heard. Pure. */
import type { TimedChord } from "../connection/session";

const GRID_BEGIN = /^\s*\{\s*(start_of_grid|sog)\b/i;
const GRID_END = /^\s*\{\s*(end_of_grid|eog)\s*\}/i;
const TAB_BEGIN = /^\s*\{\s*(start_of_tab|sot)\b/i;
const TAB_END = /^\s*\{\s*(end_of_tab|eot)\s*\}/i;

/**
 * `C | G Am | F` of a song: its grids as they are written, and each chord over words as a bar of its own, since a
 * sheet does not say how long they last.
 */
export function chordsOfSong(text: string): string {
  const bars: string[] = [];
  let within: "grid" | "tab" | null = null;
  for (const line of text.split("\n")) {
    if (GRID_BEGIN.test(line)) within = "grid";
    else if (TAB_BEGIN.test(line)) within = "tab";
    else if (GRID_END.test(line) || TAB_END.test(line)) within = null;
    else if (within === "grid") bars.push(...gridBars(line));
    else if (within === null && !/^\s*[{#]/.test(line)) bars.push(...chordsOfLine(line));
  }
  return bars.join(" | ");
}

/** `[*Coda]` is a note to the player, `[N.C.]` no chord. */
function chordsOfLine(line: string): string[] {
  return [...line.matchAll(/\[([^\]*][^\]]*)\]/g)].map((found) => found[1]!.trim()).filter(isChord);
}

/** `| C . G . |`: cells of a bar share it; a dot holds on. */
function gridBars(line: string): string[] {
  const inner = /\|(.*)\|/.exec(line)?.[1];
  if (inner === undefined) return [];
  let held = "";
  return inner.split(/[|:]+/).flatMap((bar) => {
    const cells = bar.trim().split(/\s+/).filter(Boolean);
    if (cells.length === 0) return [];
    const full = cells.map((cell) => {
      if (isChord(cell)) held = cell;
      return held;
    });
    if (full.includes("")) return full.filter(Boolean).slice(0, 1);
    const changes = full.filter((cell, index) => index === 0 || cell !== full[index - 1]);
    return [(full.length % changes.length === 0 && evenly(full, changes) ? changes : full).join(" ")];
  });
}

/** Each change lasts as long as the others. */
function evenly(full: readonly string[], changes: readonly string[]): boolean {
  const length = full.length / changes.length;
  return full.every((cell, index) => cell === changes[Math.floor(index / length)]);
}

/** `[Bridge]` and `[Chorus]` begin like chords too. */
const CHORD =
  /^[A-H][#b♯♭]?(?:maj|min|dim|aug|sus|add|alt|omit|no|[mM]|[Δøº°o+-]|[#b♯♭]?\d+|[(),\s]|\/(?=\d))*(?:\/[A-H][#b♯♭]?)?$/;

function isChord(text: string): boolean {
  return CHORD.test(text);
}

/** What was heard, a bar for each chord, or more where the tempo says that it lasted longer. */
export function chordsOfSession(
  finals: readonly TimedChord[],
  bpm: number | null,
  beatsABar: number,
): string {
  const bar = bpm === null ? null : (60 / bpm) * beatsABar;
  return finals
    .flatMap((chord) => {
      const { label, symbol } = chord.corrected ?? chord;
      if (label === "N" || label === "X" || chord.end === null) return [];
      const bars = bar === null ? 1 : Math.max(1, Math.round((chord.end - chord.start) / bar));
      return Array.from({ length: Math.min(bars, 8) }, () => symbol);
    })
    .join(" | ");
}
