import { useTranslation } from "react-i18next";
import { ModalDialog } from "../app/ModalDialog";
import { startFile } from "./start";

/** How a recording is to be heard. */
export function FileDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation("listen");
  const start = (aloud: boolean) => {
    onClose();
    startFile(file, aloud);
  };
  return (
    <ModalDialog title={file.name} onClose={onClose}>
      <p className="quiet">{t("file.how")}</p>
      <div className="stack">
        <button type="button" className="primary" onClick={() => start(true)}>
          {t("file.aloud")}
        </button>
        <button type="button" onClick={() => start(false)}>
          {t("file.quick")}
        </button>
        <button type="button" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    </ModalDialog>
  );
}
