/** Was that the chord? What was heard against what was meant. Pure. */
import { type Notes, notesOf } from "../harmony/notes";

export type Verdict = "right" | "almost" | "notYet" | "silent";
export type ToneState = "present" | "unclear" | "missing" | "foreign";

/** How the chord that was recognised stands to the one that was meant. */
export type Relation =
  | "same"
  /** Another bass. */
  | "inversion"
  /** The same notes under another name: C6 and Am7. */
  | "sameNotes"
  /** The same root, but major for minor, a seventh for a sixth, … */
  | "otherQuality"
  /** Some of its notes only, on its root: C for C7. */
  | "lacks"
  /** All of its notes and more, on its root: C7 for C. */
  | "adds"
  | "other"
  /** Nothing, or nothing with a name. */
  | "none";

export interface Tone {
  /** 0 is C. */
  pitchClass: number;
  /** Semitones above the root of the chord that was meant. */
  interval: number;
  state: ToneState;
  /** That it sounds; null where only the chord is known. */
  probability: number | null;
}

export interface Judgement {
  verdict: Verdict;
  relation: Relation;
  /** First those of the chord, root first, then the foreign ones, likeliest first. */
  tones: Tone[];
  /** Whether single notes were heard, or only a chord, whose notes are then taken for sounding. */
  basis: "notes" | "chord";
}

export interface HeardChord {
  /** Harte. */
  label: string;
  /** Seconds. */
  start: number;
}

export interface HeardNotes {
  /** Of the twelve pitch classes. */
  probabilities: readonly number[];
  start: number;
  at: number;
}

/** As the server's `/practice` has them: from here on a note sounds, … */
export const SOUNDS = 0.5;
/** … and below this it does not. */
export const SILENT = 0.2;
/** If no note is likelier, nothing was played. */
const ANYTHING = 0.3;
/** Notes are of the chord that rings if most of what they were averaged over lies in it, give or take this. */
const SLACK_S = 0.3;
const FIFTH = 7;

/** How a Harte label stands to the chord that was meant. Spelling does not matter: Gb is F#. */
export function relate(target: Notes, label: string): Relation {
  const heard = notesOf(label);
  if (heard === null) return "none";
  const wanted = new Set(target.classes);
  const sounding = new Set(heard.classes);
  const lacks = [...wanted].some((each) => !sounding.has(each));
  const adds = [...sounding].some((each) => !wanted.has(each));
  if (!lacks && !adds) {
    if (heard.root !== target.root) return "sameNotes";
    return heard.bass === target.bass ? "same" : "inversion";
  }
  if (heard.root !== target.root) return "other";
  if (lacks && adds) return "otherQuality";
  return lacks ? "lacks" : "adds";
}

/** Whether notes were heard within that chord, and not mostly in the one before. */
function belong(notes: HeardNotes, chord: HeardChord | null): boolean {
  return chord === null || notes.start >= chord.start - SLACK_S;
}

/**
 * @param chord that rings, as far as it is recognised; null: none
 * @param notes latest that were heard; null where the server told none
 */
export function judge(target: Notes, chord: HeardChord | null, notes: HeardNotes | null): Judgement {
  const relation = chord === null ? "none" : relate(target, chord.label);
  const isQuiet = chord === null || chord.label === "N";
  if (notes !== null && !isQuiet && belong(notes, chord))
    return byNotes(target, relation, notes.probabilities);
  return byChord(target, relation, isQuiet ? null : notesOf(chord.label));
}

function byNotes(target: Notes, relation: Relation, probabilities: readonly number[]): Judgement {
  const tones = target.classes.map((pitchClass) => {
    const probability = probabilities[pitchClass] ?? 0;
    const state = probability >= SOUNDS ? "present" : probability < SILENT ? "missing" : "unclear";
    return { pitchClass, interval: above(target, pitchClass), state, probability } satisfies Tone;
  });
  const allowed = new Set([...target.classes, target.bass]);
  const foreign = probabilities
    .map((probability, pitchClass) => ({
      pitchClass,
      interval: above(target, pitchClass),
      state: "foreign" as const,
      probability,
    }))
    .filter(({ pitchClass, probability }) => !allowed.has(pitchClass) && probability >= SOUNDS)
    .sort((one, other) => other.probability - one.probability);
  const isNamed = relation === "same" || relation === "inversion" || relation === "sameNotes";
  const silent = Math.max(...probabilities) < ANYTHING;
  const faults = foreign.length + tones.filter(({ state }) => state === "missing").length;
  // A soft fifth is heard badly under the overtones of the root, and a chord that is recognised makes up for doubts.
  const doubts = tones.filter(
    (tone) => tone.state === "unclear" && tone.interval !== FIFTH && !isNamed,
  ).length;
  const verdict = silent ? "silent" : overall(target, relation, faults, doubts);
  return { verdict, relation, tones: [...tones, ...foreign], basis: "notes" };
}

function byChord(target: Notes, relation: Relation, heard: Notes | null): Judgement {
  const sounding = new Set(heard?.classes);
  const tone = (pitchClass: number, state: ToneState): Tone => ({
    pitchClass,
    interval: above(target, pitchClass),
    state,
    probability: null,
  });
  const tones = target.classes.map((each) => tone(each, sounding.has(each) ? "present" : "missing"));
  const foreign = [...sounding]
    .filter((each) => !target.classes.includes(each) && each !== target.bass)
    .map((each) => tone(each, "foreign"));
  const faults = foreign.length + tones.filter(({ state }) => state === "missing").length;
  const verdict = heard === null ? "silent" : overall(target, relation, faults, 0);
  return { verdict, relation, tones: [...tones, ...foreign], basis: "chord" };
}

function overall(target: Notes, relation: Relation, faults: number, doubts: number): Verdict {
  // Only who asks for a bass has to play it: an open string below is a flaw, not another chord.
  const bassWanted = target.bass !== target.root && relation === "inversion";
  if (faults === 0 && doubts === 0) return bassWanted ? "almost" : "right";
  const near = relation !== "other" && relation !== "none";
  return faults <= 1 || (near && faults <= 2) ? "almost" : "notYet";
}

function above(target: Notes, pitchClass: number): number {
  return (pitchClass - target.root + 12) % 12;
}

export type Degree =
  | "root"
  | "second"
  | "minorThird"
  | "majorThird"
  | "fourth"
  | "flatFifth"
  | "fifth"
  | "raisedFifth"
  | "sixth"
  | "seventh"
  | "majorSeventh"
  | "flatNinth";

const DEGREES: readonly Degree[] = [
  "root",
  "flatNinth",
  "second",
  "minorThird",
  "majorThird",
  "fourth",
  "flatFifth",
  "fifth",
  "raisedFifth",
  "sixth",
  "seventh",
  "majorSeventh",
];

/** What a note is in the chord that was meant. */
export function degreeOf(target: Notes, interval: number): Degree {
  const has = (semitones: number) => target.classes.includes((target.root + semitones) % 12);
  if (interval === 9 && has(3) && has(6) && !has(10)) return "seventh"; // of a diminished seventh chord
  return DEGREES[interval]!;
}
