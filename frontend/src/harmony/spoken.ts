/** A chord in words, for ears: `A minor 7 over C`. */
import type { TFunction } from "i18next";
import type { Notation } from "../app/settings";
import { noteName } from "./symbol";

const QUALITIES = [
  "maj",
  "min",
  "7",
  "maj7",
  "min7",
  "maj6",
  "min6",
  "dim",
  "dim7",
  "hdim7",
  "aug",
  "sus2",
  "sus4",
  "minmaj7",
  "5",
] as const;

/** @param t of the namespace `listen` */
export function spoken(
  chord: { label: string; symbol: string },
  notation: Notation,
  t: TFunction<"listen">,
): string {
  if (chord.label === "N") return t("spoken.none");
  if (chord.label === "X") return t("spoken.unknown");
  const root = /^[A-G][b#]*/.exec(chord.symbol)?.[0];
  const quality = /^[A-G][b#]*:([^(/]*)/.exec(chord.label)?.[1] ?? "maj";
  const known = QUALITIES.find((each) => each === quality);
  if (root === undefined || known === undefined) return chord.symbol;
  const name = (note: string) =>
    noteName(note, notation)
      .replace("♯", ` ${t("spoken.sharp")}`)
      .replace("♭", ` ${t("spoken.flat")}`);
  const bass = /\/([A-G][b#]*)$/.exec(chord.symbol)?.[1];
  const whole = `${name(root)} ${t(`spoken.quality.${known}`)}`.trim();
  return bass === undefined ? whole : t("spoken.over", { chord: whole, bass: name(bass) });
}
