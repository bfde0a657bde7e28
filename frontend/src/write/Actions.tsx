import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useSettings } from "../app/settings";
import { take } from "../band/useBand";
import { addSong, type Song } from "../storage/songs";
import { chordProOf, type SongPlan } from "./plan";
import { adapt, takeBack, useWriting, writeAnew } from "./useWriting";
import styles from "./Write.module.css";

/** What can be done with the plan as it is. */
export function Actions({ plan }: { plan: SongPlan }) {
  const { t } = useTranslation("write");
  const [, go] = useLocation();
  const { busy, before } = useWriting();
  const { instrument, level } = useSettings();
  const [kept, setKept] = useState<{ of: SongPlan; song: Song } | null>(null);
  const [problem, setProblem] = useState("");
  const keepSong = async () => {
    setProblem("");
    try {
      const { title, key, tempo_bpm: tempoBpm, metre, capo } = plan;
      setKept({
        of: plan,
        song: await addSong({ title, text: chordProOf(plan), key, tempoBpm, metre, capo }),
      });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className={styles.actions}>
      <button
        type="button"
        className="primary"
        onClick={() => {
          take({ title: plan.title, chords: "", plan });
          go("/band");
        }}
      >
        {t("hear")}
      </button>
      <button type="button" disabled={busy} onClick={() => void writeAnew()}>
        {t("anew")}
      </button>
      {before !== null && (
        <button type="button" disabled={busy} onClick={takeBack}>
          {t("back")}
        </button>
      )}
      {(plan.instrument !== instrument || plan.level !== level) && (
        <button type="button" disabled={busy} onClick={() => void adapt()}>
          {t("adapt", { instrument, level: t(`level.${level}`) })}
        </button>
      )}
      <button type="button" onClick={() => void keepSong()} disabled={kept?.of === plan}>
        {t("toSongs")}
      </button>
      <p role="status">
        {kept?.of === plan && (
          <>
            {t("kept")} <Link href={`/songs/${kept.song.id}`}>{t("open")}</Link>
          </>
        )}
        {problem !== "" && t("notKept", { detail: problem })}
      </p>
      <p className="quiet">{t("anewHow")}</p>
    </div>
  );
}
