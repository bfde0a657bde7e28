import { useState } from "react";
import { useTranslation } from "react-i18next";
import { bandFile, FORMATS, type Format } from "./arranging";
import styles from "./Band.module.css";
import { useBand } from "./useBand";

/** The band as a file, played by the server at the chosen tempo. */
export function Downloads() {
  const { t } = useTranslation("band");
  const { piece, choices } = useBand();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const empty = piece.plan === null && piece.chords.trim() === "";
  const fetchFile = async (format: Format) => {
    setBusy(true);
    setProblem("");
    try {
      save(
        await bandFile(piece, choices, format),
        `${piece.title || "band"}.${format === "midi" ? "mid" : format}`,
      );
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <section className={`card ${styles.settings}`}>
      <h2>{t("download.label")}</h2>
      <div className="row">
        {FORMATS.map((format) => (
          <button key={format} type="button" disabled={busy || empty} onClick={() => void fetchFile(format)}>
            {t(`download.${format}`)}
          </button>
        ))}
      </div>
      {busy && (
        <p role="status" className="waiting">
          {t("download.busy")}
        </p>
      )}
      {problem !== "" && <p role="alert">{problem}</p>}
    </section>
  );
}

function save(blob: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[\\/:*?"<>|]/g, "-");
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
