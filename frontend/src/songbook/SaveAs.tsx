import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Song } from "../storage/songs";
import { download, fileName } from "./download";
import styles from "./SaveAs.module.css";
import { type Shown, songAsChordPro } from "./shown";
import { type TabFormat, tabFile, tabRequest, usePlayer } from "./songTab";

const ENDINGS: Record<TabFormat, string> = {
  pdf: "pdf",
  musicxml: "musicxml",
  midi: "mid",
  gp5: "gp5",
  alphatex: "alphatex",
};

interface Props {
  song: Song;
  shown: Shown;
  onFault: (error: unknown) => void;
  onRemove: () => void;
}

/** What else can be done with a song: printed, saved as a file, removed. */
export function SaveAs({ song, shown, onFault, onRemove }: Props) {
  const { t } = useTranslation("songbook");
  const menu = useRef<HTMLDetailsElement>(null);
  const player = usePlayer();
  const close = () => menu.current?.removeAttribute("open");
  const save = async (format: TabFormat) => {
    close();
    try {
      const file = await tabFile(tabRequest(song, shown, player), format);
      download(file, fileName(song.title, ENDINGS[format]));
    } catch (error) {
      onFault(error);
    }
  };
  return (
    <details
      ref={menu}
      className={styles.menu}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        close();
        menu.current?.querySelector("summary")?.focus();
      }}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
    >
      <summary className="button">{t("menu.open")}</summary>
      <div className={styles.items}>
        <button
          type="button"
          onClick={() => {
            close();
            window.print();
          }}
        >
          {t("menu.print")}
        </button>
        <button
          type="button"
          onClick={() => {
            close();
            download(songAsChordPro(song), fileName(song.title, "cho"));
          }}
        >
          {t("menu.chordpro")}
        </button>
        {(["pdf", "musicxml", "midi", "gp5"] as const).map((format) => (
          <button key={format} type="button" onClick={() => void save(format)}>
            {t(`menu.${format}`)}
          </button>
        ))}
        <button type="button" className={styles.remove} onClick={onRemove}>
          {t("menu.remove")}
        </button>
      </div>
    </details>
  );
}
