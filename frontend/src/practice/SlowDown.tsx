import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Loops } from "./Loops";
import styles from "./SlowDown.module.css";
import { useRecording } from "./useRecording";

/** A recording, slowly and in a loop, with its chords. */
export function SlowDown() {
  const { t } = useTranslation("practice");
  const { recording, unplayable, analysis, choose, analyzeAgain } = useRecording();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) choose(file);
  };
  return (
    <div className="stack">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button does the same */}
      <div
        className={`card ${styles.drop}`}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <label className={`button primary ${styles.choose}`}>
          {t("slow.choose")}
          <input
            type="file"
            accept="audio/*,.flac,.ogg,.opus,.m4a"
            className="only-heard"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) choose(file);
              event.target.value = "";
            }}
          />
        </label>
        <span className="quiet">{recording?.title ?? t("slow.drop")}</span>
      </div>
      {unplayable && (
        <p className="notice notice-bad" role="alert">
          {t("slow.unplayable")}
        </p>
      )}
      {recording !== null && (
        <Loops key={recording.url} recording={recording} analysis={analysis} analyzeAgain={analyzeAgain} />
      )}
    </div>
  );
}
