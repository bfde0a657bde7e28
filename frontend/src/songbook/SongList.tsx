import { type DragEvent, useDeferredValue, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { addSong, putSong, type Song } from "../storage/songs";
import { CHART_ENDINGS, isForeignText } from "./charts";
import { download } from "./download";
import { type ImportReport, importFiles, importText } from "./importing";
import { usePassing } from "./preferences";
import styles from "./SongList.module.css";
import { BOOK_NAME, TEXT_ENDINGS, writeBook } from "./songFiles";
import { useFaultText } from "./useFaultText";
import { useSongs } from "./useSongs";

interface Said {
  good: string[];
  bad: string[];
  notes: string[];
}

const MOST_NOTES = 100;
const NOTHING: Said = { good: [], bad: [], notes: [] };

export function SongList() {
  const { t, i18n } = useTranslation("songbook");
  const songs = useSongs();
  const [, go] = useLocation();
  const [wanted, setWanted] = useState("");
  const [said, setSaid] = useState<Said>(NOTHING);
  const [dropping, setDropping] = useState(false);
  const removed = usePassing((passing) => passing.removed);
  const files = useRef<HTMLInputElement>(null);
  const faultText = useFaultText();
  const found = useDeferredValue(search(songs ?? [], wanted));

  const take = async (chosen: readonly File[]) => {
    if (chosen.length === 0) return;
    tell(await importFiles(chosen));
  };
  const tell = ({ added, same, beside, faults, notes, metres }: ImportReport) => {
    const good = [];
    if (added > 0) good.push(t("import.added", { count: added }));
    if (beside > 0) good.push(t("import.beside", { count: beside }));
    if (same > 0) good.push(t("import.same", { count: same }));
    const changing = metres.map((title) => t("import.metres", { title }));
    setSaid({ good, bad: faults.map(faultText), notes: [...notes, ...changing] });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    if (event.dataTransfer.files.length > 0) {
      void take([...event.dataTransfer.files]);
      return;
    }
    const text = event.dataTransfer.getData("text/plain");
    if (isForeignText(text)) void importText(text).then(tell);
  };
  const paste = async () => {
    const draft = await navigator.clipboard?.readText().catch(() => "");
    if (draft && isForeignText(draft)) {
      tell(await importText(draft));
      return;
    }
    usePassing.setState({ draft: draft ?? "" });
    go("/songs/new");
  };
  const restore = (song: Song) => {
    usePassing.setState({ removed: null });
    putSong(song).catch((error: unknown) => setSaid({ ...NOTHING, bad: [faultText(error)] }));
  };
  const example = async () => {
    const text = t("example.text");
    const song = await addSong({ title: t("example.title"), text, tempoBpm: 84, key: "G major" });
    go(`/songs/${song.id}`);
  };

  return (
    <section
      className={`stack ${dropping ? styles.dropping : ""}`}
      aria-label={t("title")}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setDropping(false)}
      onDrop={drop}
    >
      <h1>{t("title")}</h1>
      <div className={styles.tools}>
        <Link href="/songs/new" className="button primary">
          {t("new")}
        </Link>
        <button type="button" onClick={() => void paste()}>
          {t("paste")}
        </button>
        <button type="button" onClick={() => files.current?.click()}>
          {t("import.do")}
        </button>
        <button
          type="button"
          disabled={!songs?.length}
          onClick={() => download(writeBook(songs ?? []), BOOK_NAME, "application/json")}
        >
          {t("export.all")}
        </button>
        <input
          ref={files}
          type="file"
          multiple
          hidden
          accept={[...TEXT_ENDINGS, ...CHART_ENDINGS].join(",")}
          onChange={(event) => {
            void take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </div>
      <div role="status" className={styles.said}>
        {said.good.length > 0 && <p className="notice notice-good">{said.good.join(" ")}</p>}
        {removed !== null && (
          <p className={`notice ${styles.removed}`}>
            <span>{t("removed", { title: removed.title })}</span>
            <button type="button" onClick={() => restore(removed)}>
              {t("bringBack")}
            </button>
          </p>
        )}
      </div>
      {said.notes.length > 0 && (
        <details className={`notice ${styles.notes}`}>
          <summary>{t("import.notes", { count: said.notes.length })}</summary>
          <ul>
            {said.notes.slice(0, MOST_NOTES).map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
      {said.bad.map((text) => (
        <p key={text} className="notice notice-bad" role="alert">
          {text}
        </p>
      ))}
      {songs !== null && songs.length > 0 && (
        <input
          type="search"
          className={styles.search}
          aria-label={t("search")}
          placeholder={t("search")}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      {songs?.length === 0 && (
        <div className={`card ${styles.empty}`}>
          <p>{t("empty")}</p>
          <button type="button" onClick={() => void example()}>
            {t("example.do")}
          </button>
        </div>
      )}
      {songs !== null && songs.length > 0 && found.length === 0 && (
        <p className="quiet">{t("nothingFound")}</p>
      )}
      <ul className={styles.songs}>
        {found.map((song) => (
          <li key={song.id}>
            <Link href={`/songs/${song.id}`} className={styles.song}>
              <span className={styles.name}>{song.title || t("untitled")}</span>
              <span className={styles.facts}>
                {[
                  song.key,
                  song.tempoBpm === null ? null : t("bpm", { bpm: song.tempoBpm }),
                  song.capo === 0 ? null : t("capoAt", { fret: song.capo }),
                  new Date(song.updatedAt).toLocaleDateString(i18n.language),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Songs that have every word somewhere; in the title comes first. */
export function search(songs: readonly Song[], wanted: string): Song[] {
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => plain(text).includes(word));
  const titled = songs.filter((song) => has(song.title));
  return [
    ...titled,
    ...songs.filter(
      (song) => !titled.includes(song) && has(`${song.title} ${song.text.replace(/\[[^\]]*\]/g, "")}`),
    ),
  ];
}
