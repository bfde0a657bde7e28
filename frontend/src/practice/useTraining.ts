/** Practice while it is played: what the session hears, judged, and the progression that moves on. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type SessionState, useSession } from "../connection/session";
import { keepSitting, sittingOf } from "./history";
import { type Judgement, judge } from "./judge";
import { begin, hear, skipTo, type Training } from "./trainer";
import type { Target } from "./useTargets";

export interface Practised {
  training: Training;
  target: Target | null;
  /** Null while nobody listens. */
  judgement: Judgement | null;
  /** Symbol of what is heard; null in silence. */
  heard: string | null;
  goTo(index: number): void;
}

/** Of the target: what is heard of it in this state of the session; null if nobody listens. */
function judged(session: SessionState, target: Target | null): Judgement | null {
  if (target === null || session.phase.name !== "live") return null;
  return judge(target.notes, session.provisional, session.notes);
}

/** Whether the chord that was found right last still rings. */
function holds(
  session: SessionState,
  { index, chords, changes }: Training,
  targets: readonly Target[],
): boolean {
  if (chords.length < 2 || changes.length === 0) return false;
  const before = targets[(index + chords.length - 1) % chords.length] ?? null;
  return judged(session, before)?.verdict === "right";
}

export function useTraining(targets: readonly Target[]): Practised {
  const key = targets.map(({ label }) => label).join(" ");
  const [training, setTraining] = useState(() => begin([]));
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  const heard = useSession(({ provisional }) =>
    provisional === null || provisional.label === "N" ? null : provisional.symbol,
  );
  const current = useRef({ training, targets, sitting: "" });
  current.current.targets = targets;

  const put = useCallback((next: Training) => {
    current.current.training = next;
    setTraining(next);
  }, []);

  useEffect(() => {
    current.current.sitting = crypto.randomUUID();
    put(begin(key === "" ? [] : key.split(" ")));
  }, [key, put]);

  useEffect(() => {
    const listen = (session: SessionState) => {
      const { training: before, targets: wanted, sitting } = current.current;
      const target = wanted[before.index] ?? null;
      const due = judged(session, target);
      const isHeld = due !== null && due.verdict !== "right" && holds(session, before, wanted);
      // The chord before still rings: nothing is wrong with the next one yet.
      const now = isHeld ? { ...due, verdict: "silent" as const } : due;
      setJudgement((last) => (sameLook(last, now) ? last : now));
      if (now === null) return;
      const after = hear(before, isHeld ? "held" : now.verdict, session.heardS);
      if (after === before) return;
      put(after);
      if (after.changes.length > before.changes.length) {
        const symbols = wanted.map(({ symbol }) => symbol);
        void keepSitting(sittingOf(after, sitting, Date.now(), symbols)).catch(() => {});
      }
    };
    listen(useSession.getState());
    return useSession.subscribe(listen);
  }, [put]);

  const goTo = useCallback((index: number) => put(skipTo(current.current.training, index)), [put]);
  const target = targets[training.index] ?? null;
  return useMemo(
    () => ({ training, target, judgement, heard, goTo }),
    [training, target, judgement, heard, goTo],
  );
}

/** Nothing that is shown has changed. */
function sameLook(one: Judgement | null, other: Judgement | null): boolean {
  if (one === null || other === null) return one === other;
  const look = ({ verdict, relation, basis, tones }: Judgement) =>
    `${verdict} ${relation} ${basis} ${tones.map(({ pitchClass, state, probability }) => `${pitchClass}${state}${probability?.toFixed(1)}`).join()}`;
  return look(one) === look(other);
}
