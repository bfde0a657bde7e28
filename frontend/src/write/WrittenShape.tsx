import { ShapeDiagram } from "../harmony/ShapeDiagram";
import { fretsOf } from "./plan";
import styles from "./Write.module.css";

interface Props {
  /** As plans write it: `x32010`. */
  shape: string;
  label: string;
  leftHanded: boolean;
}

/** A shape of a plan as it is held; keys of a piano, which have none, in words. */
export function WrittenShape({ shape, label, leftHanded }: Props) {
  const frets = fretsOf(shape);
  if (frets === null) return <span className={styles.keys}>{shape}</span>;
  return (
    <div className={styles.diagram}>
      <ShapeDiagram shape={{ frets, fingers: [], barres: [] }} label={label} leftHanded={leftHanded} />
    </div>
  );
}
