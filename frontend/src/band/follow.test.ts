import { describe, expect, test } from "vitest";
import {
  entry,
  FASTEST,
  folded,
  followedRate,
  hasStopped,
  heardTempo,
  SessionClock,
  SLOWEST,
} from "./follow";

const every = (gap: number, count: number, from = 0) =>
  Array.from({ length: count }, (_, beat) => from + beat * gap);

/** A band at 100 a minute that follows for some seconds; its rate, and how far apart in beats at the end. */
function followed(gap: number, seconds: number, begin = { rate: 1, apart: 0 }) {
  let rate = begin.rate;
  let beats = begin.apart; // of the band
  const dt = 0.25;
  for (let now = 8; now < 8 + seconds; now += dt) {
    const heard = { beats: every(gap, Math.floor(now / gap) + 1), bpm: null };
    const gapS = 60 / (100 * rate);
    const playing = { chosenBpm: 100, rate, beatS: now - (beats - Math.floor(beats)) * gapS, gapS };
    rate = followedRate(heard, playing, dt);
    beats += (dt / 60) * 100 * rate;
  }
  return { rate, beats };
}

describe("follow me", () => {
  test("tempo of the latest beats, a slip does not count; before them what the server says", () => {
    expect(heardTempo({ beats: every(0.6, 9), bpm: 90 })).toBeCloseTo(100);
    expect(heardTempo({ beats: [...every(0.6, 6), 3.3, 4.2, 4.8], bpm: null })).toBeCloseTo(100);
    expect(heardTempo({ beats: [0, 0.6], bpm: 90 })).toBe(90);
    expect(heardTempo({ beats: [], bpm: null })).toBeNull();
  });

  test("half and double time are the same pulse", () => {
    expect(folded(60, 118)).toBe(120);
    expect(folded(210, 100)).toBe(105);
    expect(folded(90, 100)).toBe(90);
  });

  test("begins on the beat after those that count in, not before, and not in the past", () => {
    const heard = { beats: every(0.5, 5, 10), bpm: null };
    expect(entry(heard, 9.9, 4, 12.05)).toBeCloseTo(12.5);
    expect(entry(heard, 9.9, 4, 12.7)).toBeCloseTo(13);
    expect(entry(heard, 11, 4, 12.05)).toBeNull();
    expect(entry({ beats: [10], bpm: null }, 9, 1, 10)).toBeNull();
  });

  test("goes over to another tempo gently, and stays there", () => {
    const first = followed(60 / 110, 0.25);
    expect(first.rate).toBeGreaterThan(1);
    expect(first.rate).toBeLessThan(1.02);
    expect(followed(60 / 110, 12).rate).toBeCloseTo(1.1, 1);
    expect(Math.abs(followed(60 / 110, 20).rate - followed(60 / 110, 24).rate)).toBeLessThan(0.05);
  });

  test("a tempo that is nearly the same changes nothing", () => {
    const heard = { beats: every(60 / 101, 12), bpm: null };
    const last = heard.beats.at(-1)!;
    expect(followedRate(heard, { chosenBpm: 100, rate: 1, beatS: last, gapS: 0.6 }, 0.25)).toBe(1);
  });

  test("a little late is together; clearly late is waited for, clearly early is caught up with", () => {
    const heard = { beats: every(0.6, 12), bpm: null };
    const last = heard.beats.at(-1)!;
    const at = (beatS: number) => followedRate(heard, { chosenBpm: 100, rate: 1, beatS, gapS: 0.6 }, 0.25);
    expect(at(last - 0.03)).toBe(1);
    expect(at(last - 0.15)).toBeLessThan(1);
    expect(at(last + 0.15)).toBeGreaterThan(1);
  });

  test("never beyond its bounds, however fast or slow", () => {
    expect(followed(60 / 175, 60).rate).toBeLessThanOrEqual(FASTEST);
    expect(followed(60 / 55, 60).rate).toBeGreaterThanOrEqual(SLOWEST);
  });

  test("without beats the rate stays; after long silence the player has stopped", () => {
    expect(
      followedRate({ beats: [], bpm: null }, { chosenBpm: 100, rate: 1.1, beatS: 0, gapS: 0.5 }, 1),
    ).toBe(1.1);
    expect(hasStopped(10, 120, 12)).toBe(false);
    expect(hasStopped(10, 120, 13.1)).toBe(true);
    expect(hasStopped(10, 60, 14)).toBe(false);
  });

  test("the session's clock is where messages come least late", () => {
    const clock = new SessionClock();
    expect(clock.toPage(1)).toBeNull();
    clock.note(1, 101.3);
    clock.note(2, 102.05);
    clock.note(3, 103.2);
    expect(clock.toPage(4)).toBeCloseTo(104.05);
  });
});
