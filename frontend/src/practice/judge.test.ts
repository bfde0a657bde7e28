import { expect, test } from "vitest";
import { notesOf } from "../harmony/notes";
import { degreeOf, type HeardNotes, judge, relate } from "./judge";

const notes = (label: string) => notesOf(label)!;

/** Probabilities by note name; what is not named does not sound. */
function sounding(loud: Record<string, number>, start = 1): HeardNotes {
  const names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
  return { probabilities: names.map((name) => loud[name] ?? 0), start, at: start + 0.6 };
}

const ringing = (label: string, start = 1) => ({ label, start });

test.each([
  ["C:maj", "C:maj", "same"],
  ["F#:min7", "Gb:min7", "same"], // enharmonic: the string is pressed at the same fret
  ["C:maj", "C:maj/3", "inversion"],
  ["C:maj/3", "C:maj", "inversion"],
  ["A:min7", "C:maj6", "sameNotes"],
  ["C:maj", "C:min", "otherQuality"],
  ["C:sus4", "C:maj", "otherQuality"],
  ["C:7", "C:maj", "lacks"],
  ["C:maj", "C:7", "adds"],
  ["C:maj", "C:5", "lacks"],
  ["C:maj", "A:min", "other"],
  ["C:maj", "N", "none"],
  ["C:maj", "X", "none"],
])("meant %s, heard %s: %s", (target, heard, relation) => {
  expect(relate(notes(target), heard)).toBe(relation);
});

test("by its notes: all there, none foreign", () => {
  const judged = judge(notes("C:maj"), ringing("C:maj"), sounding({ C: 0.9, E: 0.8, G: 0.7 }));
  expect(judged).toMatchObject({ verdict: "right", basis: "notes" });
  expect(judged.tones.map(({ pitchClass, state }) => [pitchClass, state])).toEqual([
    [0, "present"],
    [4, "present"],
    [7, "present"],
  ]);
});

test("a third that does not sound is missing, though the recogniser says C", () => {
  const judged = judge(notes("C:maj"), ringing("C:maj"), sounding({ C: 0.9, E: 0.1, G: 0.9 }));
  expect(judged.verdict).toBe("almost");
  expect(judged.tones[1]).toMatchObject({ interval: 4, state: "missing", probability: 0.1 });
});

test("a note too many is foreign, and comes last", () => {
  const judged = judge(notes("C:maj"), ringing("C:maj"), sounding({ C: 0.9, E: 0.9, G: 0.9, "F#": 0.7 }));
  expect(judged.verdict).toBe("almost");
  expect(judged.tones.at(-1)).toMatchObject({ pitchClass: 6, state: "foreign" });
});

test("a doubtful note is let pass where the chord is recognised, or where it is the fifth", () => {
  expect(judge(notes("C:maj"), ringing("C:maj"), sounding({ C: 0.9, E: 0.3, G: 0.9 })).verdict).toBe("right");
  expect(judge(notes("C:maj"), ringing("C:5"), sounding({ C: 0.9, E: 0.3, G: 0.9 })).verdict).toBe("almost");
  expect(judge(notes("C:maj"), ringing("X"), sounding({ C: 0.9, E: 0.9, G: 0.3 })).verdict).toBe("right");
});

test("notes of the chord before do not count for the new one", () => {
  const before = sounding({ C: 0.9, E: 0.9, G: 0.9 }, 1);
  const judged = judge(notes("G:maj"), ringing("G:maj", 1.5), before);
  expect(judged).toMatchObject({ verdict: "right", basis: "chord" });
});

test("silence is no mistake", () => {
  expect(judge(notes("C:maj"), null, null).verdict).toBe("silent");
  expect(judge(notes("C:maj"), ringing("N"), sounding({ C: 0.9 })).verdict).toBe("silent");
  expect(judge(notes("C:maj"), ringing("C:maj"), sounding({ C: 0.2 })).verdict).toBe("silent");
});

test("by the chord alone", () => {
  expect(judge(notes("C:maj"), ringing("C:maj"), null)).toMatchObject({ verdict: "right", basis: "chord" });
  expect(judge(notes("C:maj"), ringing("C:min"), null).verdict).toBe("almost");
  expect(judge(notes("C:maj"), ringing("B:7"), null).verdict).toBe("notYet");
});

test("a bass counts if it is asked for", () => {
  expect(judge(notes("C:maj"), ringing("C:maj/3"), null).verdict).toBe("right");
  expect(judge(notes("C:maj/3"), ringing("C:maj"), null).verdict).toBe("almost");
});

test("notes have the names that players use", () => {
  expect(degreeOf(notes("C:min"), 3)).toBe("minorThird");
  expect(degreeOf(notes("C:maj6"), 9)).toBe("sixth");
  expect(degreeOf(notes("C:dim7"), 9)).toBe("seventh");
});
