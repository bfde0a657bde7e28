import { describe, expect, test } from "vitest";
import { EARLY_S, Transport } from "./transport";

/** Positions that are given out in steps of the clock, joined. */
function played(transport: Transport, fromS: number, untilS: number, stepS = 0.05) {
  const stretches = [];
  for (let clock = fromS + stepS; clock <= untilS + 1e-9; clock += stepS)
    stretches.push(...transport.take(clock));
  return stretches;
}

describe("transport", () => {
  test("plays straight on to the end, without a gap, whatever the steps", () => {
    for (const step of [0.05, 0.3, 2]) {
      const transport = new Transport(3);
      transport.start(10);
      const stretches = played(transport, 10, 14, step);
      expect(stretches[0]).toMatchObject({ atS: 10, fromS: 0 });
      for (const [index, each] of stretches.slice(1).entries())
        expect(each.fromS).toBeCloseTo(stretches[index]!.toS);
      expect(stretches.at(-1)!.toS).toBeCloseTo(3);
      expect(transport.endS).toBeCloseTo(13);
      expect(transport.positionAt(11.5)).toBeCloseTo(1.5);
      expect(transport.positionAt(99)).toBe(3);
    }
  });

  test("comes round a loop to the sample: its length is kept, and what is played early belongs to the bar", () => {
    const transport = new Transport(8);
    transport.setLoop({ fromS: 2, toS: 4 });
    transport.seek(2, 0);
    transport.start(0);
    const stretches = played(transport, 0, 9);
    const rounds = stretches
      .filter((each) => Math.abs(each.fromS - (2 - EARLY_S)) < 1e-9)
      .map((each) => each.atS);
    expect(rounds).toHaveLength(4);
    expect(rounds[0]).toBeCloseTo(2 - EARLY_S);
    expect(rounds[3]! - rounds[0]!).toBeCloseTo(6);
    expect(transport.endS).toBeNull();
    expect(transport.positionAt(5)).toBeCloseTo(3);
    expect(transport.positionAt(2 - EARLY_S / 2)).toBe(2); // never lit: the bar before
  });

  test("a loop that is behind or ahead is gone to at once; without it the piece goes on", () => {
    const transport = new Transport(8);
    transport.start(0);
    transport.take(1);
    transport.setLoop({ fromS: 4, toS: 6 });
    expect(transport.take(1.5)[0]).toMatchObject({ atS: 1, fromS: 4 - EARLY_S });
    transport.setLoop(null);
    played(transport, 1.5, 7);
    expect(transport.endS).toBeCloseTo(5 + EARLY_S);
  });

  test("a rate counts from what is not yet given out", () => {
    const transport = new Transport(100);
    transport.start(0);
    transport.take(1);
    transport.setRate(0.5);
    transport.take(3);
    expect(transport.positionAt(0.5)).toBeCloseTo(0.5);
    expect(transport.positionAt(3)).toBeCloseTo(2);
  });

  test("rests and goes on where it was; elsewhere while it rests or plays", () => {
    const transport = new Transport(10);
    transport.start(0);
    transport.take(2);
    transport.rest(1.2);
    expect(transport.playing).toBe(false);
    expect(transport.positionAt(5)).toBeCloseTo(1.2);
    transport.start(6);
    transport.take(6.5);
    expect(transport.positionAt(6.3)).toBeCloseTo(1.5);
    transport.seek(7, 6.6);
    expect(transport.take(7)[0]).toMatchObject({ atS: 6.6, fromS: 7 });
    transport.seek(99, 7);
    expect(transport.positionAt(8)).toBe(10);
  });

  test("a loop too short to hear is none", () => {
    const transport = new Transport(1);
    transport.setLoop({ fromS: 0.5, toS: 0.55 });
    transport.start(0);
    played(transport, 0, 2);
    expect(transport.endS).toBeCloseTo(1);
  });
});
