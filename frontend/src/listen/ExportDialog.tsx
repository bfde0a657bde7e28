import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Problem } from "../api/client";
import { ModalDialog } from "../app/ModalDialog";
import { useListened } from "../connection/listened";
import { useSession } from "../connection/session";
import styles from "./ExportDialog.module.css";
import { hasChords } from "./exports";
import { type Form, MADE_BY_SERVER, MADE_HERE, save, toSongbook } from "./save";

/** The session, to be taken along. Not loaded when wanted: the server may be away by then. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("listen");
  const [, go] = useLocation();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const chords = useSession(hasChords);
  const taped = useListened((listened) => listened.taped);
  const attempt = async (action: () => Promise<unknown>) => {
    setTrouble(null);
    setBusy(true);
    try {
      await action();
    } catch (error) {
      const offline = !(error instanceof Problem) || error.status === 0;
      setTrouble(offline ? t("export.offline") : (error as Problem).message);
    } finally {
      setBusy(false);
    }
  };
  const item = (form: Form) => (
    <button
      key={form}
      type="button"
      disabled={busy || (form === "wav" ? !taped : !chords)}
      onClick={() => void attempt(() => save(form))}
    >
      {t(`export.${form}`)}
    </button>
  );
  return (
    <ModalDialog title={t("export.title")} onClose={onClose}>
      <button
        type="button"
        className="primary"
        disabled={busy || !chords}
        onClick={() => void attempt(async () => go(`/songs/${await toSongbook()}`))}
      >
        {t("export.songbook")}
      </button>
      <div className={styles.forms}>{MADE_BY_SERVER.map(item)}</div>
      <div className={styles.forms}>{MADE_HERE.map(item)}</div>
      {trouble !== null && (
        <p role="alert" className="notice notice-bad">
          {trouble}
        </p>
      )}
      <button type="button" onClick={onClose}>
        {t("close")}
      </button>
    </ModalDialog>
  );
}
