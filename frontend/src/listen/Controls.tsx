import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ModalDialog } from "../app/ModalDialog";
import { listening } from "../connection/browser";
import { useListened } from "../connection/listened";
import { useSession } from "../connection/session";
import styles from "./Controls.module.css";
import { ExportDialog } from "./ExportDialog";
import { hasChords } from "./exports";
import { Facts } from "./Facts";
import { OtherSources } from "./Sources";
import { startMicrophone } from "./start";

/** One button that always says what it does; beside it what one needs less often. */
export function Controls({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation("listen");
  const phase = useSession((session) => session.phase.name);
  const chords = useSession(hasChords);
  const taped = useListened((listened) => listened.taped);
  const exportable = chords || taped;
  const [open, setOpen] = useState<"anew" | "export" | "facts" | null>(null);
  const close = () => setOpen(null);
  const resting = phase === "idle" || phase === "ended" || phase === "failed";
  return (
    <div className={styles.controls}>
      {resting ? (
        <button type="button" className={`primary ${styles.main}`} onClick={() => startMicrophone(true)}>
          {t("goOn")}
        </button>
      ) : (
        <button type="button" className={`primary ${styles.main}`} onClick={() => void listening.stop()}>
          {t("stop")}
        </button>
      )}
      {resting && (
        <button type="button" onClick={() => setOpen("anew")}>
          {t("anew.title")}
        </button>
      )}
      <button type="button" disabled={!exportable} onClick={() => setOpen("export")}>
        {t("export.title")}
      </button>
      <button
        type="button"
        className={styles.small}
        aria-label={t("facts.title")}
        title={t("facts.title")}
        onClick={() => setOpen("facts")}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
          <circle cx="15" cy="7" r="2" />
          <circle cx="9" cy="17" r="2" />
        </svg>
      </button>
      {open === "export" && <ExportDialog onClose={close} />}
      {open === "facts" && <Facts onClose={close} />}
      {open === "anew" && (
        <ModalDialog title={t("anew.title")} onClose={close}>
          <p>{t("anew.warning")}</p>
          <button
            type="button"
            className="primary"
            onClick={() => {
              close();
              startMicrophone();
            }}
          >
            {t("anew.microphone")}
          </button>
          <OtherSources
            onFile={(file) => {
              close();
              onFile(file);
            }}
          />
          <button type="button" onClick={close}>
            {t("close")}
          </button>
        </ModalDialog>
      )}
    </div>
  );
}
