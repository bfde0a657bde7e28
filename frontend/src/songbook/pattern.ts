/** The rhythm of a tab, out of its text form: its name, and the strokes of the first bar below its beats. */

export interface Pattern {
  name: string;
  /** `1   2   3   4`, and below it `↓   ↓ ↑   ↑ ↓ ↑`; null where strings are picked one by one. */
  strokes: { beats: string; hand: string } | null;
}

export function patternOf(text: string): Pattern | null {
  const name = /\bbpm, (.+)$/m.exec(text)?.[1];
  return name === undefined ? null : { name, strokes: strokesOf(text.split("\n")) };
}

function strokesOf(lines: readonly string[]): Pattern["strokes"] {
  const first = lines.findIndex((line) => /^[A-Ga-g][#b]?\d?\s*\|-/.test(line));
  const beats = lines[first - 1];
  if (beats === undefined || !/^\s+1\b/.test(beats)) return null;
  const hand = lines.slice(first).find((line) => /^\s+[DU][DU\s]*$/.test(line));
  if (hand === undefined) return null;
  const from = beats.indexOf("1");
  const to = lines[first]!.indexOf("|", from);
  const arrows = hand.slice(from, to).replaceAll("D", "↓").replaceAll("U", "↑").trimEnd();
  return { beats: beats.slice(from, to).trimEnd(), hand: arrows };
}
