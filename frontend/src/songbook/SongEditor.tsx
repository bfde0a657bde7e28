import { useEffect, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { type Notation, useSettings } from "../app/settings";
import { addSong, changeSong, type Song } from "../storage/songs";
import { download, fileName } from "./download";
import { usePassing } from "./preferences";
import { SheetLines } from "./SheetLines";
import styles from "./SongEditor.module.css";
import { chordsOf, readSheet, titleOf } from "./sheet";
import { factsOf, isUnread } from "./shown";
import { songOfText } from "./songFiles";
import { useFaultText } from "./useFaultText";

const NOTATIONS: readonly Notation[] = ["english", "german", "solfege"];

/** A text as it is typed, and beside it the sheet that it makes. */
export function SongEditor({ song, onDone }: { song: Song | null; onDone?: () => void }) {
  const { t } = useTranslation("songbook");
  const [, go] = useLocation();
  const usual = useSettings((settings) => settings.notation);
  const [title, setTitle] = useState(song?.title ?? "");
  const [text, setText] = useState(() => song?.text ?? usePassing.getState().draft);
  const [notation, setNotation] = useState<Notation>(song?.notation ?? (song === null ? usual : "english"));
  const [fault, setFault] = useState<unknown>(null);
  const faultText = useFaultText();
  const unreadId = useId();
  const sheet = useMemo(() => readSheet(text, notation), [text, notation]);
  const unread = useMemo(
    () => [...new Set(chordsOf(sheet).filter((each) => isUnread(each, notation)))],
    [sheet, notation],
  );
  // A page left by mistake has its text again when it comes back.
  useEffect(() => {
    if (song === null) usePassing.setState({ draft: text });
  }, [song, text]);

  const save = async () => {
    const made = songOfText(text, title.trim(), notation === "english" ? undefined : notation);
    const name = title.trim() || made.title || t("untitled");
    try {
      if (song === null) {
        const added = await addSong({ ...made, title: name });
        usePassing.setState({ draft: "" });
        go(`/songs/${added.id}`, { replace: true });
      } else {
        await changeSong(song.id, { title: name, text, notation, ...changedFacts(song, text, notation) });
        onDone?.();
      }
    } catch (error) {
      setFault(error);
    }
  };

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h1>{song === null ? t("edit.new") : t("edit.title", { title: song.title })}</h1>
      <div className={styles.fields}>
        <label>
          {t("edit.name")}
          <input
            value={title}
            placeholder={titleOf(sheet)}
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        <label>
          {t("edit.notation")}
          <select value={notation} onChange={(event) => setNotation(event.target.value as Notation)}>
            {NOTATIONS.map((each) => (
              <option key={each} value={each}>
                {t(`notation.${each}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className={styles.sides}>
        <label>
          {t("edit.text")}
          <textarea
            className={styles.text}
            value={text}
            rows={18}
            spellCheck={false}
            autoCapitalize="off"
            placeholder={t("edit.hint")}
            aria-describedby={unreadId}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <section className={styles.preview} aria-label={t("edit.preview")}>
          <SheetLines sheet={sheet} unread={unread} />
        </section>
      </div>
      <p id={unreadId} className="quiet">
        {unread.length > 0 ? t("unread.some", { chords: unread.slice(0, 12).join("  ") }) : t("edit.forms")}
      </p>
      {fault !== null && (
        <div className="notice notice-bad" role="alert">
          <p>{faultText(fault)}</p>
          <button type="button" onClick={() => download(text, fileName(title || titleOf(sheet), "cho"))}>
            {t("edit.asFile")}
          </button>
        </div>
      )}
      <div className="row">
        <button type="submit" className="primary" disabled={text.trim() === "" && title.trim() === ""}>
          {t("edit.save")}
        </button>
        {song === null ? (
          <Link
            href="/songs"
            className={`button ${styles.cancel}`}
            onClick={() => usePassing.setState({ draft: "" })}
          >
            {t("edit.cancel")}
          </Link>
        ) : (
          <button type="button" onClick={onDone}>
            {t("edit.cancel")}
          </button>
        )}
      </div>
    </form>
  );
}

/** What a text says of itself counts when it says it anew; else what was chosen on the sheet stays. */
function changedFacts(song: Song, text: string, notation: Notation) {
  const before: Record<string, unknown> = factsOf(readSheet(song.text, song.notation));
  const now = Object.entries(factsOf(readSheet(text, notation)));
  return Object.fromEntries(now.filter(([name, value]) => before[name] !== value));
}
