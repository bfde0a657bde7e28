import { useRegisterSW } from "virtual:pwa-register/react";
import { useTranslation } from "react-i18next";
import styles from "./Updates.module.css";

/** Between two looks for a newer page, for one that stays open on the music stand. */
const LOOK_MS = 60 * 60 * 1000;

/** Makes the page work offline, and says when a newer one is there: it never comes in the middle of a song. */
export function Updates() {
  const { t } = useTranslation("settings");
  const {
    needRefresh: [isNewer, setNewer],
    updateServiceWorker,
  } = useRegisterSW({
    onRegisteredSW(_address, registration) {
      if (registration === undefined) return;
      window.setInterval(() => void registration.update().catch(() => {}), LOOK_MS);
    },
  });
  return (
    <div role="status" className={styles.place}>
      {isNewer && (
        <div className={`notice ${styles.offer}`}>
          <p>{t("update.there")}</p>
          <button type="button" className="primary" onClick={() => void updateServiceWorker(true)}>
            {t("update.take")}
          </button>
          <button type="button" onClick={() => setNewer(false)}>
            {t("update.later")}
          </button>
        </div>
      )}
    </div>
  );
}
