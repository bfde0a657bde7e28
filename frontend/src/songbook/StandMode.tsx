import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Song } from "../storage/songs";
import { TEXT_SIZES, usePreferences } from "./preferences";
import { SheetLines } from "./SheetLines";
import styles from "./StandMode.module.css";
import { Stepper } from "./Stepper";
import type { Shown } from "./shown";
import { durationS, useAutoScroll, useWakeLock } from "./useAutoScroll";
import { useKeyName } from "./useKeyName";

const RATES = { least: 0.25, most: 3, step: 0.25 };

/** The sheet alone, large, on the music stand; a tap or the space bar lets it move, and stops it. */
export function StandMode({ song, shown, onClose }: { song: Song; shown: Shown; onClose: () => void }) {
  const { t } = useTranslation("songbook");
  const dialog = useRef<HTMLDialogElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const { standSize, scrollRate, set } = usePreferences();
  const [running, setRunning] = useState(false);
  const [height, setHeight] = useState(0);
  const keyName = useKeyName();
  useWakeLock();

  // Before its height is measured, below.
  useLayoutEffect(() => {
    dialog.current?.showModal();
    page.current?.focus();
    const left = () => document.fullscreenElement === null && dialog.current?.close();
    document.addEventListener("fullscreenchange", left);
    return () => {
      document.removeEventListener("fullscreenchange", left);
      if (document.fullscreenElement !== null) void document.exitFullscreen();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size is another height
  useLayoutEffect(() => setHeight(page.current?.scrollHeight ?? 0), [standSize, shown]);

  const lines = shown.sheet.sections
    .flatMap((section) => section.lines)
    .filter((line) => line.kind === "sung" || line.kind === "row").length;
  const seconds = durationS(song, lines, shown.sheet.meta["duration"]);
  useAutoScroll(page, (scrollRate * height) / seconds, running);

  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement) return;
    if (event.key === " ") {
      event.preventDefault();
      setRunning(!running);
    } else if (event.key === "+" || event.key === "-") {
      const size = standSize + (event.key === "+" ? 1 : -1) * TEXT_SIZES.step;
      set({ standSize: Math.min(TEXT_SIZES.most, Math.max(TEXT_SIZES.least, size)) });
    }
  };
  return (
    <dialog ref={dialog} className={styles.stand} aria-label={song.title} onClose={onClose} onKeyDown={press}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the space bar does the same, above */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: so does the button below */}
      <div
        ref={page}
        className={styles.page}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
        tabIndex={0}
        style={{ fontSize: `${standSize}rem` }}
        onClick={() => setRunning(!running)}
      >
        <h1 className={styles.title}>
          {song.title}
          <small>
            {song.capo === 0
              ? keyName(shown.key)
              : t("capoShapes", { fret: song.capo, key: keyName(shown.shapesKey) })}
          </small>
        </h1>
        <SheetLines sheet={shown.sheet} unread={shown.unread} />
      </div>
      <div className={styles.bar}>
        <button
          type="button"
          className={`primary ${styles.key}`}
          aria-label={running ? t("stand.stop") : t("stand.scroll")}
          onClick={() => setRunning(!running)}
        >
          {running ? "❙❙" : "▶"}
        </button>
        <Stepper
          label={t("stand.speed")}
          value={scrollRate}
          text={`×${scrollRate}`}
          {...RATES}
          onChange={(rate) => set({ scrollRate: rate })}
        />
        <Stepper
          label={t("textSize")}
          value={standSize}
          text={String(Math.round(standSize * 16))}
          {...TEXT_SIZES}
          onChange={(size) => set({ standSize: size })}
        />
        <button
          type="button"
          className={styles.key}
          aria-label={t("close")}
          onClick={() => dialog.current?.close()}
        >
          ✕
        </button>
      </div>
    </dialog>
  );
}
