/** The one thing to do next, as a key of the messages with what to fill in. Pure. */
import { type Degree, degreeOf, type Judgement } from "./judge";
import type { StringCheck } from "./strings";
import type { Target } from "./useTargets";

export type Hint =
  | { key: "silent" | "right" }
  | { key: "rightBass"; bass: string }
  | { key: "bassWanted"; bass: string }
  /** By the server, which weighed every string. */
  | { key: "check"; problem: Problem; string: number; note: string; fret: number | null }
  | { key: "missing"; note: string; degree: Degree; strings: number[] }
  | { key: "foreign"; note: string }
  | { key: "quality"; heard: string; note: string; degree: Degree }
  | { key: "sounds"; heard: string };

export type Problem = "silent" | "open" | "wrongFret" | "unmuted" | "slipped";

const PROBLEMS: Record<string, Problem> = {
  silent: "silent",
  open: "open",
  "wrong fret": "wrongFret",
  unmuted: "unmuted",
  slipped: "slipped",
};

/**
 * @param heard symbol of what was recognised
 * @param name of a pitch class
 * @param strings that should sound a pitch class, as players count them
 */
export function hintFor(
  target: Target,
  judgement: Judgement,
  heard: string | null,
  checks: readonly StringCheck[],
  name: (pitchClass: number) => string,
  strings: (pitchClass: number) => number[],
): Hint {
  const { verdict, relation, tones } = judgement;
  if (verdict === "silent") return { key: "silent" };
  if (verdict === "right") {
    const plain = target.notes.bass === target.notes.root;
    return relation === "inversion" && plain
      ? { key: "rightBass", bass: name(target.notes.root) }
      : { key: "right" };
  }
  if (relation === "other" && verdict === "notYet" && heard !== null) return { key: "sounds", heard };
  const check = checks[0];
  const problem = check && PROBLEMS[check.problem];
  if (check !== undefined && problem !== undefined) {
    return { key: "check", problem, string: check.string, note: check.note, fret: check.fret };
  }
  const missing = tones.find(({ state }) => state === "missing");
  const foreign = tones.find(({ state }) => state === "foreign");
  if (missing !== undefined) {
    const degree = degreeOf(target.notes, missing.interval);
    const note = name(missing.pitchClass);
    if (relation === "otherQuality" && foreign !== undefined && heard !== null) {
      return { key: "quality", heard, note, degree };
    }
    return { key: "missing", note, degree, strings: strings(missing.pitchClass) };
  }
  if (foreign !== undefined) return { key: "foreign", note: name(foreign.pitchClass) };
  if (relation === "inversion") return { key: "bassWanted", bass: name(target.notes.bass) };
  const unclear = tones.find(({ state }) => state === "unclear");
  if (unclear !== undefined) {
    const degree = degreeOf(target.notes, unclear.interval);
    return { key: "missing", note: name(unclear.pitchClass), degree, strings: strings(unclear.pitchClass) };
  }
  return heard === null ? { key: "silent" } : { key: "sounds", heard };
}
