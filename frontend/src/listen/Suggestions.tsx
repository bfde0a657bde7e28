import { useTranslation } from "react-i18next";
import { loadPlayer } from "../audio/player";
import { type Suggestion, useSession } from "../connection/session";
import { ChordSymbol } from "../harmony/ChordSymbol";
import { voicing } from "../harmony/notes";
import styles from "./Suggestions.module.css";

/** What could come next, and why; a tap lets it be heard. */
export function Suggestions() {
  const { t } = useTranslation("listen");
  const suggestions = useSession((session) => session.suggestions);
  return (
    <section className={styles.suggestions} aria-labelledby="next">
      <h2 id="next" className={styles.title}>
        {t("next.title")}
      </h2>
      {suggestions.length === 0 ? (
        <p className="quiet">{t("next.none")}</p>
      ) : (
        <ul className={styles.list}>
          {suggestions.slice(0, 3).map((suggestion) => (
            <li key={suggestion.label}>
              <Next suggestion={suggestion} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Next({ suggestion: { label, symbol, roman, reason } }: { suggestion: Suggestion }) {
  const { t } = useTranslation("listen");
  const play = () => void loadPlayer().then((player) => player.playChord(voicing(label)));
  return (
    <button type="button" className={styles.next} title={t("next.hear")} onClick={play}>
      <span className={styles.symbol}>
        <ChordSymbol symbol={symbol} />
        <small className={styles.roman}>{roman}</small>
      </span>
      <span className={styles.reason}>{reason}</span>
    </button>
  );
}
