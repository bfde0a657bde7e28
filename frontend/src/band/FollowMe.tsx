import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useSession } from "../connection/session";
import styles from "./Band.module.css";
import { FASTEST, SLOWEST } from "./follow";
import { follow, unfollow, useFollowing } from "./following";
import { useTempoWords } from "./Tempo";
import { chosenTempo, nudgeBeats, useBand } from "./useBand";

export function FollowMe() {
  const { t } = useTranslation("band");
  const { mode, counted, wanted, fellSilent } = useFollowing();
  const live = useSession((session) => session.phase.name === "live");
  const empty = useBand((band) => band.piece.plan === null && band.piece.chords.trim() === "");
  const tempo = useBand((band) => (chosenTempo(band) ?? 0) * band.followRate);
  const words = useTempoWords();
  return (
    <section className={`card ${styles.settings}`}>
      <h2>{t("follow.title")}</h2>
      {!live && mode === "off" ? (
        <p>
          {t("follow.listen")} <Link href="/listen">{t("follow.toListen")}</Link>
        </p>
      ) : (
        <>
          {mode !== "following" && <p>{t("follow.what", { beats: wanted })}</p>}
          <button
            type="button"
            disabled={empty}
            aria-pressed={mode !== "off"}
            onClick={() => (mode === "off" ? void follow() : unfollow())}
          >
            {mode === "off" ? t("follow.start") : t("follow.end")}
          </button>
          <p role="status">
            {mode === "waiting" && fellSilent && counted === 0 && t("follow.silent", { beats: wanted })}
            {mode === "waiting" && counted > 0 && t("follow.counting", { count: counted, beats: wanted })}
            {mode === "following" && t("follow.going", { tempo: words(tempo) })}
          </p>
          {mode === "following" && (
            <div className="row">
              <button type="button" onClick={() => nudgeBeats(-1)}>
                {t("follow.earlier")}
              </button>
              <button type="button" onClick={() => nudgeBeats(1)}>
                {t("follow.later")}
              </button>
            </div>
          )}
        </>
      )}
      <p className={`quiet ${styles.fine}`}>
        {t("follow.limits", { low: Math.round(100 * SLOWEST), high: Math.round(100 * FASTEST) })}
      </p>
    </section>
  );
}
