import { useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Sources.module.css";
import { startDemo, startMicrophone } from "./start";

/** The first sight: one big button, and two ways to try it without an instrument. */
export function Welcome({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation("listen");
  return (
    <section className={styles.welcome}>
      <h1 className={styles.title}>{t("welcome.title")}</h1>
      <p className={styles.what}>{t("welcome.what")}</p>
      <button type="button" className={styles.big} onClick={() => startMicrophone()}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z" fill="currentColor" />
          <path
            d="M5 11a7 7 0 0 0 14 0M12 18v3"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
          />
        </svg>
        {t("listen")}
      </button>
      <OtherSources onFile={onFile} />
      <p className={styles.private}>{t("welcome.private")}</p>
    </section>
  );
}

/** A recording of one's own, or one that is there. */
export function OtherSources({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation("listen");
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.others}>
      <button type="button" onClick={() => startDemo("band")}>
        {t("demo.band")}
      </button>
      <button type="button" onClick={() => startDemo("guitar")}>
        {t("demo.guitar")}
      </button>
      <button type="button" onClick={() => input.current?.click()}>
        {t("file.choose")}
      </button>
      <input
        ref={input}
        type="file"
        accept="audio/*,.flac,.ogg,.opus"
        aria-label={t("file.choose")}
        tabIndex={-1}
        className="only-heard"
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = "";
          if (file !== undefined) onFile(file);
        }}
      />
    </div>
  );
}
