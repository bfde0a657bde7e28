import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { listening } from "../connection/browser";
import { useSession } from "../connection/session";
import { keyParts, noteName } from "../harmony/symbol";
import styles from "./Gauges.module.css";
import { KeyDialog } from "./KeyDialog";
import { prefersStillness, useFrame } from "./useFrame";

/** Key, tempo, tuning and level: a look each. */
export function Gauges() {
  return (
    <div className={styles.gauges}>
      <Key />
      <Tempo />
      <Tuning />
      <Level />
    </div>
  );
}

function Key() {
  const { t } = useTranslation("listen");
  const notation = useSettings((settings) => settings.notation);
  const name = useSession((session) => session.key?.name ?? null);
  const locked = useSession((session) => session.key?.locked ?? false);
  const [open, setOpen] = useState(false);
  const { tonic, mode } = keyParts(name ?? "");
  const modes = { major: t("key.major"), minor: t("key.minor") };
  return (
    <>
      <button type="button" className={styles.gauge} onClick={() => setOpen(true)}>
        <span className={styles.name}>{t(locked ? "key.locked" : "key.title")}</span>
        {name === null ? (
          <span className={styles.value}>–</span>
        ) : (
          <span className={styles.value}>
            {noteName(tonic, notation)} <small>{modes[mode as "major"] ?? mode}</small>
          </span>
        )}
      </button>
      {open && <KeyDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function Tempo() {
  const { t } = useTranslation("listen");
  const dot = useRef<HTMLSpanElement>(null);
  const bpm = useSession((session) => (session.tempo === null ? null : Math.round(session.tempo.bpm)));
  const live = useSession((session) => session.phase.name === "live");
  useFrame(
    () => {
      const { tempo } = useSession.getState();
      if (dot.current === null || tempo === null) return;
      const beats = tempo.phase + ((listening.nowS() - tempo.at) * tempo.bpm) / 60;
      const phase = beats - Math.floor(beats);
      // Still: a light that goes on and off; else one that swells and fades.
      const glow = prefersStillness() ? Number(phase < 0.25) : (1 - phase) ** 2;
      dot.current.style.opacity = String(0.25 + 0.75 * glow);
      if (!prefersStillness()) dot.current.style.transform = `scale(${0.7 + 0.5 * glow})`;
    },
    live && bpm !== null,
  );
  return (
    <div className={styles.gauge}>
      <span className={styles.name}>{t("tempo")}</span>
      <span className={styles.value}>
        {bpm ?? "–"} {bpm !== null && <span ref={dot} className={styles.beat} aria-hidden="true" />}
      </span>
    </div>
  );
}

function Tuning() {
  const { t } = useTranslation("listen");
  const cents = useSession((session) =>
    session.tuningCents === null ? null : Math.round(session.tuningCents),
  );
  const place = Math.max(-50, Math.min(50, cents ?? 0)) + 50;
  const fine = cents !== null && Math.abs(cents) <= 8;
  const signed = cents === null ? "" : cents > 0 ? `+${cents}` : `${cents}`.replace("-", "−");
  return (
    <div className={styles.gauge}>
      <span className={styles.name}>{t("tuning.title")}</span>
      <span className={styles.value}>{cents === null ? "–" : t("tuning.cents", { cents: signed })}</span>
      <span className={styles.scale} data-fine={fine} aria-hidden="true">
        <span className={styles.needle} style={{ left: `${place}%`, opacity: cents === null ? 0 : 1 }} />
      </span>
    </div>
  );
}

const FLOOR_DB = -60;
/** How fast the bar falls back. */
const FALL_DB_PER_S = 40;

function Level() {
  const { t } = useTranslation("listen");
  const bar = useRef<HTMLSpanElement>(null);
  const clip = useRef<HTMLSpanElement>(null);
  const level = useRef(FLOOR_DB);
  const idle = useSession(({ phase }) => phase.name === "idle" || phase.name === "ended");
  useFrame((_, passedMs) => {
    const { peak, clipped } = listening.meter();
    const db = peak > 0 ? 20 * Math.log10(peak) : FLOOR_DB;
    level.current = Math.max(FLOOR_DB, db, level.current - (FALL_DB_PER_S * passedMs) / 1000);
    if (bar.current !== null) bar.current.style.transform = `scaleX(${1 - level.current / FLOOR_DB})`;
    if (clip.current !== null) clip.current.dataset["on"] = String(clipped);
  }, !idle);
  return (
    <div className={styles.gauge}>
      <span className={styles.name}>{t("level.title")}</span>
      <span ref={clip} className={styles.clip} data-on="false">
        {t("level.clip")}
      </span>
      <span className={styles.track}>
        <span ref={bar} className={styles.loudness} />
      </span>
    </div>
  );
}
