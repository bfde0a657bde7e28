import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Band.module.css";
import { BarGrid } from "./BarGrid";
import { Downloads } from "./Downloads";
import { FollowMe } from "./FollowMe";
import { Mix } from "./Mix";
import { Now } from "./Now";
import { Source } from "./Source";
import { Style } from "./Style";
import { Transport } from "./Transport";
import { bringBack, useBand } from "./useBand";
import { useBandKeys } from "./useBandKeys";

export default function BandView() {
  const { t } = useTranslation("band");
  const problem = useBand((band) => band.problem);
  const bars = useBand((band) => band.bars.length);
  useBandKeys();
  useEffect(() => void bringBack(), []);
  return (
    <div className={styles.view}>
      <h1>{t("title")}</h1>
      <div className={styles.stage}>
        <Source />
        {problem !== null && (
          <div className="notice notice-bad" role="alert">
            <strong>{t("problem.title")}</strong>
            <p>
              {problem.code === "unreachable"
                ? t("problem.unreachable")
                : problem.code === "player"
                  ? t("problem.player", { detail: problem.message })
                  : problem.message}
            </p>
          </div>
        )}
        {bars > 0 && <Now />}
        <Transport />
        {bars > 0 && <BarGrid />}
      </div>
      <div className={styles.side}>
        <Style />
        <Mix />
        <FollowMe />
        <Downloads />
        <p className="quiet">{t("keys")}</p>
      </div>
    </div>
  );
}
