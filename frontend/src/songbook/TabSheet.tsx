import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Song } from "../storage/songs";
import { drawTab, readTab } from "./alphatab";
import type { Shown } from "./shown";
import { useTabText } from "./songTab";
import styles from "./TabSheet.module.css";
import { useFaultText } from "./useFaultText";

const RESIZED_MS = 200;

/** The song as tablature, drawn anew when the page gets another width. Loaded with alphaTab, only when it is wanted. */
export default function TabSheet({ song, shown }: { song: Song; shown: Shown }) {
  const { t } = useTranslation("songbook");
  const faultText = useFaultText();
  const { data: text, error } = useTabText(song, shown);
  const place = useRef<HTMLDivElement>(null);
  const [fault, setFault] = useState<unknown>(null);
  const width = useWidth(place);
  const score = useMemo(() => {
    try {
      return text === undefined ? null : readTab(text);
    } catch (caught) {
      return caught instanceof Error ? caught : new Error(String(caught));
    }
  }, [text]);

  useEffect(() => {
    if (score === null || width === 0) return;
    if (score instanceof Error) {
      setFault(score);
      return;
    }
    let left = false;
    drawTab(score, width).then(
      (systems) => {
        if (left) return;
        setFault(null);
        place.current?.replaceChildren(...systems);
      },
      (caught: unknown) => !left && setFault(caught),
    );
    return () => {
      left = true;
    };
  }, [score, width]);

  const wrong = error ?? fault;
  return (
    <section aria-label={t("tab.show")}>
      {wrong !== null && (
        <p className="notice notice-bad" role="alert">
          {faultText(wrong)}
        </p>
      )}
      {text === undefined && error === null && <p className="waiting">{t("loading")}</p>}
      <div ref={place} className={styles.tab} role="img" aria-label={t("tab.of", { title: song.title })} />
    </section>
  );
}

function useWidth(place: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    setWidth(Math.floor(element.clientWidth));
    let waiting = 0;
    const observer = new ResizeObserver(() => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => setWidth(Math.floor(element.clientWidth)), RESIZED_MS);
    });
    observer.observe(element);
    return () => {
      window.clearTimeout(waiting);
      observer.disconnect();
    };
  }, [place]);
  return width;
}
