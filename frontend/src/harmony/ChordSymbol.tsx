import { useSettings } from "../app/settings";
import styles from "./ChordSymbol.module.css";
import { partsOf } from "./symbol";

/** A chord symbol as printed: a large root, what follows smaller, in the player's note names. */
export function ChordSymbol({ symbol }: { symbol: string }) {
  const notation = useSettings((settings) => settings.notation);
  const { root, suffix, bass } = partsOf(symbol, notation);
  return (
    <span className={styles.symbol}>
      {root}
      {suffix !== "" && <span className={styles.suffix}>{suffix}</span>}
      {bass !== null && <span className={styles.bass}>/{bass}</span>}
    </span>
  );
}
