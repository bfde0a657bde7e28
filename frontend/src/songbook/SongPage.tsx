import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useSettings } from "../app/settings";
import { changeSong, removeSong, type Song } from "../storage/songs";
import { Diagrams } from "./Diagrams";
import { patternOf } from "./pattern";
import { usePassing, usePreferences } from "./preferences";
import { SaveAs } from "./SaveAs";
import { SheetLines } from "./SheetLines";
import { SheetTools } from "./SheetTools";
import { SongEditor } from "./SongEditor";
import styles from "./SongPage.module.css";
import { StandMode } from "./StandMode";
import { chordsOf } from "./sheet";
import { showSong } from "./shown";
import { useTab } from "./songTab";
import { useFaultText } from "./useFaultText";
import { useKeyName } from "./useKeyName";
import { useSong } from "./useSongs";

const TabSheet = lazy(() => import("./TabSheet"));

export function SongPage({ id }: { id: string }) {
  const { t } = useTranslation("songbook");
  const read = useSong(id);
  const [editing, setEditing] = useState(false);
  if (read === null) return <p className="waiting">{t("loading")}</p>;
  if (read.song === undefined)
    return (
      <div className="notice">
        <p>{t("gone")}</p>
        <Link href="/songs">{t("back")}</Link>
      </div>
    );
  if (editing) return <SongEditor song={read.song} onDone={() => setEditing(false)} />;
  return <SongSheet song={read.song} onEdit={() => setEditing(true)} />;
}

function SongSheet({ song: kept, onEdit }: { song: Song; onEdit: () => void }) {
  const { t } = useTranslation("songbook");
  const [, go] = useLocation();
  const notation = useSettings((settings) => settings.notation);
  const leftHanded = useSettings((settings) => settings.leftHanded);
  const { simplified, diagrams, textSize } = usePreferences();
  // Shown before it is kept, so that quick taps on a stepper count each.
  const [ahead, setAhead] = useState<Partial<Song>>({});
  const song = useMemo(() => ({ ...kept, ...ahead }), [kept, ahead]);
  const shown = useMemo(() => showSong(song, { notation, simplified }), [song, notation, simplified]);
  const [withTab, setWithTab] = useState(false);
  const [standing, setStanding] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const faultText = useFaultText();
  const keyName = useKeyName();
  const hasChords = chordsOf(shown.sheet).length > 0;
  const tab = useTab(song, shown, hasChords);
  const pattern = tab.data === undefined ? null : patternOf(tab.data.text);
  const { artist, subtitle } = shown.sheet.meta;

  const change = (what: Partial<Song>) => {
    setAhead((before) => ({ ...before, ...what }));
    changeSong(song.id, what).then(
      () => setFault(null),
      (error: unknown) => {
        setAhead({});
        setFault(error);
      },
    );
  };
  const remove = () => {
    removeSong(song.id).then(() => {
      usePassing.setState({ removed: song });
      go("/songs", { replace: true });
    }, setFault);
  };
  const stand = async () => {
    // Before the dialog: what becomes full screen later lies above it. Without, it fills the window.
    await document.documentElement.requestFullscreen?.().catch(() => {});
    setStanding(true);
  };
  const facts = [
    t("keyOf", { key: keyName(shown.key) }),
    song.capo === 0 ? null : t("capoShapes", { fret: song.capo, key: keyName(shown.shapesKey) }),
    song.tempoBpm === null ? null : t("bpm", { bpm: song.tempoBpm }),
    song.metre,
  ];
  return (
    <article className={styles.page}>
      <p className={styles.back}>
        <Link href="/songs">← {t("title")}</Link>
      </p>
      <header>
        <h1 className={styles.title}>{song.title || t("untitled")}</h1>
        {(artist || subtitle) && (
          <p className={styles.artist}>{[subtitle, artist].filter(Boolean).join(" · ")}</p>
        )}
        <p className={styles.facts}>{facts.filter(Boolean).join(" · ")}</p>
      </header>
      <div className={styles.actions}>
        <button type="button" className="primary" onClick={() => void stand()}>
          {t("stand.open")}
        </button>
        <button type="button" aria-pressed={withTab} onClick={() => setWithTab(!withTab)}>
          {t("tab.show")}
        </button>
        <button type="button" onClick={onEdit}>
          {t("edit.do")}
        </button>
        <SaveAs song={song} shown={shown} onFault={setFault} onRemove={remove} />
      </div>
      <SheetTools song={song} shown={shown} onChange={change} onFault={setFault} />
      {fault !== null && (
        <p className="notice notice-bad" role="alert">
          {faultText(fault)}
        </p>
      )}
      {shown.unread.length > 0 && (
        <p className={`notice ${styles.unread}`}>
          {t("unread.some", { chords: shown.unread.slice(0, 12).join("  ") })}
        </p>
      )}
      {tab.isError && (
        <p className={`quiet ${styles.unread}`}>{`${t("tab.none")} ${faultText(tab.error)}`}</p>
      )}
      {diagrams && tab.data && (
        <Diagrams
          shapes={tab.data.shapes}
          leftHanded={leftHanded}
          notation={notation}
          spelling={shown.spelling}
        />
      )}
      {diagrams && pattern !== null && (
        <figure className={styles.pattern}>
          <figcaption>{t("pattern", { name: pattern.name })}</figcaption>
          {pattern.strokes && (
            <pre aria-hidden="true">{`${pattern.strokes.beats}\n${pattern.strokes.hand}`}</pre>
          )}
        </figure>
      )}
      {withTab && (
        <Suspense fallback={<p className="waiting">{t("loading")}</p>}>
          <TabSheet song={song} shown={shown} />
        </Suspense>
      )}
      <div className={styles.sheet} style={{ fontSize: `${textSize}rem` }}>
        <SheetLines sheet={shown.sheet} unread={shown.unread} />
      </div>
      {standing && <StandMode song={song} shown={shown} onClose={() => setStanding(false)} />}
    </article>
  );
}
