import styles from "./ChordDiagram.module.css";
import { CELL, diagramOf, LEFT, ROWS, TOP } from "./diagram";
import type { Shape } from "./useShape";

interface Props {
  shape: Pick<Shape, "frets" | "fingers" | "barres">;
  /** For who cannot see it. */
  label: string;
  leftHanded: boolean;
}

/** A shape as it is seen on a neck that stands up: frets are lines across. */
export function ShapeDiagram({ shape, label, leftHanded }: Props) {
  const { strings, base, dots, open, bars, width, height } = diagramOf(shape, leftHanded);
  const x = (string: number) => LEFT + string * CELL;
  const y = (row: number) => TOP + row * CELL;
  const right = x(strings - 1);
  return (
    <svg className={styles.diagram} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {Array.from({ length: ROWS + 1 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fret is its number
        <line key={row} className={styles.line} x1={x(0)} x2={right} y1={y(row)} y2={y(row)} />
      ))}
      {Array.from({ length: strings }, (_, string) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a string is its number
        <line key={string} className={styles.line} x1={x(string)} x2={x(string)} y1={TOP} y2={y(ROWS)} />
      ))}
      {base === 1 ? (
        <line className={styles.nut} x1={x(0) - 1} x2={right + 1} y1={TOP - 1} y2={TOP - 1} />
      ) : (
        <text className={styles.base} x={x(0) - 10} y={y(0.5)} textAnchor="end">
          {base}
        </text>
      )}
      {open.map(({ string, muted }) => (
        <text key={string} className={styles.open} x={x(string)} y={TOP - 13} textAnchor="middle">
          {muted ? "×" : "○"}
        </text>
      ))}
      {bars.map(({ from, to, row }) => (
        <line
          key={`${row} ${from}`}
          className={styles.bar}
          x1={x(from)}
          x2={x(to)}
          y1={y(row + 0.5)}
          y2={y(row + 0.5)}
        />
      ))}
      {dots.map(({ string, row, finger }) => (
        <g key={string}>
          <circle className={styles.dot} cx={x(string)} cy={y(row + 0.5)} r={8.5} />
          {finger > 0 && (
            <text className={styles.finger} x={x(string)} y={y(row + 0.5)} textAnchor="middle">
              {finger}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
