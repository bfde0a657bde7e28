import { type CSSProperties, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { useSession } from "../connection/session";
import { ChordSymbol } from "../harmony/ChordSymbol";
import { spoken } from "../harmony/spoken";
import { partsOf } from "../harmony/symbol";
import { current } from "./current";
import styles from "./Hero.module.css";

/** The chord, to be read from across the room. */
export function Hero() {
  const { t } = useTranslation("listen");
  const notation = useSettings((settings) => settings.notation);
  const label = useSession((session) => current(session)?.chord.label ?? null);
  const symbol = useSession((session) => current(session)?.chord.symbol ?? "–");
  const firm = useSession((session) => current(session)?.firm ?? true);
  const confidence = useSession((session) => Math.round((current(session)?.chord.confidence ?? 0) * 100));
  const before = useSession((session) => {
    const now = current(session)?.chord;
    const earlier = session.tentative.at(-1) ?? session.finals.findLast((chord) => chord !== now);
    return earlier === undefined || earlier.label === "N" ? undefined : (earlier.corrected ?? earlier).symbol;
  });
  const { root, suffix, bass } = partsOf(symbol, notation);
  // In widths of a large letter; what follows the root is drawn smaller.
  const letters = Math.max(1.6, root.length + 0.62 * (suffix.length + (bass === null ? 0 : bass.length + 1)));
  return (
    <section className={styles.hero} aria-label={t("hero")}>
      <div className={styles.before} aria-hidden="true">
        {before !== undefined && <ChordSymbol symbol={before} />}
      </div>
      <div
        className={styles.chord}
        style={{ "--letters": letters } as CSSProperties}
        data-firm={firm}
        data-label={label ?? ""}
        data-testid="chord"
        aria-hidden="true"
      >
        {label === "N" || label === null ? (
          <span className={styles.rest}>–</span>
        ) : (
          <ChordSymbol symbol={symbol} />
        )}
      </div>
      <div className={styles.confidence}>
        {/* biome-ignore lint/a11y/useSemanticElements: <meter> cannot be styled alike everywhere */}
        <div
          className={styles.meter}
          role="meter"
          aria-label={t("confidence")}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={confidence}
        >
          <div className={styles.fill} style={{ transform: `scaleX(${confidence / 100})` }} />
        </div>
        <span className={styles.words}>{label === null ? "" : t(firm ? "firm" : "maybe")}</span>
      </div>
      <Announcer />
    </section>
  );
}

const AT_MOST_EVERY_MS = 2000;

/** Says decided chords to screen readers, not more often than one can listen to. */
function Announcer() {
  const { t } = useTranslation("listen");
  const notation = useSettings((settings) => settings.notation);
  const [text, setText] = useState("");
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  const last = useSession((session) => session.finals.at(-1));
  useEffect(() => {
    if (last === undefined || last.label === "N") return;
    const wait = Math.max(0, saidAt.current + AT_MOST_EVERY_MS - performance.now());
    const timer = window.setTimeout(() => {
      saidAt.current = performance.now();
      setText(spoken(last.corrected ?? last, notation, t));
    }, wait);
    return () => window.clearTimeout(timer);
  }, [last, notation, t]);
  return (
    <p className="only-heard" aria-live="polite">
      {text}
    </p>
  );
}
