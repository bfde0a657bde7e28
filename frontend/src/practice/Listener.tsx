import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useSession } from "../connection/session";
import styles from "./Listener.module.css";
import { startListening, stopListening } from "./listenOnDemand";

/** Starts and stops listening, and says how it stands. */
export function Listener() {
  const { t } = useTranslation("practice");
  const phase = useSession((session) => session.phase);
  const level = useSession((session) => session.level?.peakDbfs ?? null);
  const going = !["idle", "ended", "failed"].includes(phase.name);
  const share = level === null || !going ? 0 : Math.max(0, Math.min(1, 1 + level / 60));
  return (
    <div className={styles.listener}>
      <button
        type="button"
        className={going ? "" : "primary"}
        onClick={() => void (going ? stopListening() : startListening())}
      >
        {t(going ? "stop" : "listen")}
      </button>
      <div className={styles.state} role="status">
        {phase.name === "live" && t("listening")}
        {phase.name === "starting" && t("starting")}
        {phase.name === "reconnecting" && t("reconnecting")}
        {phase.name === "suspended" && t("suspended")}
        {phase.name === "failed" && (
          <>
            {t("failed", { detail: phase.detail || phase.code })}{" "}
            <Link href="/listen">{t("failedWhere")}</Link>
          </>
        )}
      </div>
      {going && (
        <div className={styles.meter} aria-hidden="true">
          <div className={styles.level} style={{ transform: `scaleX(${share})` }} />
        </div>
      )}
    </div>
  );
}
