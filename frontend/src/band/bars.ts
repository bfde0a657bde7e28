/** The bars of an arrangement: from what the server says of it to what is drawn, clicked and counted. Pure. */
import type { components } from "../api/rest.gen";
import type { Click } from "../audio/player";

export type Arrangement = Omit<components["schemas"]["AccompanimentResult"], "notes">;

export interface Bar {
  /** From 1; 0 is the count-in. */
  number: number;
  fromS: number;
  toS: number;
  /** Chords that begin here, or the one that rings on, each from a share of the bar, 0 to 1. */
  chords: { symbol: string; share: number; held: boolean }[];
  /** Title of the section that begins here. */
  section: string | null;
}

/** Of a whole note. */
const UNITS: Record<string, number> = {
  half: 1 / 2,
  "dotted half": 3 / 4,
  quarter: 1 / 4,
  "dotted quarter": 3 / 8,
  eighth: 1 / 8,
  "dotted eighth": 3 / 16,
};
/** Times come rounded to a tenth of a millisecond. */
const NEAR_S = 0.002;

/** What a felt beat is, as printed: `dotted quarter` of `dotted quarter = 56 bpm`. */
export function unitOf(tempo: string): string {
  return tempo.split("=")[0]?.trim() || "quarter";
}

/** Whole notes in a bar: 7/8 of `7/8`. */
function wholes(metre: string): number {
  const [upper = 4, lower = 4] = metre.split("/").map(Number);
  return upper / lower;
}

/** Seconds of a bar, as written. */
export function barSeconds({ metre, tempo, tempo_bpm }: Arrangement): number {
  return (wholes(metre) / (UNITS[unitOf(tempo)] ?? 1 / 4)) * (60 / tempo_bpm);
}

/** Where the felt beats of a bar stand, in shares of it: unequal in metres such as 7/8, whose title says how. */
export function beatShares({ metre, tempo, beats_a_bar, title }: Arrangement): number[] {
  const groups = /\((\d+(?:\+\d+)+)\)/.exec(title)?.[1]?.split("+").map(Number) ?? [];
  const equal = Math.abs(wholes(metre) - beats_a_bar * (UNITS[unitOf(tempo)] ?? 1 / 4)) < 1e-9;
  if (equal || groups.length !== beats_a_bar)
    return Array.from({ length: beats_a_bar }, (_, beat) => beat / beats_a_bar);
  const whole = groups.reduce((sum, group) => sum + group, 0);
  let before = 0;
  return groups.map((group) => {
    const share = before / whole;
    before += group;
    return share;
  });
}

/** All bars, the count-in first where there is one. */
export function barsOf(arrangement: Arrangement): Bar[] {
  const length = barSeconds(arrangement);
  const count = Math.max(1, Math.round(arrangement.seconds / length));
  const countIn = (arrangement.chords[0]?.at ?? 0) > NEAR_S ? 1 : 0;
  let ringing: string | null = null;
  return Array.from({ length: count }, (_, index) => {
    const fromS = index * length;
    const toS = fromS + length;
    const within = ({ at }: { at: number }) => at >= fromS - NEAR_S && at < toS - NEAR_S;
    const chords = arrangement.chords.filter(within).map(({ symbol, at }) => ({
      symbol,
      share: Math.max(0, (at - fromS) / length),
      held: false,
    }));
    if (ringing !== null && (chords[0]?.share ?? 1) > NEAR_S)
      chords.unshift({ symbol: ringing, share: 0, held: true });
    ringing = chords.at(-1)?.symbol ?? ringing;
    const section = arrangement.sections.find(within)?.title ?? null;
    return { number: index + 1 - countIn, fromS, toS, chords, section };
  });
}

/** Index of the bar that sounds. */
export function barAt(bars: readonly Bar[], positionS: number): number {
  const found = bars.findIndex((bar) => positionS < bar.toS - 1e-6);
  return found < 0 ? bars.length - 1 : found;
}

/** The felt beat of its bar, from 1. */
export function beatAt(bar: Bar, shares: readonly number[], positionS: number): number {
  const share = (positionS - bar.fromS) / (bar.toS - bar.fromS);
  return Math.max(1, shares.filter((each) => each <= share + 1e-6).length);
}

/** A stroke on every felt beat; the first of a bar is strong. */
export function clicksOf(bars: readonly Bar[], shares: readonly number[]): Click[] {
  return bars.flatMap((bar) =>
    shares.map((share, beat) => ({ atS: bar.fromS + share * (bar.toS - bar.fromS), strong: beat === 0 })),
  );
}

/** Bars from and to, both played, by index. */
export interface BarLoop {
  from: number;
  to: number;
}

/** A first click takes a bar, a second widens to another, a third begins anew; the same bar twice takes it back. */
export function chosenLoop(before: BarLoop | null, bar: number): BarLoop | null {
  if (before === null || before.from !== before.to) return { from: bar, to: bar };
  if (bar === before.from) return null;
  return { from: Math.min(bar, before.from), to: Math.max(bar, before.from) };
}

export function loopSeconds(
  bars: readonly Bar[],
  loop: BarLoop | null,
): { fromS: number; toS: number } | null {
  const first = loop === null ? undefined : bars[loop.from];
  const last = loop === null ? undefined : bars[Math.min(loop.to, bars.length - 1)];
  return first === undefined || last === undefined ? null : { fromS: first.fromS, toS: last.toS };
}

/** The title of the section that a bar belongs to; null where there are none. */
export function sectionAt(bars: readonly Bar[], index: number): string | null {
  return bars.slice(0, index + 1).findLast((bar) => bar.section !== null)?.section ?? null;
}
