/**
 * From notes to strings. What is heard are pitch classes; which string sounded them follows from the shape that is
 * pressed, and where two strings have the same note, one of them is enough. Pure.
 */
import { pitchClass } from "../harmony/notes";
import { type Judgement, SOUNDS } from "./judge";

export type Colour = "good" | "fair" | "bad" | "rest";

export interface StringFeedback {
  /** As players count: 1 is nearest the floor. */
  number: number;
  /** Counted from the nut; 0 open, null muted. */
  fret: number | null;
  /** That it should sound; of a muted string the one it would. */
  pitchClass: number;
  colour: Colour;
  /** Another string has the same note: that it sounds does not say that both do. */
  shared: boolean;
}

/** What the server thinks of a string (`checks` of `/practice`). */
export interface StringCheck {
  string: number;
  likelihood: number;
  problem: string;
  note: string;
  fret: number | null;
}

/** Above this, trouble with a string is likelier than not. */
const LIKELY = 0.5;

/** Pitch class of a note such as `F#3` or `Eb`; null: it is none. */
export function pitchClassOf(name: string): number | null {
  return pitchClass(name.replace(/-?\d+$/, ""));
}

/**
 * @param tuning open strings from the bass side
 * @param frets from the bass side
 */
export function stringFeedback(
  tuning: readonly string[],
  frets: readonly (number | null)[],
  judgement: Judgement | null,
  checks: readonly StringCheck[] = [],
): StringFeedback[] {
  const classes = tuning.map((name, index) => ((pitchClassOf(name) ?? 0) + (frets[index] ?? 0)) % 12);
  const isHeld = (index: number) => frets[index] !== null && frets[index] !== undefined;
  return classes.map((pitchClass, index) => {
    const number = tuning.length - index;
    const check = checks.find(({ string }) => string === number);
    const shared = classes.some((each, other) => other !== index && each === pitchClass && isHeld(other));
    const colour = isHeld(index)
      ? held(pitchClass, judgement, check, shared)
      : check !== undefined
        ? suspected(check)
        : "rest";
    return { number, fret: frets[index] ?? null, pitchClass, colour, shared };
  });
}

function held(
  pitchClass: number,
  judgement: Judgement | null,
  check: StringCheck | undefined,
  shared: boolean,
): Colour {
  if (judgement === null || judgement.verdict === "silent") return "rest";
  if (check !== undefined) return suspected(check);
  const tone = judgement.tones.find((each) => each.pitchClass === pitchClass);
  switch (tone?.state) {
    case "present":
    case "foreign": // the shape has a note that the chord does not name
      return "good";
    case "unclear":
      return "fair";
    case "missing":
      // Without a word from the server: nothing sounds it, so each string that should is at fault.
      return shared && (tone.probability ?? 0) >= SOUNDS / 2 ? "fair" : "bad";
    default:
      return "rest";
  }
}

function suspected({ likelihood }: StringCheck): Colour {
  return likelihood >= LIKELY ? "bad" : "fair";
}
