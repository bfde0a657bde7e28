import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useListened } from "../connection/listened";
import { useSession } from "../connection/session";
import { ChordDiagram } from "../harmony/ChordDiagram";
import { Controls } from "./Controls";
import { current } from "./current";
import { FileDialog } from "./FileDialog";
import { Gauges } from "./Gauges";
import { Hero } from "./Hero";
import styles from "./ListenView.module.css";
import { Notices } from "./Notices";
import { Welcome } from "./Sources";
import { Suggestions } from "./Suggestions";
import { Timeline } from "./Timeline";

/** Play, and see the chord while it still rings. */
export default function ListenView() {
  const { t } = useTranslation("listen");
  const phase = useSession((session) => session.phase.name);
  const empty = useSession((session) => session.finals.length === 0 && session.provisional === null);
  const credit = useListened((listened) => listened.credit);
  const [file, setFile] = useState<File | null>(null);
  const resting = phase === "idle" || phase === "ended" || phase === "failed";
  const drop = (event: DragEvent) => {
    const dropped = event.dataTransfer.files[0];
    if (dropped === undefined) return;
    event.preventDefault();
    setFile(dropped);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files can be chosen by a button as well
    <div className={styles.view} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Notices />
      {resting && empty ? (
        <Welcome onFile={setFile} />
      ) : (
        <>
          <Status />
          <div className={styles.stage}>
            <Hero />
            <div className={styles.help}>
              <CurrentDiagram />
              <Suggestions />
            </div>
          </div>
          <Timeline />
          <Gauges />
          <Controls onFile={setFile} />
          {credit !== null && <p className={styles.credit}>{t("demo.credit", { credit })}</p>}
        </>
      )}
      {file !== null && <FileDialog file={file} onClose={() => setFile(null)} />}
      <span className="only-heard" role="status">
        {t(`phase.${phase}`)}
      </span>
    </div>
  );
}

/** A line on what is heard, and how fast. */
function Status() {
  const { t } = useTranslation("listen");
  const phase = useSession((session) => session.phase.name);
  const latencyMs = useSession(({ latencyMs }) =>
    latencyMs === null ? null : Math.round(latencyMs / 10) * 10,
  );
  const droppedS = useSession((session) => session.droppedS);
  const title = useListened((listened) => listened.title || listened.facts?.label || "");
  return (
    <div className={styles.status}>
      <h1 className={styles.phase} data-phase={phase}>
        {t(`phase.${phase}`)}
      </h1>
      <span className={styles.source}>{title}</span>
      <span className={styles.latency}>
        {droppedS > 0.05 && `${t("facts.lost", { seconds: droppedS.toFixed(1) })} · `}
        {latencyMs !== null && `${latencyMs} ms`}
      </span>
    </div>
  );
}

/** Of the chord that rings; a first guess does not make the hand jump. */
function CurrentDiagram() {
  const label = useSession((session) => {
    const now = current(session);
    if (now === null) return null;
    if (now.firm) return now.chord.label;
    return session.finals.findLast((chord) => chord.label !== "N")?.label ?? now.chord.label;
  });
  return (
    <div className={styles.diagram}>
      <ChordDiagram label={label} />
    </div>
  );
}
