/** Goes through a progression: on to the next chord when this one is right. Pure; times are seconds of audio. */
import type { Verdict } from "./judge";

export interface Change {
  from: string | null;
  to: string;
  /** From when the chord before was last heard until this one was; null for the first after a rest. */
  seconds: number | null;
  clean: boolean;
}

export interface Training {
  /** Harte labels; no chord stands twice in a row. */
  chords: readonly string[];
  index: number;
  /** Times through. */
  rounds: number;
  /** Chords in a row that were right without a slip. */
  streak: number;
  best: number;
  changes: Change[];
  /** Since when the verdict is right, or wrong while something sounds. */
  rightSince: number | null;
  wrongSince: number | null;
  /** When the chord before was last heard right; null after a rest. */
  lastAt: number | null;
  slipped: boolean;
  /** A lone chord has to be let go before it counts again. */
  awaitsRelease: boolean;
}

/** A chord has to be right for so long: one lucky moment of a strum is not enough. */
export const HOLD_S = 0.25;
/** Wrong for so long is a slip: changing takes a moment, in which the old chord still rings. */
export const SLIP_S = 2;
/** A longer silence is a rest, and the next change is not timed. */
export const REST_S = 6;

export function begin(chords: readonly string[]): Training {
  return {
    chords: chords.filter((each, index) => each !== chords[index - 1]),
    index: 0,
    rounds: 0,
    streak: 0,
    best: 0,
    changes: [],
    rightSince: null,
    wrongSince: null,
    lastAt: null,
    slipped: false,
    awaitsRelease: false,
  };
}

/**
 * @param verdict of the chord that is due; `held`: the one before still rings, which is no mistake
 * @param at seconds of audio at which it holds
 */
export function hear(training: Training, verdict: Verdict | "held", at: number): Training {
  if (training.chords.length === 0) return training;
  if (training.awaitsRelease) {
    return verdict === "right" ? training : hear({ ...training, awaitsRelease: false }, verdict, at);
  }
  switch (verdict) {
    case "right": {
      const since = training.rightSince ?? at;
      if (at - since < HOLD_S) return { ...training, rightSince: since, wrongSince: null };
      return moveOn(training, since);
    }
    case "held":
      return { ...training, rightSince: null, wrongSince: null, lastAt: at };
    case "silent": {
      const rested = training.lastAt !== null && at - training.lastAt > REST_S;
      return { ...training, rightSince: null, wrongSince: null, lastAt: rested ? null : training.lastAt };
    }
    default: {
      const since = training.wrongSince ?? at;
      const slips = !training.slipped && at - since >= SLIP_S;
      return {
        ...training,
        rightSince: null,
        wrongSince: since,
        slipped: training.slipped || slips,
        streak: slips ? 0 : training.streak,
      };
    }
  }
}

/** On to another chord by hand: nothing is counted. */
export function skipTo(training: Training, index: number): Training {
  return { ...training, index, rightSince: null, wrongSince: null, lastAt: null, slipped: false };
}

function moveOn(training: Training, at: number): Training {
  const { chords, index, lastAt, slipped } = training;
  const from = lastAt === null ? null : (chords[(index + chords.length - 1) % chords.length] ?? null);
  const change: Change = {
    from: chords.length > 1 ? from : null,
    to: chords[index]!,
    seconds: lastAt === null ? null : Math.max(0, at - lastAt),
    clean: !slipped,
  };
  const next = (index + 1) % chords.length;
  const streak = training.streak + 1;
  return {
    ...training,
    index: next,
    rounds: training.rounds + (next === 0 ? 1 : 0),
    streak,
    best: Math.max(training.best, streak),
    changes: [...training.changes, change],
    rightSince: null,
    wrongSince: null,
    lastAt: at,
    slipped: false,
    awaitsRelease: chords.length === 1,
  };
}

/** Middle one of the timed changes, seconds; null where none is timed. */
export function typicalChange(changes: readonly Change[]): number | null {
  const timed = changes.flatMap(({ seconds }) => (seconds === null ? [] : [seconds])).sort((a, b) => a - b);
  if (timed.length === 0) return null;
  const middle = timed.length >> 1;
  return timed.length % 2 === 1 ? timed[middle]! : (timed[middle - 1]! + timed[middle]!) / 2;
}

/** The change that takes longest, by its middle time, of those that were made at least twice. */
export function slowest(changes: readonly Change[]): { from: string; to: string; seconds: number } | null {
  const kinds = new Map<string, Change[]>();
  for (const change of changes) {
    if (change.from === null || change.seconds === null) continue;
    const kind = `${change.from} ${change.to}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), change]);
  }
  let worst: { from: string; to: string; seconds: number } | null = null;
  for (const same of kinds.values()) {
    const seconds = typicalChange(same);
    if (same.length < 2 || seconds === null || seconds <= (worst?.seconds ?? 0)) continue;
    worst = { from: same[0]!.from!, to: same[0]!.to, seconds };
  }
  return worst;
}
