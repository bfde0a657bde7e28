import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Band.module.css";
import { barAt, beatAt, sectionAt } from "./bars";
import { position, useBand } from "./useBand";
import { usePlayhead } from "./usePlayhead";

/** Between two words to who listens to the page. */
const SAID_EVERY_BARS = 4;

/** Big enough for a music stand: the chord that sounds, the next one, and the beat. */
export function Now() {
  const { t } = useTranslation("band");
  const bars = useBand((band) => band.bars);
  const shares = useBand((band) => band.shares);
  const activity = useBand((band) => band.activity);
  const [beat, setBeat] = useState({ bar: 0, beat: 1 });
  usePlayhead(() => {
    const at = position();
    const bar = barAt(bars, at);
    const next = { bar, beat: bars[bar] === undefined ? 1 : beatAt(bars[bar], shares, at) };
    setBeat((before) => (before.bar === next.bar && before.beat === next.beat ? before : next));
  });
  const bar = bars[beat.bar];
  const share = (shares[beat.beat - 1] ?? 0) + 1e-3;
  const sounding = bar?.chords.findLast((chord) => chord.share <= share) ?? null;
  const following = bar?.chords.find((chord) => chord.share > share) ?? bars[beat.bar + 1]?.chords[0] ?? null;
  const said = useSaid(beat.bar);
  return (
    <section className={`card ${styles.now}`} aria-label={t("now")}>
      <p className={styles.chord} data-long={(sounding?.symbol.length ?? 9) > 5}>
        {sounding?.symbol ?? (bar?.number === 0 ? t("countInBar") : "–")}
      </p>
      <p className={styles.next}>{following === null ? "" : t("next", { chord: following.symbol })}</p>
      <p className={styles.place}>
        {bar !== undefined && bar.number > 0
          ? t("barOf", { number: bar.number, count: bars.at(-1)?.number ?? 0 })
          : t("countInBar")}
        <span className={styles.beats} aria-hidden="true">
          {shares.map((each, index) => (
            <i key={each} data-on={activity === "playing" && index + 1 === beat.beat} />
          ))}
        </span>
      </p>
      <p className="only-heard" role="status">
        {said}
      </p>
    </section>
  );
}

/** A word at each section, or every few bars where there are none, and when the band stops. */
function useSaid(index: number): string {
  const { t } = useTranslation("band");
  const bars = useBand((band) => band.bars);
  const playing = useBand((band) => band.activity === "playing");
  const played = useRef(false);
  const [said, say] = useState("");
  useEffect(() => {
    if (!playing) {
      if (played.current) say(t("stopped"));
      played.current = false;
      return;
    }
    const bar = bars[index];
    const section = sectionAt(bars, index);
    if (bar === undefined || bar.number < 1) return;
    const first = !played.current;
    played.current = true;
    if (bar.section !== null || (first && section !== null))
      say(t("section", { section, number: bar.number }));
    else if (section === null && (first || bar.number % SAID_EVERY_BARS === 1)) {
      say(t("barSays", { number: bar.number, chords: bar.chords.map((chord) => chord.symbol).join(", ") }));
    }
  }, [index, playing, bars, t]);
  return said;
}
