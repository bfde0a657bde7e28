import { useTranslation } from "react-i18next";
import styles from "./Chart.module.css";
import { clock } from "./clock";
import type { Loop } from "./loop";
import type { Chart as ChartOf } from "./useRecording";

interface Props {
  chart: ChartOf;
  loop: Loop | null;
  /** Index of the chord that sounds. */
  current: number;
  onChoose(chord: ChartOf["chords"][number]): void;
}

/** The chords of the recording; a tap loops one. */
export function Chart({ chart, loop, current, onChoose }: Props) {
  const { t } = useTranslation("practice");
  return (
    <ol className={styles.chart}>
      {chart.chords.map((chord, index) => {
        const isIn = loop !== null && chord.start < loop.toS - 0.05 && chord.end > loop.fromS + 0.05;
        return (
          <li key={chord.start}>
            <button
              type="button"
              className={styles.chord}
              data-looped={isIn}
              aria-current={index === current ? "time" : undefined}
              onClick={() => onChoose(chord)}
            >
              {chord.bar !== null && <small>{chord.bar}</small>}
              {chord.symbol}
              <span className="only-heard">{t("slow.loopFrom", { at: clock(chord.start) })}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
