import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ModalDialog } from "../app/ModalDialog";
import { listening } from "../connection/browser";
import { useListened } from "../connection/listened";
import { useSession } from "../connection/session";
import styles from "./Controls.module.css";
import { hasChords } from "./exports";
import { Facts } from "./Facts";
import { OtherSources } from "./Sources";
import { startMicrophone } from "./start";

const ExportDialog = lazy(() => import("./ExportDialog"));

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
      <button type="button" className={styles.small} onClick={() => setOpen("facts")}>
        {t("facts.title")}
      </button>
      {open === "export" && (
        <Suspense>
          <ExportDialog onClose={close} />
        </Suspense>
      )}
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
