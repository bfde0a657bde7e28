/** Tells the server what a chord really was: only where it wants to know, and the player wants it, too. */
import { post } from "../api/post";
import { notice } from "../connection/listened";
import type { TimedChord } from "../connection/session";

const DIGITS = 1000;

/** What goes out: two chords, who heard the one, how surely, how long. No sound, no name, no time. */
export function correctionOf(chord: TimedChord, label: string): object | null {
  if (chord.model === undefined || chord.end === null) return null;
  const { name, version } = chord.model;
  const seconds = Math.round((chord.end - chord.start) * DIGITS) / DIGITS;
  return { name, version, heard: chord.label, corrected: label, confidence: chord.confidence, seconds };
}

export async function tell(chord: TimedChord, label: string): Promise<void> {
  const correction = correctionOf(chord, label);
  if (correction === null) return;
  try {
    await post("/corrections", correction);
    notice({ code: "told", detail: "" });
  } catch (error) {
    notice({ code: "notTold", detail: error instanceof Error ? error.message : String(error) });
  }
}
