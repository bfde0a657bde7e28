import { useTranslation } from "react-i18next";
import styles from "./Band.module.css";
import { Tempo } from "./Tempo";
import { seekBar, useBand } from "./useBand";
import { toggle } from "./useBandKeys";

/** What a hand needs while it plays: always in reach on a phone. */
export function Transport() {
  const { t } = useTranslation("band");
  const activity = useBand((band) => band.activity);
  const empty = useBand((band) => band.piece.plan === null && band.piece.chords.trim() === "");
  return (
    <div className={styles.transport}>
      <button
        type="button"
        className={`primary ${styles.play}`}
        disabled={empty}
        onClick={toggle}
        data-testid="play"
      >
        <span aria-hidden="true">{activity === "resting" ? "▶ " : "■ "}</span>
        {t(activity === "resting" ? "play" : "stop")}
      </button>
      <button type="button" onClick={() => seekBar(0)} aria-label={t("toStart")} disabled={empty}>
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" fill="currentColor">
          <path d="M3 3h2.5v12H3zM15 3v12L6.5 9z" />
        </svg>
      </button>
      <Tempo />
      {(activity === "arranging" || activity === "loading") && (
        <p role="status" className="waiting">
          {t(activity)}
        </p>
      )}
    </div>
  );
}
