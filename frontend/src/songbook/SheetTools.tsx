import { useState } from "react";
import { useTranslation } from "react-i18next";
import { InstrumentChoice } from "../app/InstrumentChoice";
import type { Song } from "../storage/songs";
import { TEXT_SIZES, usePreferences } from "./preferences";
import styles from "./SheetTools.module.css";
import { Stepper } from "./Stepper";
import type { Shown } from "./shown";
import { easyCapo, tabRequest, usePlayer } from "./songTab";

interface Props {
  song: Song;
  shown: Shown;
  onChange: (change: Partial<Song>) => void;
  onFault: (error: unknown) => void;
}

/** How the song is shown: moved, behind a capo, simple, large. */
export function SheetTools({ song, shown, onChange, onFault }: Props) {
  const { t } = useTranslation("songbook");
  const { textSize, simplified, diagrams, set } = usePreferences();
  const [advice, setAdvice] = useState<{ capo: number; reasons: string[]; shapes: string[] } | null>(null);
  const [asking, setAsking] = useState(false);
  const player = usePlayer();

  const advise = async () => {
    setAsking(true);
    try {
      const { capo, reasons, shapes } = await easyCapo(tabRequest(song, shown, player));
      setAdvice({ capo, reasons, shapes: [...new Set(shapes.map((each) => each.shape))] });
    } catch (error) {
      onFault(error);
    }
    setAsking(false);
  };
  return (
    <div className={styles.tools}>
      <div className={styles.steppers}>
        <Stepper
          label={t("transpose")}
          value={song.transpose}
          text={signed(song.transpose)}
          least={-11}
          most={11}
          onChange={(transpose) => onChange({ transpose })}
        />
        <Stepper
          label={t("capo.label")}
          value={song.capo}
          text={String(song.capo)}
          least={0}
          most={12}
          onChange={(capo) => onChange({ capo })}
        />
        <Stepper
          label={t("textSize")}
          value={textSize}
          text={String(Math.round(textSize * 16))}
          {...TEXT_SIZES}
          onChange={(size) => set({ textSize: size })}
        />
      </div>
      <div className={styles.switches}>
        <button type="button" disabled={asking} onClick={() => void advise()}>
          {asking ? t("capo.asking") : t("capo.easy")}
        </button>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={simplified}
            onChange={(event) => set({ simplified: event.target.checked })}
          />
          {t("simplify")}
        </label>
      </div>
      {advice !== null && (
        <div className="notice notice-good" role="status">
          <p className={styles.advice}>
            {advice.capo === 0 ? t("capo.none") : t("capo.advice", { fret: advice.capo })}
            {` ${t("capo.shapes", { shapes: advice.shapes.join("  ") })}`}
          </p>
          <ul className={styles.reasons}>
            {advice.reasons.map((reason) => (
              <li key={reason} lang="en">
                {reason}
              </li>
            ))}
          </ul>
          <div className="row">
            {advice.capo !== song.capo && (
              <button
                type="button"
                className="primary"
                onClick={() => {
                  onChange({ capo: advice.capo });
                  setAdvice(null);
                }}
              >
                {t("capo.use")}
              </button>
            )}
            <button type="button" onClick={() => setAdvice(null)}>
              {t("close")}
            </button>
          </div>
        </div>
      )}
      <details className={styles.instrument}>
        <summary>{t("instrument")}</summary>
        <InstrumentChoice />
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={diagrams}
            onChange={(event) => set({ diagrams: event.target.checked })}
          />
          {t("diagrams")}
        </label>
      </details>
    </div>
  );
}

function signed(semitones: number): string {
  return semitones > 0 ? `+${semitones}` : String(semitones).replace("-", "−");
}
