import { useTranslation } from "react-i18next";
import type { components } from "../api/rest.gen";
import type { Notation } from "../app/settings";
import { isNoChord, type Note, readChord, writeChord } from "./chordName";
import styles from "./Diagrams.module.css";
import { pitchClass } from "./transpose";

type Shape = components["schemas"]["Shape"];

const GAP = 14;
const LEAST_ROWS = 4;
const TOP = 18;
const SIDE = 16;

interface Props {
  shapes: readonly Shape[];
  leftHanded: boolean;
  notation: Notation;
  /** Of the sheet, by pitch class. */
  spelling: ReadonlyMap<number, Note>;
}

/** A diagram of each shape of a song, in the order in which they come. */
export function Diagrams({ shapes, leftHanded, notation, spelling }: Props) {
  const { t } = useTranslation("songbook");
  const spelled = (note: Note) => spelling.get(pitchClass(note)) ?? note;
  const name = (symbol: string) => {
    const chord = readChord(symbol);
    if (chord === null) return symbol;
    const bass = chord.bass === null ? null : spelled(chord.bass);
    return writeChord({ ...chord, root: spelled(chord.root), bass }, notation);
  };
  const wanted = new Map(shapes.filter((each) => !isNoChord(each.shape)).map((each) => [each.shape, each]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, by keys too
    <ul className={styles.diagrams} aria-label={t("diagrams")} tabIndex={0}>
      {[...wanted.values()].map((shape) => (
        <li key={shape.shape}>
          <b>{name(shape.shape)}</b>
          <Diagram
            shape={shape}
            leftHanded={leftHanded}
            spoken={spoken(shape, t("diagram.muted"), t("diagram.open"))}
          />
        </li>
      ))}
    </ul>
  );
}

/** From the bass side, as players say it: "muted 3 2 open 1 open". */
function spoken(shape: Shape, muted: string, open: string): string {
  return shape.frets.map((fret) => (fret === null ? muted : fret === 0 ? open : String(fret))).join(" ");
}

function Diagram({ shape, leftHanded, spoken }: { shape: Shape; leftHanded: boolean; spoken: string }) {
  const strings = shape.frets.length;
  const pressed = shape.frets.filter((fret): fret is number => fret !== null && fret > 0);
  const highest = Math.max(0, ...pressed);
  const first = highest <= LEAST_ROWS ? 1 : Math.min(...pressed);
  const rows = Math.max(LEAST_ROWS, highest - first + 1);
  const x = (string: number) => SIDE + GAP * (leftHanded ? strings - 1 - string : string);
  const y = (fret: number) => TOP + GAP * (fret - first + 0.5);
  const width = 2 * SIDE + GAP * (strings - 1);
  const height = TOP + GAP * rows + 6;
  return (
    <svg
      className={styles.diagram}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
    >
      <title>{spoken}</title>
      {Array.from({ length: rows + 1 }, (_, row) => row).map((row) => (
        <line
          key={row}
          className={row === 0 && first === 1 ? styles.nut : styles.fret}
          x1={x(0)}
          x2={x(strings - 1)}
          y1={TOP + GAP * row}
          y2={TOP + GAP * row}
        />
      ))}
      {first > 1 && (
        <text
          className={styles.position}
          x={leftHanded ? width - 2 : 2}
          y={y(first) + 3}
          textAnchor={leftHanded ? "end" : "start"}
        >
          {first}
        </text>
      )}
      {shape.barres.map(([fret, low, high]) => (
        <line
          key={`${fret} ${low}`}
          className={styles.barre}
          x1={x(low!)}
          x2={x(high!)}
          y1={y(fret!)}
          y2={y(fret!)}
        />
      ))}
      {shape.frets.map((fret, string) => {
        const key = `${string}`;
        const finger = shape.fingers[string] ?? 0;
        return (
          <g key={key}>
            <line className={styles.string} x1={x(string)} x2={x(string)} y1={TOP} y2={TOP + GAP * rows} />
            {fret === null || fret === 0 ? (
              <text className={styles.mark} x={x(string)} y={TOP - 5} textAnchor="middle">
                {fret === null ? "×" : "○"}
              </text>
            ) : (
              <>
                <circle className={styles.dot} cx={x(string)} cy={y(fret)} r={5.6} />
                {finger > 0 && (
                  <text className={styles.finger} x={x(string)} y={y(fret) + 3} textAnchor="middle">
                    {finger}
                  </text>
                )}
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
