import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./History.module.css";
import { followSittings, forgetSittings, listSittings, type Sitting } from "./history";
import { progress } from "./progress";

const SHOWN = 3;

/** What was practised on this device, as a small picture and the last sittings. */
export function History() {
  const { t, i18n } = useTranslation("practice");
  const [sittings, setSittings] = useState<Sitting[]>([]);
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    const read = () => void listSittings().then(setSittings, () => setSittings([]));
    read();
    return followSittings(read);
  }, []);
  const picture = progress(sittings);
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium" });
  return (
    <section className={`card ${styles.history}`}>
      <h2>{t("history.title")}</h2>
      {sittings.length === 0 && <p className="quiet">{t("history.none")}</p>}
      {picture !== null && (
        <svg
          className={styles.picture}
          viewBox={`0 0 ${picture.width} ${picture.height}`}
          role="img"
          aria-label={t("history.picture", {
            count: picture.points.length,
            first: number.format(picture.firstS),
            last: number.format(picture.lastS),
          })}
        >
          {picture.lines.map(({ y, seconds }) => (
            <g key={seconds}>
              <line className={styles.grid} x1={picture.left} x2={picture.width} y1={y} y2={y} />
              <text className={styles.axis} x={picture.left - 5} y={y + 4} textAnchor="end">
                {number.format(seconds)}
              </text>
            </g>
          ))}
          <text className={styles.axis} x={picture.left} y={10}>
            {t("history.axis")}
          </text>
          <polyline
            className={styles.line}
            points={picture.points.map(({ x, y }) => `${x},${y}`).join(" ")}
          />
          {picture.points.map(({ x, y }) => (
            <circle key={x} className={styles.point} cx={x} cy={y} r={3.5} />
          ))}
        </svg>
      )}
      <ul className={styles.sittings}>
        {sittings
          .slice(-SHOWN)
          .reverse()
          .map(({ id, at, chords, right, best }) => (
            <li key={id}>
              {t("history.last", { date: date.format(at), chords: chords.join(" "), right, best })}
            </li>
          ))}
      </ul>
      {sittings.length > 0 && !asks && (
        <button type="button" onClick={() => setAsks(true)}>
          {t("history.forget")}
        </button>
      )}
      {asks && (
        <div className="row" role="alertdialog" aria-label={t("history.sure")}>
          <p>{t("history.sure")}</p>
          <button
            type="button"
            onClick={() => {
              void forgetSittings();
              setAsks(false);
            }}
          >
            {t("history.yes")}
          </button>
          <button type="button" className="primary" onClick={() => setAsks(false)}>
            {t("history.no")}
          </button>
        </div>
      )}
    </section>
  );
}
