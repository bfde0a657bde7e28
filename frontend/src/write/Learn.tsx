import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import type { SongPlan } from "./plan";
import styles from "./Write.module.css";
import { WrittenShape } from "./WrittenShape";

/** The chords of the song with a shape for each, the easy ones first. */
export function Learn({ chords }: { chords: SongPlan["chords"] }) {
  const { t } = useTranslation("write");
  const leftHanded = useSettings((settings) => settings.leftHanded);
  return (
    <section className="card">
      <h2>{t("learn")}</h2>
      <ul className={styles.learn}>
        {chords.map(({ symbol, shape, shape_name, tip }) => (
          <li key={symbol}>
            <strong>{symbol}</strong>
            <WrittenShape
              shape={shape}
              label={t("shape", { chord: shape_name, shape })}
              leftHanded={leftHanded}
            />
            <span lang="en">{tip}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
