/** What the server makes of it, string by string, once something has been wrong for a moment. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../api/client";
import { useSettings } from "../app/settings";
import { useSession } from "../connection/session";
import type { Judgement } from "./judge";
import type { StringCheck } from "./strings";
import type { Target } from "./useTargets";

/** So long the same thing has to be wrong: nobody is corrected in the middle of a change. */
const PATIENCE_MS = 600;
const NONE: StringCheck[] = [];

export function useChecks(target: Target | null, judgement: Judgement | null): StringCheck[] {
  const { instrument, tuning, level, notation } = useSettings();
  const isWrong = judgement?.verdict === "almost" || judgement?.verdict === "notYet";
  const fault =
    isWrong && judgement.basis === "notes"
      ? judgement.tones.map(({ pitchClass, state }) => `${pitchClass}${state}`).join()
      : null;
  const lasting = useLasting(fault, PATIENCE_MS);
  const { data } = useQuery({
    queryKey: [
      "practice",
      "checks",
      target?.label,
      target?.grip?.shape.frets,
      lasting,
      instrument,
      tuning,
      level,
      notation,
    ],
    enabled: target?.grip != null && lasting !== null && lasting === fault,
    retry: false,
    gcTime: 60_000,
    queryFn: async () => {
      const heard = useSession.getState().notes?.probabilities ?? null;
      const { frets } = target!.grip!.shape;
      const body = {
        chord: target!.label,
        heard,
        notes: null,
        shape: frets,
        instrument,
        tuning,
        level,
        notation,
      };
      const answer = await api.POST("/practice", { body: body as never });
      return answer.data!.checks satisfies StringCheck[];
    },
  });
  return fault !== null && lasting === fault ? (data ?? NONE) : NONE;
}

/** The value, once it has been the same for so long. */
function useLasting<T>(value: T, ms: number): T | null {
  const [lasting, setLasting] = useState<T | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return lasting;
}
