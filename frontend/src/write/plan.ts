/** The song plan: what can be locked and changed in it, and the sheet that it becomes. Pure. */
import type { components } from "../api/rest.gen";

export type SongPlan = components["schemas"]["SongPlan"];
export type Section = SongPlan["sections"][number];

/** Fields at the head of a plan that can be changed by hand. */
export const HEAD = ["title", "key", "tempo_bpm", "metre", "groove"] as const;
export type HeadField = (typeof HEAD)[number];
export const METRES = ["4/4", "3/4", "6/8", "12/8", "5/4", "7/8"] as const;
export const SECTION_PARTS = ["chords", "melody", "lyrics"] as const;
export type SectionPart = (typeof SECTION_PARTS)[number];

export function sectionPath(name: string, part: SectionPart): string {
  return `sections.${name}.${part}`;
}

/** What a felt beat is in a metre, as the server counts tempo. */
export function tempoUnit(metre: string): "quarter" | "dotted" {
  return metre === "6/8" || metre === "9/8" || metre === "12/8" ? "dotted" : "quarter";
}

/** Locks after one was turned on or off; in order, so that the same locks look the same. */
export function toggled(locks: readonly string[], path: string): string[] {
  return locks.includes(path) ? locks.filter((each) => each !== path) : [...locks, path].sort();
}

/** Only locks on what the plan has: another form may lack a section. */
export function standing(locks: readonly string[], plan: SongPlan): string[] {
  const names = new Set<string>(plan.sections.map((section) => section.name));
  return locks.filter((path) => !path.startsWith("sections.") || names.has(path.split(".")[1] ?? ""));
}

/** The plan with the locks that hold now: what the server is to keep. */
export function withLocks(plan: SongPlan, locks: readonly string[]): SongPlan {
  return { ...plan, locked: standing(locks, plan) };
}

/** Chords by bars: `[["F"], ["G", "Am"]]`; one that lasts longer is there in each of its bars. */
export function barsOfSection(section: Pick<Section, "chords">): { symbol: string; share: number }[][] {
  const bars: { symbol: string; share: number }[][] = [];
  let at = 0;
  for (const { symbol, bars: length } of section.chords) {
    for (let done = 0; done < length - 1e-6; ) {
      const share = at - Math.floor(at + 1e-6);
      const bar = Math.floor(at + 1e-6);
      bars[bar] ??= [];
      bars[bar].push({ symbol, share: Math.max(0, share) });
      const step = Math.min(length - done, 1 - share);
      done += step;
      at += step;
    }
  }
  return bars;
}

/** `F | G Am | C`, as it is typed. */
export function chartOf(section: Pick<Section, "chords">): string {
  return barsOfSection(section)
    .map((bar) => bar.map(({ symbol }) => symbol).join(" "))
    .join(" | ");
}

/** What a hand typed into a field, as the server takes it; null if it is no value. */
export function typed(field: HeadField | "chords", text: string): string | number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (field !== "tempo_bpm") return trimmed;
  const tempo = Number(trimmed.replace(",", "."));
  return Number.isFinite(tempo) && tempo >= 20 && tempo <= 400 ? Math.round(tempo) : null;
}

/** Frets from the lowest string on; null is not played. Null for what is no shape, such as piano keys. */
export function fretsOf(shape: string): (number | null)[] | null {
  const parts = shape.includes("-") ? shape.split("-") : (shape.match(/\(\d+\)|[x\d]/gi) ?? []);
  if (parts.join(shape.includes("-") ? "-" : "") !== shape || parts.length < 3) return null;
  const frets = parts.map((part) => (/^x$/i.test(part) ? null : Number(part.replace(/[()]/g, ""))));
  return frets.some((fret) => Number.isNaN(fret)) ? null : frets;
}

/** Felt beats of a bar, as cells of a grid. */
const CELLS: Record<string, number> = { "3/4": 3, "6/8": 2, "12/8": 4, "5/4": 5, "7/8": 7 };
const BARS_A_LINE = 4;

/** A sheet for the song book: each part of the form with its bars, its job, and lines to write words on. */
export function chordProOf(plan: SongPlan): string {
  const lines = [
    `{title: ${plan.title}}`,
    `{key: ${plan.key.replace(/ major$/, "").replace(/ minor$/, "m")}}`,
    `{time: ${plan.metre}}`,
    `{tempo: ${plan.tempo_bpm}}`,
    ...(plan.capo > 0 ? [`{capo: ${plan.capo}}`] : []),
  ];
  for (const part of plan.form) {
    const section = plan.sections.find((each) => each.name === part.section);
    if (section === undefined) continue;
    const bars = barsOfSection(section);
    const cells = cellsOf(bars, CELLS[plan.metre] ?? 4);
    lines.push("", `{comment: ${part.title}}`, `{comment_italic: ${part.task}}`, "{start_of_grid}");
    for (let from = 0; from < bars.length; from += BARS_A_LINE) {
      const row = bars.slice(from, from + BARS_A_LINE).map((bar) => gridBar(bar, cells));
      lines.push(`| ${row.join(" | ")} |`);
    }
    lines.push("{end_of_grid}");
  }
  return `${lines.join("\n")}\n`;
}

/** Twice as many where a chord begins between two beats. */
function cellsOf(bars: readonly { share: number }[][], beats: number): number {
  const between = bars.flat().some(({ share }) => Math.abs(share * beats - Math.round(share * beats)) > 0.01);
  return between ? 2 * beats : beats;
}

function gridBar(bar: readonly { symbol: string; share: number }[], cells: number): string {
  const row = Array.from({ length: cells }, () => ".");
  for (const { symbol, share } of bar) row[Math.min(cells - 1, Math.round(share * cells))] = symbol;
  return row.join(" ");
}
