/** Names of notes that are in no chord, so that nothing says how they are spelled: as they are most often. */
import type { Notation } from "../app/settings";

const NAMES: Record<Notation, readonly string[]> = {
  english: ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"],
  german: ["C", "Cis", "D", "Es", "E", "F", "Fis", "G", "As", "A", "B", "H"],
  solfege: ["Do", "Do♯", "Re", "Mi♭", "Mi", "Fa", "Fa♯", "Sol", "La♭", "La", "Si♭", "Si"],
};

export function nameOf(pitchClass: number, notation: Notation): string {
  return NAMES[notation][((pitchClass % 12) + 12) % 12]!;
}
