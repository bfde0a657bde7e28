import { expect, test } from "vitest";
import { nothingHeard, type Phase, type TimedChord } from "../connection/session";
import { current } from "./current";

const chord = (label: string, start: number, end: number | null, confidence = 0.9): TimedChord => ({
  label,
  symbol: label,
  bass: null,
  start,
  end,
  confidence,
  alternatives: [],
});
const live: Phase = { name: "live", source: "microphone" };
const session = { ...nothingHeard, phase: live, finals: [chord("C", 0, 2)], heardS: 2.3 };

test("a first guess is not firm; what held for a while is, if it is likely", () => {
  const guess = { ...session, provisional: chord("G", 2, null) };
  expect(current(guess)).toMatchObject({ chord: { label: "G" }, firm: false });
  expect(current({ ...guess, heardS: 3 })).toMatchObject({ firm: true });
  expect(current({ ...guess, heardS: 3, provisional: chord("G", 2, null, 0.3) })).toMatchObject({
    firm: false,
  });
});

test("at the end the last chord stays, also before it is decided, and not the silence after it", () => {
  const ended = { ...session, phase: { name: "ended" } as const };
  expect(current({ ...ended, provisional: chord("G", 2, null) })?.chord.label).toBe("G");
  const after = { ...ended, finals: [...session.finals, chord("G", 2, 3), chord("N", 3, 4)] };
  expect(current({ ...after, provisional: chord("N", 3, null) })?.chord.label).toBe("G");
});

test("nothing heard is no chord", () => {
  expect(current(nothingHeard)).toBeNull();
});
