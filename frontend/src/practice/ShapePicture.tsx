import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import styles from "./ShapePicture.module.css";
import type { Colour, StringFeedback } from "./strings";
import type { Target } from "./useTargets";

const CELL = 34;
const TOP = 40;
const LEFT = 30;
const ROWS = 5;
const SIGNS: Record<Colour, string> = { good: "✓", fair: "?", bad: "✗", rest: "" };

interface Props {
  target: Target & { grip: NonNullable<Target["grip"]> };
  strings: readonly StringFeedback[];
}

/** The shape on an upright neck, each string in the colour of what is heard of it; signs for eyes that see no colour. */
export function ShapePicture({ target, strings }: Props) {
  const { t } = useTranslation("practice");
  const leftHanded = useSettings((settings) => settings.leftHanded);
  const { shape } = target.grip;
  const pressed = shape.frets.filter((fret): fret is number => fret !== null && fret > 0);
  const base = Math.max(0, ...pressed) <= ROWS ? 1 : Math.min(...pressed);
  const x = (index: number) => LEFT + (leftHanded ? strings.length - 1 - index : index) * CELL;
  const y = (row: number) => TOP + row * CELL;
  const width = 2 * LEFT + (strings.length - 1) * CELL;
  const bottom = y(ROWS);
  return (
    <svg
      className={styles.picture}
      viewBox={`0 0 ${width} ${bottom + 34}`}
      role="img"
      aria-label={t("shape", { chord: target.symbol, frets: shape.frets.map((f) => f ?? "x").join(" ") })}
    >
      {Array.from({ length: ROWS + 1 }, (_, row) => (
        <line
          // biome-ignore lint/suspicious/noArrayIndexKey: a fret is its number
          key={row}
          className={row === 0 && base === 1 ? styles.nut : styles.fret}
          x1={LEFT}
          x2={width - LEFT}
          y1={y(row)}
          y2={y(row)}
        />
      ))}
      {base > 1 && (
        <text className={styles.base} x={LEFT - 12} y={y(0.62)} textAnchor="end">
          {base}
        </text>
      )}
      {strings.map(({ number, fret, pitchClass, colour, shared }, index) => (
        <g key={number} className={styles[colour]}>
          <line className={styles.string} x1={x(index)} x2={x(index)} y1={TOP} y2={bottom} />
          {fret === null ? (
            <text className={styles.muted} x={x(index)} y={TOP - 14} textAnchor="middle">
              ×
            </text>
          ) : (
            <circle
              className={shared ? styles.shared : styles.dot}
              cx={x(index)}
              cy={fret === 0 ? TOP - 18 : y(fret - base + 0.5)}
              r={fret === 0 ? 9 : 13}
            />
          )}
          {fret !== null && fret > 0 && (
            <text className={styles.finger} x={x(index)} y={y(fret - base + 0.5) + 5} textAnchor="middle">
              {shape.fingers[index] || ""}
            </text>
          )}
          <text className={styles.note} x={x(index)} y={bottom + 15} textAnchor="middle">
            {fret === null ? "" : (target.names.get(pitchClass) ?? "")}
          </text>
          <text className={styles.sign} x={x(index)} y={bottom + 31} textAnchor="middle">
            {SIGNS[colour]}
          </text>
        </g>
      ))}
    </svg>
  );
}
