import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../connection/session";
import { followSongs, listSongs, type Song } from "../storage/songs";
import styles from "./Band.module.css";
import { chordsOfSession, chordsOfSong } from "./chords";
import { setChords, take, useBand } from "./useBand";

const SESSION = "session";

/** What is played: typed, or taken from a song or from what was heard; or a plan as a whole. */
export function Source() {
  const { t } = useTranslation("band");
  const { chords, plan, title } = useBand((band) => band.piece);
  const songs = useSongs();
  const heard = useSession((session) => session.finals.length > 0);
  const [none, setNone] = useState(false);
  if (plan !== null) {
    return (
      <div className={styles.source}>
        <strong>{t("chords.plan", { title })}</strong>
        <button type="button" onClick={() => setChords(chordsOfPlan(plan.links))}>
          {t("chords.instead")}
        </button>
      </div>
    );
  }
  const takeFrom = (id: string) => {
    const song = songs.find((each) => each.id === id);
    const { finals, tempo } = useSession.getState();
    const found =
      song === undefined ? chordsOfSession(finals, tempo?.bpm ?? null, 4) : chordsOfSong(song.text);
    setNone(found === "");
    if (found !== "") {
      const bpm = song?.tempoBpm ?? (song === undefined ? (tempo?.bpm ?? null) : null);
      take({ title: song?.title ?? "", chords: found, plan: null }, bpm === null ? null : Math.round(bpm));
    }
  };
  return (
    <div className={styles.source}>
      <label className={styles.chordsField}>
        {t("chords.label")}
        <textarea
          rows={2}
          value={chords}
          placeholder={t("chords.placeholder")}
          spellCheck={false}
          autoCapitalize="none"
          maxLength={20_000}
          onChange={(event) => setChords(event.target.value)}
        />
      </label>
      <div className="row">
        {chords === "" && (
          <button type="button" onClick={() => setChords("C | Am | F | G")}>
            {t("chords.example")}
          </button>
        )}
        {(songs.length > 0 || heard) && (
          <label>
            <span className="only-heard">{t("chords.from")}</span>
            <select value="" onChange={(event) => takeFrom(event.target.value)}>
              <option value="" disabled>
                {t("chords.from")}
              </option>
              {heard && <option value={SESSION}>{t("chords.session")}</option>}
              {songs.map((song) => (
                <option key={song.id} value={song.id}>
                  {song.title || t("chords.song")}
                </option>
              ))}
            </select>
          </label>
        )}
        {title !== "" && <strong>{title}</strong>}
      </div>
      {none && <p role="status">{t("chords.none")}</p>}
      {chords === "" && <p className="quiet">{t("chords.empty")}</p>}
    </div>
  );
}

function useSongs(): Song[] {
  const [songs, setSongs] = useState<Song[]>([]);
  useEffect(() => {
    let here = true;
    const read = () =>
      void listSongs().then(
        (list) => here && setSongs(list),
        () => undefined,
      );
    read();
    const unfollow = followSongs(read);
    return () => {
      here = false;
      unfollow();
    };
  }, []);
  return songs;
}

/** The server's own request for the whole song. */
function chordsOfPlan(links: unknown): string {
  const song = (links as { song?: { accompany?: { chords?: unknown } } } | undefined)?.song?.accompany
    ?.chords;
  return typeof song === "string" ? song : "";
}
