/**
 * What a song's text says: ChordPro, chords over lyrics, or lines of chords, also mixed. Nothing in it is lost: what is not
 * understood is a line of its own, as it is. Pure, so that sheets show without the server.
 */
import type { Notation } from "../app/settings";
import {
  isChordLine,
  isTabLine,
  joinChordsAndWords,
  type Part,
  type Piece,
  parts,
  readBrackets,
} from "./chordLines";
import { headingOf, labelledChords, metaLine, readDirective, sectionOf } from "./directives";

export type { Part, Piece };

export type Line =
  /** Words with chords above. */
  | { kind: "sung"; pieces: Piece[] }
  /** Chords and signs alone: a row of chords, or one of a grid, blanks and all. */
  | { kind: "row"; parts: Part[] }
  | { kind: "comment"; text: string }
  /** Shown as it is, each letter as wide as the others: tablature, and what is not understood. */
  | { kind: "verbatim"; text: string }
  | { kind: "recall"; label: string }
  | { kind: "blank" };

export interface Section {
  /** `verse`, `chorus`, `grid`, `tab`, … as ChordPro calls them; null before the first. */
  kind: string | null;
  label: string;
  lines: Line[];
}

/** Last values of the metadata, by ChordPro's names. */
export type Meta = Partial<Record<string, string>>;

export interface Sheet {
  meta: Meta;
  sections: Section[];
}

export function readSheet(text: string, notation: Notation = "english"): Sheet {
  const reader = new Reader(notation);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const next = lines[index + 1];
    if (reader.take(lines[index]!.replace(/\t/g, "        "), next?.replace(/\t/g, "        "))) index++;
  }
  return { meta: reader.meta, sections: reader.finished() };
}

class Reader {
  meta: Meta = {};
  #sections: Section[] = [{ kind: null, label: "", lines: [] }];

  constructor(private readonly notation: Notation) {}

  /** Reads a line; true if the one after it belonged to it. */
  take(line: string, next: string | undefined): boolean {
    if (this.#takeInside(line)) return false;
    if (line.trim() === "") this.#add({ kind: "blank" });
    else if (this.#takeDirective(line) || this.#takeHeading(line, next)) return false;
    else if (/^\s*#(?![\d.])/.test(line))
      return false; // a remark in ChordPro
    else if (isTabLine(line)) this.#add({ kind: "verbatim", text: line });
    else if (isChordLine(line, this.notation)) {
      if (next !== undefined && this.#isSung(next)) {
        this.#add({ kind: "sung", pieces: joinChordsAndWords(line, next) });
        return true;
      }
      this.#add({ kind: "row", parts: parts(line, this.notation) });
    } else this.#add({ kind: "sung", pieces: readBrackets(line) });
    return false;
  }

  finished(): Section[] {
    for (const section of this.#sections) trimBlanks(section.lines);
    return this.#sections.filter((section) => section.lines.length > 0 || section.label !== "");
  }

  get #section(): Section {
    return this.#sections.at(-1)!;
  }

  #add(line: Line) {
    this.#section.lines.push(line);
  }

  #open(kind: string | null, label: string) {
    this.#sections.push({ kind, label, lines: [] });
  }

  /** Lines of a grid or a tab are kept letter by letter until it ends. */
  #takeInside(line: string): boolean {
    const kind = this.#section.kind;
    if (kind !== "grid" && !isVerbatim(kind)) return false;
    const said = readDirective(line);
    if (said !== null && /^(?:end_of_|eo[a-z]$)/.test(said.name)) this.#open(null, "");
    else if (kind === "grid") this.#add({ kind: "row", parts: parts(line, this.notation) });
    else this.#add({ kind: "verbatim", text: line });
    return true;
  }

  #takeDirective(line: string): boolean {
    const said = readDirective(line);
    if (said === null) return false;
    const section = sectionOf(said.name);
    if (section?.begins === true) this.#open(section.kind, said.label);
    else if (section?.begins === false) this.#open(null, "");
    else if (said.kind === "comment") this.#add({ kind: "comment", text: said.value });
    else if (said.kind === "recall") this.#add({ kind: "recall", label: said.value });
    else if (said.kind === "meta") this.#know(said.name, said.value);
    else if (said.kind === "unknown") this.#add({ kind: "verbatim", text: line });
    return true;
  }

  #takeHeading(line: string, next: string | undefined): boolean {
    const heading = headingOf(line, this.notation);
    if (heading !== null) {
      this.#open(heading.kind, heading.label);
      return true;
    }
    const labelled = labelledChords(line, this.notation);
    if (labelled !== null) {
      this.#open(labelled.kind, labelled.label);
      this.take(labelled.chords, next === undefined || this.#isSung(next) ? undefined : next);
      return true;
    }
    const meta = metaLine(line);
    if (meta === null) return false;
    this.#know(meta.name, meta.value);
    return true;
  }

  #know(name: string, value: string) {
    this.meta[name] = name === "artist" && this.meta["artist"] ? `${this.meta["artist"]}, ${value}` : value;
  }

  /** Words to be sung below chords. */
  #isSung(line: string): boolean {
    return (
      line.trim() !== "" &&
      readDirective(line) === null &&
      headingOf(line, this.notation) === null &&
      metaLine(line) === null &&
      labelledChords(line, this.notation) === null &&
      !/\[[^\]]+\]/.test(line) &&
      !isTabLine(line) &&
      !isChordLine(line, this.notation)
    );
  }
}

function isVerbatim(kind: string | null): boolean {
  return kind !== null && ["tab", "abc", "ly", "svg", "textblock"].includes(kind);
}

function trimBlanks(lines: Line[]) {
  while (lines[0]?.kind === "blank") lines.shift();
  while (lines.at(-1)?.kind === "blank") lines.pop();
}

/** All chord texts of a sheet in order, a recalled chorus with its own. */
export function chordsOf(sheet: Sheet): string[] {
  return sheet.sections.flatMap((section) =>
    section.lines.flatMap((line) => {
      if (line.kind === "sung") return line.pieces.flatMap((piece) => piece.chord ?? []);
      if (line.kind === "row") return line.parts.flatMap((part) => (part.isChord ? [part.text] : []));
      return [];
    }),
  );
}

/** A name for a song that says none: its first words, or its first chords. */
export function titleOf(sheet: Sheet): string {
  if (sheet.meta["title"]) return sheet.meta["title"];
  for (const section of sheet.sections)
    for (const line of section.lines) {
      if (line.kind !== "sung") continue;
      const words = line.pieces
        .map((piece) => piece.words)
        .join("")
        .replace(/\s+/g, " ")
        .trim();
      if (words !== "") return words.length > 48 ? `${words.slice(0, 47)}…` : words;
    }
  return chordsOf(sheet).slice(0, 4).join(" ");
}
