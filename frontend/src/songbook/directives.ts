/** ChordPro's directives, and the lines that say the same without braces. */
import type { Notation } from "../app/settings";
import { isChordLine, isChordText } from "./chordLines";

const ABBREVIATIONS: Record<string, string> = {
  t: "title",
  st: "subtitle",
  su: "subtitle",
  c: "comment",
  ci: "comment",
  cb: "comment",
  comment_italic: "comment",
  comment_box: "comment",
  highlight: "comment",
  soc: "start_of_chorus",
  eoc: "end_of_chorus",
  sov: "start_of_verse",
  eov: "end_of_verse",
  sob: "start_of_bridge",
  eob: "end_of_bridge",
  sot: "start_of_tab",
  eot: "end_of_tab",
  sog: "start_of_grid",
  eog: "end_of_grid",
  ns: "new_song",
  meter: "time",
  bpm: "tempo",
};
const META = new Set(
  "title sorttitle subtitle artist composer lyricist arranger copyright album year key time tempo duration capo transpose tuning".split(
    " ",
  ),
);
/** Of the layout, or for diagrams: nothing to be read on a sheet. */
const SILENT =
  /^(?:define|chord|new_song|new_page|np|new_physical_page|npp|column_break|colb|columns|col|grid|g|no_grid|ng|titles|pagetype|diagrams|image|meta|x_.*|(?:text|chord|tab|title|chorus|footer|grid|label|toc)(?:font|size|colou?r)|[tc][fs])$/;

export interface Directive {
  name: string;
  value: string;
  /** Of a section: `{start_of_verse: Verse 2}`, also `label="Verse 2"`. */
  label: string;
  kind: "meta" | "comment" | "recall" | "section" | "silent" | "unknown";
}

/** A directive that fills a line; null for other lines. */
export function readDirective(line: string): Directive | null {
  const match = /^\s*\{\s*([\w-]+)\s*[:\s]?\s*(.*?)\s*\}\s*$/.exec(line);
  if (match === null) return null;
  const said = match[1]!.toLowerCase();
  let name = ABBREVIATIONS[said] ?? said;
  let value = match[2]!;
  const meta = name === "meta" ? /^(\w+)\s+(.*)$/.exec(value) : null;
  if (meta !== null) {
    name = meta[1]!.toLowerCase();
    value = meta[2]!;
  }
  const label = /\blabel="([^"]*)"/.exec(value)?.[1] ?? value;
  return { name, value, label: name === "start_of_grid" && label === value ? "" : label, kind: kindOf(name) };
}

function kindOf(name: string): Directive["kind"] {
  if (META.has(name)) return "meta";
  if (name === "comment") return "comment";
  if (name === "chorus") return "recall";
  if (/^(?:start|end)_of_/.test(name)) return "section";
  return SILENT.test(name) ? "silent" : "unknown";
}

export function sectionOf(name: string): { kind: string; begins: boolean } | null {
  const match = /^(start|end)_of_(\w+)$/.exec(name);
  return match === null ? null : { kind: match[2]!, begins: match[1] === "start" };
}

const PARTS: readonly (readonly [kind: string, names: RegExp])[] = [
  ["chorus", /^(?:(?:pre|post)[- ]?)?(?:chorus|refrain|refrão|estribillo|ritornello|coro|kehrvers)\b/i],
  ["bridge", /^(?:bridge|brücke|bruecke|puente|ponte|pont|middle ?(?:8|eight)?)\b/i],
  ["verse", /^(?:verse|vers|strophe|strofa|estrofa|couplet|verso)\b/i],
  [
    "part",
    /^(?:intro|outro|solo|interlude|instrumental|ending|tag|vamp|break|hook|coda|turnaround|part|teil|zwischenspiel|vorspiel|nachspiel|schluss|einleitung)\b/i,
  ],
];

function partOf(label: string): string | null {
  return PARTS.find(([, names]) => names.test(label))?.[0] ?? null;
}

/** The name of a section on a line of its own: `[Verse 1]`, `Chorus:`, `Strophe 2`. */
export function headingOf(line: string, notation: Notation): { kind: string; label: string } | null {
  const bracketed = /^\s*\[([^[\]]+)\]\s*$/.exec(line)?.[1];
  if (bracketed !== undefined) {
    if (bracketed.startsWith("*") || isChordText(bracketed, notation)) return null;
    return { kind: partOf(bracketed) ?? "part", label: bracketed.trim() };
  }
  const label = line.trim().replace(/\s*:$/, "");
  const named = /^[^\s:]+(?:[ -]?\w+)?(?:\s*\(?(?:\d+|[x×]\s?\d+|\d+\s?[x×])\)?)*$/i.test(label);
  if (!named) return null;
  const kind = partOf(label);
  const counted = /^\S+(?:\s*\(?(?:\d+|[x×]\s?\d+|\d+\s?[x×])\)?)*$/i.test(label);
  return kind === null || !(counted || line.trim().endsWith(":")) ? null : { kind, label };
}

/** `Intro: C G | Am F`. */
export function labelledChords(
  line: string,
  notation: Notation,
): { kind: string; label: string; chords: string } | null {
  const match = /^\s*([^\s|[\]{}:][^|[\]{}:]{0,40}?)\s*:(?=\s)\s*(.+)$/.exec(line);
  if (match === null || metaLine(line) !== null || !isChordLine(match[2]!, notation)) return null;
  return { kind: partOf(match[1]!) ?? "part", label: match[1]!, chords: match[2]! };
}

/** `Capo: 3`, `Key: G`, `Tempo: 120`, as sheets without ChordPro say it. */
export function metaLine(line: string): { name: string; value: string } | null {
  const match =
    /^\s*(title|titel|artist|interpret|key|tonart|tempo|bpm|time|takt|capo|kapo)\s*[:=]\s*(\S.*?)\s*$/i.exec(
      line,
    ) ??
    /^\s*(capo|kapo)\s+(?:(?:on|fret|bund|im)\s+)*(\d+)(?:st|nd|rd|th|\.)?(?:\s+(?:fret|bund))?\s*$/i.exec(
      line,
    );
  if (match === null) return null;
  const names: Record<string, string> = {
    titel: "title",
    interpret: "artist",
    tonart: "key",
    bpm: "tempo",
    takt: "time",
    kapo: "capo",
  };
  const name = match[1]!.toLowerCase();
  return { name: names[name] ?? name, value: match[2]! };
}
