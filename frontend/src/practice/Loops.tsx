import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Chart } from "./Chart";
import { clock } from "./clock";
import { LoopControls } from "./LoopControls";
import styles from "./Loops.module.css";
import { gridOf, type Loop, loopBetween, type Snap, shifted } from "./loop";
import { usePlayer } from "./usePlayer";
import type { Analysis, Recording } from "./useRecording";
import { Waveform } from "./Waveform";

interface Props {
  recording: Recording;
  analysis: Analysis;
  analyzeAgain(): void;
}

/** One recording: its outline, its chords, a loop, and how fast. */
export function Loops({ recording, analysis, analyzeAgain }: Props) {
  const { t } = useTranslation("practice");
  const { durationS } = recording;
  const [loop, setLoop] = useState<Loop | null>(null);
  const [snap, setSnap] = useState<Snap>("bar");
  const [step, setStep] = useState(0);
  const [positionS, setPositionS] = useState(0);
  const head = useRef<HTMLDivElement>(null);
  const chart = analysis.name === "done" ? analysis.chart : null;
  const grid = gridOf(snap, chart);

  // The line moves with every picture; what stands in words, ten times a second.
  const onMove = useCallback(
    (at: number) => {
      if (head.current !== null) head.current.style.left = `${(100 * at) / durationS}%`;
      setPositionS((before) => (Math.abs(before - at) >= 0.1 ? at : before));
    },
    [durationS],
  );
  const player = usePlayer(loop, step, onMove);

  const choose = (fromS: number, toS: number, on = grid) => {
    const next = loopBetween(fromS, toS, on, durationS);
    setLoop(next);
    player.seek(next.fromS);
  };
  const set = (end: "from" | "to", at: number) => {
    const other = end === "from" ? (loop?.toS ?? durationS) : (loop?.fromS ?? 0);
    setLoop(loopBetween(at, other, grid, durationS));
  };
  const move = (steps: number) => {
    if (loop === null) return;
    const next = shifted(loop, steps, grid, durationS);
    setLoop(next);
    player.seek(next.fromS);
  };
  const { element } = player;
  const here = () => element.current?.currentTime ?? positionS;
  useKeys({ " ": player.toggle, "[": () => set("from", here()), "]": () => set("to", here()) }, move);

  const current = chart?.chords.findIndex(({ start, end }) => positionS >= start && positionS < end) ?? -1;
  return (
    <section className="card stack" aria-label={recording.title}>
      {/* biome-ignore lint/a11y/useMediaCaption: it is music */}
      <audio ref={element} src={recording.url} preload="auto" />
      <Analysed analysis={analysis} analyzeAgain={analyzeAgain} />
      {chart !== null && (
        <>
          <p className={styles.now}>{chart.chords[current]?.symbol ?? "\u00a0"}</p>
          <Chart
            chart={chart}
            loop={loop}
            current={current}
            onChoose={(chord) => choose(chord.start, chord.end, snap === "off" ? [] : grid)}
          />
        </>
      )}
      <div className={styles.wave}>
        <Waveform
          peaks={recording.peaks}
          durationS={durationS}
          loop={loop}
          onDrag={choose}
          onTap={player.seek}
        />
        <div ref={head} className={styles.head} />
      </div>
      <div className="row">
        <button type="button" className="primary" onClick={player.toggle}>
          {t(player.playing ? "slow.pause" : "slow.play")}
        </button>
        <label className={styles.wide}>
          {t("slow.position")}
          <input
            type="range"
            min={0}
            max={durationS}
            step={0.1}
            value={positionS}
            aria-valuetext={t("slow.at", { at: clock(positionS), duration: clock(durationS) })}
            onChange={(event) => player.seek(Number(event.target.value))}
          />
        </label>
        <span className={styles.figures}>
          {t("slow.at", { at: clock(positionS), duration: clock(durationS) })}
        </span>
      </div>
      <label>
        {t("slow.speed")}: {t("slow.percent", { percent: player.speed })}
        <input
          type="range"
          min={40}
          max={100}
          step={5}
          value={player.speed}
          onChange={(event) => player.setSpeed(Number(event.target.value))}
        />
      </label>
      {!player.keepsPitch && <p className="notice">{t("slow.pitch")}</p>}
      <LoopControls
        loop={loop}
        durationS={durationS}
        snap={snap}
        step={step}
        hasGrid={chart === null || chart.beats.length > 0}
        onSnap={setSnap}
        onStep={setStep}
        onSet={set}
        onHere={(end) => set(end, here())}
        onMove={move}
        onClear={() => setLoop(null)}
      />
      <p className={`quiet ${styles.keys}`}>{t("slow.keys")}</p>
    </section>
  );
}

function Analysed({ analysis, analyzeAgain }: { analysis: Analysis; analyzeAgain(): void }) {
  const { t } = useTranslation("practice");
  const [seconds, setSeconds] = useState(0);
  const sinceMs = analysis.name === "running" ? analysis.sinceMs : null;
  useEffect(() => {
    if (sinceMs === null) return;
    setSeconds(0);
    const timer = window.setInterval(
      () => setSeconds(Math.floor((performance.now() - sinceMs) / 1000)),
      1000,
    );
    return () => window.clearInterval(timer);
  }, [sinceMs]);
  if (analysis.name === "running") {
    return (
      <div>
        <progress className={styles.progress} aria-label={t("slow.analyzing", { seconds: 0 })} />
        <span className="quiet">{t("slow.analyzing", { seconds })}</span>
      </div>
    );
  }
  if (analysis.name !== "failed") return null;
  return (
    <div className="notice notice-bad" role="alert">
      <p>{t("slow.failed", { detail: analysis.detail })}</p>
      <button type="button" onClick={analyzeAgain}>
        {t("slow.again")}
      </button>
    </div>
  );
}

/** Keys of the page, but not while somebody types, nor where the key means something already. */
function useKeys(keys: Record<string, () => void>, move: (steps: number) => void) {
  const latest = useRef({ keys, move });
  latest.current = { keys, move };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || at.closest("input, select, textarea, [role=tab]"))
        return;
      if (event.key === " " && at.closest("button, a")) return;
      if (document.querySelector("audio")?.closest("[data-state=inactive]")) return;
      const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const action = steps === undefined ? latest.current.keys[event.key] : () => latest.current.move(steps);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
