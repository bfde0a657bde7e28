/** Chord symbols as they are shown: `F#m7b5/E` in parts, with signs, in the player's note names. */
import type { Notation } from "../app/settings";

export interface SymbolParts {
  root: string;
  suffix: string;
  /** null without one. */
  bass: string | null;
}

const SYLLABLES: Record<string, string> = { C: "Do", D: "Re", E: "Mi", F: "Fa", G: "Sol", A: "La", B: "Si" };

const signs = (text: string) => text.replaceAll("#", "♯").replaceAll("b", "♭");

/** `Bb` as `B♭`, `B` (German) or `Si♭`. */
export function noteName(name: string, notation: Notation): string {
  const letter = name[0]!;
  const accidentals = name.slice(1);
  if (notation === "solfege") return SYLLABLES[letter]! + signs(accidentals);
  if (notation === "english") return letter + signs(accidentals);
  if (letter === "B" && accidentals === "b") return "B";
  const stem = letter === "B" ? "H" : letter;
  if (!accidentals.startsWith("b")) return stem + "is".repeat(accidentals.length);
  const flats = accidentals.length;
  return letter === "A" || letter === "E" ? `${stem}s${"es".repeat(flats - 1)}` : stem + "es".repeat(flats);
}

/** Of a symbol in English names, as the server writes them; what is no chord is one word. */
export function partsOf(symbol: string, notation: Notation): SymbolParts {
  const found = /^([A-G][b#]*)([^/]*(?:\/\d[^/]*)?)(?:\/([A-G][b#]*))?$/.exec(symbol);
  if (found === null) return { root: symbol, suffix: "", bass: null };
  const [, root, suffix, bass] = found;
  return {
    root: noteName(root!, notation),
    suffix: suffix!.replace(/#(?=\d)/g, "♯").replace(/b(?=\d)/g, "♭"),
    bass: bass === undefined ? null : noteName(bass, notation),
  };
}

/** In one piece: `F♯m7♭5/E`. */
export function shown(symbol: string, notation: Notation): string {
  const { root, suffix, bass } = partsOf(symbol, notation);
  return root + suffix + (bass === null ? "" : `/${bass}`);
}

/** `"Eb major"` → its tonic and mode. */
export function keyParts(key: string): { tonic: string; mode: string } {
  const [tonic = "C", mode = "major"] = key.split(" ");
  return { tonic, mode };
}
