import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Band.module.css";
import { type Bar, type BarLoop, barAt, chosenLoop } from "./bars";
import { position, seekBar, setLoop, useBand } from "./useBand";
import { usePlayhead } from "./usePlayhead";

/** All bars with their chords. The one that sounds is lit and kept in sight; a tap goes there, or chooses the loop. */
export function BarGrid() {
  const { t } = useTranslation("band");
  const bars = useBand((band) => band.bars);
  const loop = useBand((band) => band.loop);
  const playing = useBand((band) => band.activity === "playing");
  const [choosing, setChoosing] = useState(false);
  const [current, setCurrent] = useState(-1);
  /** Not shown: it would push all bars out of their rows. */
  const countIns = bars[0]?.number === 0 ? 1 : 0;
  const grid = useRef<HTMLOListElement>(null);
  usePlayhead(() => {
    const at = position();
    const index = barAt(bars, at);
    setCurrent(index);
    const bar = bars[index];
    if (bar === undefined) return;
    const share = Math.min(1, Math.max(0, (at - bar.fromS) / (bar.toS - bar.fromS)));
    grid.current?.style.setProperty("--share", share.toFixed(3));
  });
  useEffect(() => {
    if (playing)
      grid.current?.querySelectorAll("li")[current - countIns]?.scrollIntoView({ block: "nearest" });
  }, [playing, current, countIns]);
  const tap = (index: number) => (choosing ? setLoop(chosenLoop(loop, index)) : seekBar(index));
  return (
    <section aria-label={t("gridLabel")}>
      <div className={styles.loopRow}>
        <button type="button" aria-pressed={choosing} onClick={() => setChoosing(!choosing)}>
          {t("loop.choose")}
        </button>
        {loop !== null && (
          <>
            <span>{loopWords(loop, bars, t)}</span>
            <button type="button" onClick={() => setLoop(null)}>
              {t("loop.clear")}
            </button>
          </>
        )}
      </div>
      {choosing && <p className="quiet">{t("loop.how")}</p>}
      <ol className={styles.grid} ref={grid}>
        {bars.map((bar, index) => {
          if (bar.number === 0) return null;
          const looped = loop !== null && index >= loop.from && index <= loop.to;
          const chords = bar.chords.map((chord) => chord.symbol).join(", ");
          const says = t("barSays", { number: bar.number, chords });
          return (
            <li key={bar.fromS} className={bar.section === null ? undefined : styles.sectionStart}>
              {bar.section !== null && <h3>{bar.section}</h3>}
              <button
                type="button"
                className={styles.bar}
                data-looped={looped}
                aria-current={index === current ? "true" : undefined}
                onClick={() => tap(index)}
              >
                <span className="only-heard">{looped ? t("inLoop", { bar: says }) : says}</span>
                <small aria-hidden="true">{bar.number}</small>
                {bar.chords.map((chord) => (
                  <span aria-hidden="true" key={chord.share} className={chord.held ? styles.held : undefined}>
                    {chord.symbol}
                  </span>
                ))}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function loopWords(
  loop: BarLoop,
  bars: readonly Bar[],
  t: ReturnType<typeof useTranslation<"band">>["t"],
): string {
  const from = bars[loop.from]?.number ?? 0;
  const to = bars[loop.to]?.number ?? 0;
  return from === to ? t("loop.bar", { from }) : t("loop.bars", { from, to });
}
