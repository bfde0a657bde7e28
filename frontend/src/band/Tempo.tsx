import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Band.module.css";
import { unitOf } from "./bars";
import { tapped, tapTempo } from "./tap";
import { choose, chosenTempo, useBand } from "./useBand";
import { changeTempo, TEMPO_STEP } from "./useBandKeys";

const UNITS = {
  quarter: "tempo.quarter",
  "dotted quarter": "tempo.dottedQuarter",
  half: "tempo.half",
  "dotted half": "tempo.dottedHalf",
  eighth: "tempo.eighth",
  "dotted eighth": "tempo.dottedEighth",
} as const;

/** `dotted quarter = 56`, in words of the language; empty before anything was arranged. */
export function useTempoWords(): (bpm: number | null) => string {
  const { t } = useTranslation("band");
  const tempo = useBand((band) => band.arranged?.arrangement.tempo ?? null);
  return (bpm) => {
    if (bpm === null || tempo === null) return "";
    const unit = UNITS[unitOf(tempo) as keyof typeof UNITS] ?? "tempo.quarter";
    return t("tempo.of", { unit: t(unit), bpm: Math.round(bpm) });
  };
}

export function Tempo() {
  const { t } = useTranslation("band");
  const bpm = useBand((band) => {
    const chosen = chosenTempo(band);
    return chosen === null ? null : chosen * band.followRate;
  });
  const words = useTempoWords();
  const own = useBand((band) => band.choices.tempoBpm !== null);
  const taps = useRef<number[]>([]);
  const [count, setCount] = useState(0);
  const tap = () => {
    taps.current = tapped(taps.current, performance.now());
    setCount(taps.current.length);
    const tempo = tapTempo(taps.current);
    if (tempo !== null) choose({ tempoBpm: Math.round(tempo / useBand.getState().speed) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row of its parent
    <div className={styles.tempo} role="group" aria-label={t("tempo.label")}>
      <button type="button" aria-label={t("tempo.slower")} onClick={() => changeTempo(-TEMPO_STEP)}>
        −
      </button>
      <output>{words(bpm) || t("tempo.label")}</output>
      <button type="button" aria-label={t("tempo.faster")} onClick={() => changeTempo(TEMPO_STEP)}>
        +
      </button>
      <button type="button" onClick={tap}>
        {count === 1 ? t("tempo.tapMore") : t("tempo.tap")}
      </button>
      {own && (
        <button type="button" onClick={() => choose({ tempoBpm: null })}>
          {t("tempo.usual")}
        </button>
      )}
    </div>
  );
}
