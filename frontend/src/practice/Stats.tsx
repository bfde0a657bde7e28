import { useTranslation } from "react-i18next";
import styles from "./Stats.module.css";
import { slowest, type Training, typicalChange } from "./trainer";
import type { Target } from "./useTargets";

interface Props {
  training: Training;
  targets: readonly Target[];
  /** Another progression, by its text. */
  practise(chords: string): void;
}

/** How it goes in this sitting. */
export function Stats({ training, targets, practise }: Props) {
  const { t, i18n } = useTranslation("practice");
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const changeS = typicalChange(training.changes);
  const worst = slowest(training.changes);
  const symbol = (label: string) => targets.find((each) => each.label === label)?.symbol ?? label;
  const figures = [
    [t("streak"), String(training.streak)],
    [t("best"), String(training.best)],
    [t("change"), changeS === null ? "–" : t("seconds", { seconds: number.format(changeS) })],
    [t("rounds"), String(training.rounds)],
  ] as const;
  return (
    <div className="stack">
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name} className={styles.figure}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {worst !== null && targets.length > 2 && (
        <button type="button" onClick={() => practise(`${symbol(worst.from)} ${symbol(worst.to)}`)}>
          {t("slowest", {
            from: symbol(worst.from),
            to: symbol(worst.to),
            seconds: number.format(worst.seconds),
          })}
        </button>
      )}
    </div>
  );
}
