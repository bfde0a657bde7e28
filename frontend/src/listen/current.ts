/** Which chord is the big one, and how sure it is. */
import type { SessionState, TimedChord } from "../connection/session";

export interface Current {
  chord: TimedChord;
  /** Decided, or it has been the same for long enough that it will hardly change. */
  firm: boolean;
}

/** A provisional chord that held so long is drawn as decided ones are. */
const FIRM_AFTER_S = 0.6;
const FIRM_CONFIDENCE = 0.5;

export function current(
  session: Pick<SessionState, "phase" | "finals" | "provisional" | "heardS">,
): Current | null {
  const { provisional, finals, phase } = session;
  const last = finals.at(-1);
  // At the end, silence is no news: the last chord stays.
  const over = phase.name === "ended";
  const open = provisional !== null && provisional.start >= (last?.end ?? 0) && provisional.label !== "N";
  if (provisional === null || (over && !open)) {
    const chord = (over ? finals.findLast((each) => each.label !== "N") : last) ?? last;
    return chord === undefined ? null : { chord, firm: true };
  }
  const held = session.heardS - provisional.start;
  return { chord: provisional, firm: held >= FIRM_AFTER_S && provisional.confidence >= FIRM_CONFIDENCE };
}
