import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { useSession } from "../connection/session";
import { History } from "./History";
import { Listener } from "./Listener";
import { wantNotes } from "./listenOnDemand";
import { Stage } from "./Stage";
import { Stats } from "./Stats";
import styles from "./Trainer.module.css";
import { useTargets } from "./useTargets";
import { useTraining } from "./useTraining";

const EXAMPLES = ["C", "G D Em C", "Am F C G", "Dm7 G7 Cmaj7", "E A B7"];
/** In German names; solfège reads these in English. */
const GERMAN = ["C", "G D Em C", "Am F C G", "Dm7 G7 Cmaj7", "E A H7"];
const KEPT = "chordwork-practice-target";
const PATIENCE_MS = 400;

export function Trainer() {
  const { t } = useTranslation("practice");
  const notation = useSettings((settings) => settings.notation);
  const [text, setText] = useState(() => localStorage.getItem(KEPT) ?? "G D Em C");
  const { targets, problem, waits } = useTargets(useSettled(text));
  const practised = useTraining(targets);

  useEffect(() => {
    wantNotes(true);
    return () => wantNotes(false);
  }, []);

  function choose(chords: string) {
    setText(chords);
    localStorage.setItem(KEPT, chords);
  }

  const isLive = useSession((session) => session.phase.name === "live");
  const examples = notation === "german" ? GERMAN : EXAMPLES;
  return (
    <div className={styles.trainer}>
      <form className={`card stack ${styles.form}`} onSubmit={(event) => event.preventDefault()}>
        <label>
          {t("target")}
          <input
            value={text}
            onChange={(event) => choose(event.target.value)}
            autoCapitalize="off"
            autoComplete="off"
            spellCheck={false}
            aria-describedby="target-help"
            aria-invalid={problem !== null && problem.status !== 0}
          />
        </label>
        <fieldset className={styles.examples} data-live={isLive}>
          <legend className="only-heard">{t("examples")}</legend>
          {notation !== "solfege" &&
            examples.map((each) => (
              <button key={each} type="button" onClick={() => choose(each)} aria-pressed={text === each}>
                {each}
              </button>
            ))}
        </fieldset>
        <p id="target-help" className={problem === null ? "only-heard" : styles.problem} role="status">
          {problem === null
            ? t("targetHelp")
            : problem.status === 0
              ? t("unreachable")
              : t("unreadable", { detail: problem.message })}
        </p>
      </form>
      <Listener />
      {targets.length > 0 && <Stage {...practised} targets={targets} />}
      {targets.length === 0 && waits && <p className="waiting">…</p>}
      <div className={styles.side}>
        <Stats training={practised.training} targets={targets} practise={choose} />
        <History />
      </div>
    </div>
  );
}

/** The text once nobody types any more. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
