import { fretsOf } from "./plan";
import styles from "./Write.module.css";

const GAP = 16;
const FEWEST_FRETS = 4;

/** A shape such as `x32010` as it is held; keys of a piano, which have none, in words. */
export function ShapeDiagram({
  shape,
  label,
  leftHanded,
}: {
  shape: string;
  label: string;
  leftHanded: boolean;
}) {
  const frets = fretsOf(shape);
  if (frets === null) return <span className={styles.keys}>{shape}</span>;
  const strings = leftHanded ? [...frets].reverse() : frets;
  const held = strings.filter((fret) => fret !== null && fret > 0) as number[];
  const highest = Math.max(FEWEST_FRETS, ...held);
  const lowest = highest > FEWEST_FRETS && held.length > 0 ? Math.min(...held) : 1;
  const rows = Math.max(FEWEST_FRETS, highest - lowest + 1);
  const width = GAP * (strings.length - 1);
  return (
    <svg
      role="img"
      aria-label={label}
      className={styles.diagram}
      viewBox={`-26 -18 ${width + 40} ${GAP * rows + 26}`}
      stroke="currentColor"
    >
      {strings.map((fret, string) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a string is its place
        <g key={string}>
          <line x1={GAP * string} y1="0" x2={GAP * string} y2={GAP * rows} />
          {fret === null && <path d={`M${GAP * string - 4} -12l8 8m0 -8l-8 8`} />}
          {fret === 0 && <circle cx={GAP * string} cy="-8" r="4" fill="none" />}
          {fret !== null && fret > 0 && (
            <circle cx={GAP * string} cy={GAP * (fret - lowest + 0.5)} r="6" fill="currentColor" />
          )}
        </g>
      ))}
      {Array.from({ length: rows + 1 }, (_, row) => (
        <line
          // biome-ignore lint/suspicious/noArrayIndexKey: a fret is its place
          key={row}
          x1="0"
          y1={GAP * row}
          x2={width}
          y2={GAP * row}
          strokeWidth={row === 0 && lowest === 1 ? 4 : 1}
        />
      ))}
      {lowest > 1 && (
        <text x="-8" y={GAP * 0.5 + 5} textAnchor="end" stroke="none" fill="currentColor" fontSize="14">
          {lowest}
        </text>
      )}
    </svg>
  );
}
