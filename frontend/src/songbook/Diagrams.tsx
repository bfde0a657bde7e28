import { useTranslation } from "react-i18next";
import type { components } from "../api/rest.gen";
import type { Notation } from "../app/settings";
import { ShapeDiagram } from "../harmony/ShapeDiagram";
import { isNoChord, type Note, readChord, writeChord } from "./chordName";
import styles from "./Diagrams.module.css";
import { pitchClass } from "./transpose";

type Shape = components["schemas"]["Shape"];

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
          <ShapeDiagram
            shape={shape}
            label={spoken(shape, t("diagram.muted"), t("diagram.open"))}
            leftHanded={leftHanded}
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
