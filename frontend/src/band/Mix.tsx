import { useTranslation } from "react-i18next";
import styles from "./Band.module.css";
import { PARTS, type Part, SPEED, setMetronome, setMuted, setSpeed, useBand } from "./useBand";

/** Who plays, how fast for practice, and the metronome. */
export function Mix() {
  const { t } = useTranslation("band");
  const muted = useBand((band) => band.muted);
  const metronome = useBand((band) => band.metronome);
  const speed = useBand((band) => band.speed);
  const percent = Math.round(100 * speed);
  return (
    <section className={`card ${styles.settings}`}>
      <fieldset className={styles.parts}>
        <legend>{t("parts.label")}</legend>
        {(Object.keys(PARTS) as Part[]).map((part) => (
          <button
            key={part}
            type="button"
            aria-pressed={!muted[part]}
            onClick={() => setMuted(part, !muted[part])}
            data-testid={`part-${part}`}
          >
            {t(`parts.${part}`)}
          </button>
        ))}
        <button type="button" aria-pressed={metronome} onClick={() => setMetronome(!metronome)}>
          {t("metronome")}
        </button>
      </fieldset>
      <label>
        {t("speed")}: {t("percent", { value: percent })}
        <input
          type="range"
          min={100 * SPEED.low}
          max={100 * SPEED.high}
          step={5}
          value={percent}
          onChange={(event) => setSpeed(Number(event.target.value) / 100)}
        />
      </label>
    </section>
  );
}
