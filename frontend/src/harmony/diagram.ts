/** Where things stand on a chord diagram: pure, in units of the drawing. */
import type { Shape } from "./useShape";

export const ROWS = 5;
export const CELL = 22;
export const LEFT = 22;
export const TOP = 30;

export interface Diagram {
  strings: number;
  /** Fret of the first row. */
  base: number;
  dots: { string: number; row: number; finger: number }[];
  open: { string: number; muted: boolean }[];
  bars: { from: number; to: number; row: number; finger: number }[];
  width: number;
  height: number;
}

/**
 * Strings are numbered from the left as drawn: the lowest, or for the left hand the highest, first.
 * A shape that reaches beyond the first rows begins at its lowest fret.
 */
export function diagramOf(shape: Pick<Shape, "frets" | "fingers" | "barres">, leftHanded: boolean): Diagram {
  const strings = shape.frets.length;
  const place = (string: number) => (leftHanded ? strings - 1 - string : string);
  const pressed = shape.frets.filter((fret): fret is number => fret !== null && fret > 0);
  const highest = Math.max(0, ...pressed);
  const base = highest <= ROWS ? 1 : Math.min(...pressed);
  const bars = shape.barres.map(([fret, low, high]) => {
    const [one, other] = [place(low!), place(high!)];
    return {
      from: Math.min(one, other),
      to: Math.max(one, other),
      row: fret! - base,
      finger: shape.fingers[low!] ?? 0,
    };
  });
  const dots: Diagram["dots"] = [];
  const open: Diagram["open"] = [];
  for (const [string, fret] of shape.frets.entries()) {
    if (fret === null || fret === 0) open.push({ string: place(string), muted: fret === null });
    else dots.push({ string: place(string), row: fret - base, finger: shape.fingers[string] ?? 0 });
  }
  const width = 2 * LEFT + (strings - 1) * CELL;
  return { strings, base, dots, open, bars, width, height: TOP + ROWS * CELL + 8 };
}
