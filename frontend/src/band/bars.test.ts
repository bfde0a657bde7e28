import { describe, expect, test } from "vitest";
import {
  type Arrangement,
  barAt,
  barSeconds,
  barsOf,
  beatAt,
  beatShares,
  chosenLoop,
  clicksOf,
  loopSeconds,
  sectionAt,
} from "./bars";

/** As the server answers for `C | Am7 D7 | F` in 6/8, with a count-in and an ending. */
const six: Arrangement = {
  groove: "slow_six",
  title: "Slow six-eight",
  metre: "6/8",
  beats_a_bar: 2,
  tempo: "dotted quarter = 56 bpm",
  tempo_bpm: 56,
  remarks: [],
  seconds: 10.7143,
  sections: [
    { title: "Verse 1", at: 2.1429 },
    { title: "Outro", at: 6.4286 },
  ],
  chords: [
    { symbol: "C", at: 2.1429 },
    { symbol: "Am7", at: 4.2857 },
    { symbol: "D7", at: 5.3571 },
    { symbol: "F", at: 6.4286 },
    { symbol: "C", at: 8.5714 },
  ],
};
const seven: Arrangement = {
  ...six,
  title: "Rock in seven (2+2+3)",
  metre: "7/8",
  beats_a_bar: 3,
  tempo: "quarter = 132 bpm",
  tempo_bpm: 132,
  seconds: 4.7727,
  sections: [],
  chords: [{ symbol: "C", at: 0 }],
};

describe("bars", () => {
  test("a bar of 6/8 is two dotted quarters, one of 7/8 three and a half quarters", () => {
    expect(barSeconds(six)).toBeCloseTo(2 * (60 / 56));
    expect(barSeconds(seven)).toBeCloseTo(3.5 * (60 / 132));
  });

  test("the count-in is bar 0, chords stand where they begin, sections where they do", () => {
    const bars = barsOf(six);
    expect(bars.map((bar) => bar.number)).toEqual([0, 1, 2, 3, 4]);
    expect(bars.map((bar) => bar.chords.map((chord) => chord.symbol))).toEqual([
      [],
      ["C"],
      ["Am7", "D7"],
      ["F"],
      ["C"],
    ]);
    expect(bars[2]!.chords[1]!.share).toBeCloseTo(0.5, 3);
    expect(bars.map((bar) => bar.section)).toEqual([null, "Verse 1", null, "Outro", null]);
    expect(sectionAt(bars, 2)).toBe("Verse 1");
    expect(sectionAt(bars, 0)).toBeNull();
  });

  test("a chord that rings on is shown as held", () => {
    const bars = barsOf(seven);
    expect(bars).toHaveLength(3);
    expect(bars[0]!.number).toBe(1);
    expect(bars[1]!.chords).toEqual([{ symbol: "C", share: 0, held: true }]);
  });

  test("beats of seven are unequal, as the title says; those of six are even", () => {
    expect(beatShares(seven)).toEqual([0, 2 / 7, 4 / 7]);
    expect(beatShares(six)).toEqual([0, 1 / 2]);
    expect(
      beatShares({
        ...six,
        metre: "5/4",
        tempo: "quarter = 168 bpm",
        beats_a_bar: 5,
        title: "Jazz in five (3+2)",
      }),
    ).toHaveLength(5);
  });

  test("the bar and beat that sound", () => {
    const bars = barsOf(six);
    expect(barAt(bars, 0)).toBe(0);
    expect(barAt(bars, bars[1]!.fromS)).toBe(1);
    expect(barAt(bars, 99)).toBe(4);
    expect(beatAt(bars[1]!, beatShares(six), bars[1]!.fromS + 1.2)).toBe(2);
  });

  test("a click on every felt beat, the first of a bar strong", () => {
    const clicks = clicksOf(barsOf(seven), beatShares(seven));
    expect(clicks).toHaveLength(9);
    expect(clicks[1]!.atS).toBeCloseTo(60 / 132, 3);
    expect(clicks.filter((click) => click.strong)).toHaveLength(3);
  });

  test("loop points: one bar, from-to in any order, anew, and back", () => {
    expect(chosenLoop(null, 4)).toEqual({ from: 4, to: 4 });
    expect(chosenLoop({ from: 4, to: 4 }, 2)).toEqual({ from: 2, to: 4 });
    expect(chosenLoop({ from: 2, to: 4 }, 3)).toEqual({ from: 3, to: 3 });
    expect(chosenLoop({ from: 3, to: 3 }, 3)).toBeNull();
    const bars = barsOf(six);
    expect(loopSeconds(bars, { from: 1, to: 2 })).toEqual({ fromS: bars[1]!.fromS, toS: bars[2]!.toS });
    expect(loopSeconds(bars, { from: 9, to: 12 })).toBeNull();
    expect(loopSeconds(bars, null)).toBeNull();
  });
});
