import { expect, test } from "vitest";
import { nothingHeard, type SessionState, type TimedChord } from "../connection/session";
import { beatClock, chordPro, inBars, jams, lab, played, tabRequest } from "./exports";

const chord = (symbol: string, label: string, start: number, end: number): TimedChord => ({
  label,
  symbol,
  bass: null,
  start,
  end,
  confidence: 0.8,
  alternatives: [],
});

/** 120 a minute; the chords change a little off the beat, as they are heard. */
const session: SessionState = {
  ...nothingHeard,
  finals: [
    chord("N.C.", "N", 0, 0.52),
    chord("C", "C:maj", 0.52, 2.48),
    chord("Am7/C", "A:min7/b3", 2.48, 3.55),
    chord("?", "X", 3.55, 4.5),
    chord("G", "G:maj", 4.5, 5.1),
  ],
  provisional: { ...chord("G", "G:maj", 4.5, 0), end: null },
  beats: Array.from({ length: 13 }, (_, index) => index * 0.5),
  key: { name: "C major", confidence: 0.9, locked: false },
  heardS: 6.5,
};

test("what rings ends where it was heard, and is one with what was decided of it", () => {
  expect(played(session).at(-1)).toMatchObject({ label: "G:maj", start: 4.5, end: 6.5 });
  expect(played({ ...session, provisional: null }).at(-1)).toMatchObject({ end: 5.1 });
});

test("a correction counts, and makes one chord of two neighbours", () => {
  const finals = session.finals.map((each) =>
    each.label === "X" ? { ...each, corrected: { label: "A:min7/b3", symbol: "Am7/C" } } : each,
  );
  expect(played({ ...session, finals }).map(({ label, start, end }) => [label, start, end])).toEqual([
    ["N", 0, 0.52],
    ["C:maj", 0.52, 2.48],
    ["A:min7/b3", 2.48, 4.5],
    ["G:maj", 4.5, 6.5],
  ]);
});

test("chords are counted in beats, from the first to the last, and what is unknown is no chord", () => {
  const { tempoBpm, chords } = inBars(session);
  expect(tempoBpm).toBe(120);
  expect(chords.map(({ label, beats }) => [label, beats])).toEqual([
    ["C:maj", 4],
    ["A:min7/b3", 2],
    ["N", 2],
    ["G:maj", 4],
  ]);
});

test("without beats the tempo counts, and without a tempo a hundred a minute", () => {
  expect(inBars({ ...session, beats: [] }).tempoBpm).toBe(100);
  const slow = { bpm: 60, confidence: 1, phase: 0, at: 0 };
  expect(inBars({ ...session, beats: [], tempo: slow }).chords[0]).toMatchObject({ beats: 2 });
});

test("a gap in the beats counts as many as fit into it", () => {
  const at = beatClock([1, 2, 5, 6], 60);
  expect([0, 1.5, 2, 3.5, 5, 8].map(at)).toEqual([-1, 0.5, 1, 2.5, 4, 7]);
});

test("lab has every second of the session", () => {
  expect(lab(session).split("\n").slice(0, 2)).toEqual(["0.0000\t0.5200\tN", "0.5200\t2.4800\tC:maj"]);
  expect(lab(nothingHeard)).toBe("");
});

test("JAMS has chords, key and beats, each with the duration of the whole", () => {
  const document = JSON.parse(jams(session, "Take"));
  expect(document.file_metadata).toMatchObject({ title: "Take", duration: 6.5, jams_version: "0.3.4" });
  const [chords, key, beats] = document.annotations;
  expect(chords.data[1]).toEqual({ time: 0.52, duration: 1.96, value: "C:maj", confidence: 0.8 });
  expect(key).toMatchObject({ namespace: "key_mode", duration: 6.5, data: [{ value: "C:major" }] });
  expect(beats.data).toHaveLength(13);
});

test("a sheet for the song book: bars of four, chords and dots", () => {
  expect(chordPro(session, "My {take}")).toBe(
    [
      "{title: My  take }",
      "{key: C}",
      "{tempo: 120}",
      "{time: 4/4}",
      "",
      "{start_of_grid}",
      "| C . . . | Am7/C . N.C. . | G . . . |",
      "{end_of_grid}",
      "",
    ].join("\n"),
  );
});

test("the server is asked with what it allows", () => {
  const player = {
    instrument: "guitar",
    tuning: null,
    level: "beginner" as const,
    left_handed: true,
    title: "T",
  };
  expect(tabRequest(session, player)).toMatchObject({
    chords: [{ chord: "C:maj", beats: 4 }, { chord: "A:min7/b3" }, { chord: "N" }, { chord: "G:maj" }],
    tempo_bpm: 120,
    left_handed: true,
  });
});
