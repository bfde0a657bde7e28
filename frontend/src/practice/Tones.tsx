import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { degreeOf, type Judgement, type ToneState } from "./judge";
import { nameOf } from "./names";
import styles from "./Tones.module.css";
import type { Target } from "./useTargets";

const SIGNS: Record<ToneState, string> = { present: "✓", unclear: "?", missing: "✗", foreign: "+" };

/** The notes of the chord that is meant, and those that do not belong, each as it is heard. */
export function Tones({ target, judgement }: { target: Target; judgement: Judgement | null }) {
  const { t } = useTranslation("practice");
  const notation = useSettings((settings) => settings.notation);
  const isQuiet = judgement === null || judgement.verdict === "silent";
  const tones = isQuiet
    ? target.notes.classes.map((pitchClass) => ({
        pitchClass,
        interval: (pitchClass - target.notes.root + 12) % 12,
        state: null,
      }))
    : judgement.tones;
  return (
    <ul className={styles.tones} aria-label={t("notes")}>
      {tones.map(({ pitchClass, interval, state }) => (
        <li key={pitchClass} className={`${styles.tone} ${state === null ? styles.rest : styles[state]}`}>
          <b className={styles.name}>{target.names.get(pitchClass) ?? nameOf(pitchClass, notation)}</b>
          <span>{state === "foreign" ? t("foreign") : t(`degree.${degreeOf(target.notes, interval)}`)}</span>
          {state !== null && (
            <span className={styles.sign}>
              <span aria-hidden="true">{SIGNS[state]}</span>
              <span className="only-heard">{t(`state.${state}`)}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
