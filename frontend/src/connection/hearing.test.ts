import { expect, test } from "vitest";
import { begunAgain, corrected, heard, type Moment } from "./hearing";
import { nothingHeard, type SessionState } from "./session";
import type { Chord, ServerMessage } from "./wire.gen";

const moment: Moment = { offsetS: 0, nowMs: 1000, capturedMs: () => 880 };

function chord(symbol: string, start: number, end: number | null, index = 0): Chord {
  return {
    type: "chord",
    status: end === null ? "provisional" : "final",
    label: `${symbol}:maj`,
    symbol,
    bass: symbol,
    start,
    end,
    at: (end ?? start) + 0.1,
    ...(end === null ? {} : { index }),
    confidence: 0.9,
    alternatives: [],
    beat: null,
    latency_ms: 1,
  } as Chord;
}

function after(...messages: ServerMessage[]): SessionState {
  return messages.reduce((state, message) => heard(state, message, moment), nothingHeard);
}

test("a provisional chord is shown, its delay measured, and finals line up", () => {
  const state = after(chord("C", 0, null), chord("C", 0, 1), chord("G", 1, null), chord("G", 1, 2, 1));
  expect(state.finals.map((each) => [each.symbol, each.start, each.end])).toEqual([
    ["C", 0, 1],
    ["G", 1, 2],
  ]);
  expect(state.provisional?.symbol).toBe("G");
  expect(state.latencyMs).toBe(120);
});

test("a chord that is over stays in sight until it is decided, and is kept where a new session begins", () => {
  const state = after(chord("C", 0, 1), chord("G", 1, null), chord("F", 2, null));
  expect(state.tentative).toMatchObject([{ symbol: "G", start: 1, end: 2 }]);
  const later = (message: ServerMessage) => heard(state, message, moment);
  expect(later(chord("G", 1, 2, 1)).tentative).toEqual([]);
  expect(later(chord("G", 1, 1.5, 1)).tentative).toMatchObject([{ symbol: "G", start: 1.5, end: 2 }]);
  expect(later(chord("E", 1.5, null)).tentative).toMatchObject([{ symbol: "G", start: 1, end: 1.5 }]);
  const again = begunAgain(state);
  expect(again.finals.map(({ symbol }) => symbol)).toEqual(["C", "G", "F"]);
  expect(again.tentative).toEqual([]);
});

test("finals that are said again after coming back are not kept twice", () => {
  expect(after(chord("C", 0, 1), chord("C", 0, 1), chord("G", 1, 2, 1)).finals).toHaveLength(2);
});

test("a new session goes on after the old one on the same timeline", () => {
  let state = begunAgain(after(chord("C", 0, 1), chord("G", 1, null)));
  expect(state.finals.at(-1)).toMatchObject({ symbol: "G", start: 1, end: 1.1 });
  state = heard(state, chord("F", 0, 2), { ...moment, offsetS: 5 });
  expect(state.finals.at(-1)).toMatchObject({ symbol: "F", start: 5, end: 7 });
});

test("a correction is beside what was heard, and can be taken back", () => {
  const state = after(chord("C", 0, 1));
  const changed = corrected(state, 0, { label: "C:min", symbol: "Cm" });
  expect(changed.finals[0]).toMatchObject({ symbol: "C", corrected: { symbol: "Cm" } });
  expect(corrected(changed, 0, null).finals[0]).toEqual(state.finals[0]);
});

test("a warning is kept once", () => {
  const warning = { type: "warning", code: "channels_cancel", message: "…" } as unknown as ServerMessage;
  expect(after(warning, warning).warnings).toHaveLength(1);
});

test("notes have their place on the timeline, too", () => {
  const probabilities = [1, ...Array(11).fill(0)] as [number];
  const message = { type: "notes", probabilities, start: 1, at: 1.5 } as unknown as ServerMessage;
  expect(heard(nothingHeard, message, { ...moment, offsetS: 5 }).notes).toEqual({
    probabilities,
    start: 6,
    at: 6.5,
  });
});

test("each final chord knows which model heard it, and whether corrections are wanted is the server's word", () => {
  const ready = (version: string, corrections?: boolean) =>
    ({ type: "ready", model: { name: "m", version }, corrections }) as unknown as ServerMessage;
  const state = after(ready("1", true), chord("C", 0, 1), ready("2"), chord("G", 1, 2, 1));
  expect(state.finals.map(({ model }) => model?.version)).toEqual(["1", "2"]);
  expect(state.corrections).toBe(false);
  expect(after(ready("1", true)).corrections).toBe(true);
});
