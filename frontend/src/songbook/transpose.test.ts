import { describe, expect, test } from "vitest";
import { readChord, readNote, writeChord, writeNote } from "./chordName";
import { guessKey, moveKey, pitchClass, readKey, simplify, transposeText } from "./transpose";

const key = (name: string) => readKey(name)!;
const move = (text: string, semitones: number, from = "C") =>
  text
    .split(" ")
    .map((each) => transposeText(each, semitones, key(from)))
    .join(" ");

describe("transposing", () => {
  // What other programs leave in the old key without a word, or misspell.
  test.each([
    ["C6/9", 2, "C", "D6/9"],
    ["Cø", 2, "C", "Dø"],
    ["C7(b9,#11)", 2, "C", "D7(b9,#11)"],
    ["F#m7b5/E", 1, "G", "Gm7b5/F"],
    ["F#m7b5/E", -1, "G", "E#m7b5/D#"],
    ["F#m7b5/E", -1, "Em", "Fm7b5/Eb"],
    ["CΔ7", 1, "C", "DbΔ7"],
    ["Bb", 1, "F", "B"],
    ["A#", 1, "F", "B"],
    ["C/9", 2, "C", "D/9"],
    ["N.C.", 5, "C", "N.C."],
    ["NC", 5, "C", "NC"],
    ["(Am)", 3, "Am", "(Cm)"],
    ["Cm(maj7)/G", -3, "Cm", "Am(maj7)/E"],
    ["C:min7/b3", 2, "C", "D:min7/b3"],
    ["B♭Δ", 2, "Bb", "CΔ"],
  ])("%s by %i in %s is %s", (text, semitones, from, expected) => {
    expect(move(text, semitones, from)).toBe(expected);
  });

  test("spelling follows the key that is landed in", () => {
    expect(move("C G Am F", 1)).toBe("Db Ab Bbm Gb");
    expect(move("G D Em C", 2, "G")).toBe("A E F#m D");
    expect(move("G D C F#m7b5", -1, "G")).toBe("F# C# B E#m7b5");
    expect(move("Db7 C", 1)).toBe("D7 Db");
    expect(move("C Bb Ab", 4)).toBe("E D C");
  });

  test("up and down again sounds the same, in every key, without double signs", () => {
    const sounds = (text: string) =>
      text.split(" ").map((each) => {
        const chord = readChord(each);
        return chord && [pitchClass(chord.root), chord.rest, chord.bass && pitchClass(chord.bass)];
      });
    const chords = "C Dm7 E7/G# F#m7b5/E Bb Ab6/9 G7(b9,#11) N.C.";
    for (let semitones = -11; semitones <= 11; semitones++) {
      const there = move(chords, semitones);
      const to = moveKey(key("C"), semitones);
      const back = there.split(" ").map((each) => transposeText(each, -semitones, to));
      expect(sounds(back.join(" ")), `${semitones}: ${there}`).toEqual(sounds(chords));
      expect(there).not.toMatch(/##|bb|(?<!\w)[A-G]x/);
    }
  });

  test("words are no chords", () => {
    for (const word of ["Chorus", "Bridge", "Add", "*Coda", "Going", "Dad", "Amen", "Edge", "H7"])
      expect(readChord(word), word).toBeNull();
  });
});

describe("note names", () => {
  test("German", () => {
    const german = (text: string) => {
      const chord = readChord(text, "german");
      return chord && writeChord(chord);
    };
    expect(
      ["H7", "B", "Bb", "Fis/Ais", "Es", "Esus4", "Essus4", "Asus2", "Hes", "a", "fis7", "Cism"].map(german),
    ).toEqual(["B7", "Bb", "Bb", "F#/A#", "Eb", "Esus4", "Ebsus4", "Asus2", "Bb", "Am", "F#m7", "C#m"]);
    expect(writeChord(readChord("Bbm7/Ab")!, "german")).toBe("Bm7/As");
    expect(writeChord(readChord("a/h", "german")!, "german")).toBe("a/H");
  });

  test("solfège", () => {
    expect(writeChord(readChord("Lam7/Sol", "solfege")!)).toBe("Am7/G");
    expect(writeChord(readChord("F#m7b5/E")!, "solfege")).toBe("Fa#m7b5/Mi");
    expect(readChord("la", "solfege")).toBeNull();
  });

  test("every note is read as it is written", () => {
    for (const notation of ["english", "german", "solfege"] as const)
      for (const letter of ["C", "D", "E", "F", "G", "A", "B"] as const)
        for (let alter = -2; alter <= 2; alter++) {
          const text = writeNote({ letter, alter }, notation);
          expect(readNote(text, notation)?.note, `${notation} ${text}`).toEqual({ letter, alter });
        }
  });
});

test("keys are read, and guessed", () => {
  expect(readKey("F# dorian")).toEqual({ tonic: { letter: "F", alter: 1 }, mode: "dorian" });
  expect(readKey("Em")!.mode).toBe("minor");
  expect(readKey("a-Moll", "german")).toEqual({ tonic: { letter: "A", alter: 0 }, mode: "minor" });
  expect(readKey("quick")).toBeNull();
  const guess = (text: string) => {
    const found = guessKey(text.split(" ").map((each) => readChord(each)!));
    return `${writeNote(found.tonic)} ${found.mode}`;
  };
  expect(guess("G D Em C")).toBe("G major");
  expect(guess("Am F C E7 Am")).toBe("A minor");
  expect(guess("Bb Gm Eb F")).toBe("Bb major");
  expect(guess("Dm7 G7 Cmaj7")).toBe("C major");
});

test("simple chords for who begins", () => {
  const simple = (text: string) => writeChord(simplify(readChord(text)!));
  expect(
    "Cmaj9 Am7/G G13 F#m7b5/E Dsus4/A Eaug7 C6/9 Gadd9 E5 Bdim7 C7(b9,#11) C-7 D9sus4".split(" ").map(simple),
  ).toEqual("C Am G7 F#dim Dsus4 Eaug C G E5 Bdim C7 Cm Dsus4".split(" "));
});
