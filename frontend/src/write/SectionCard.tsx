import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { choose, play, take } from "../band/useBand";
import { Field } from "./Field";
import { barsOfSection, chartOf, type Section, type SongPlan, sectionPath, typed } from "./plan";
import { change } from "./useWriting";
import styles from "./Write.module.css";

/** A section: its chords and why they work, and where to begin with tune and words. */
export function SectionCard({ section, plan }: { section: Section; plan: SongPlan }) {
  const { t } = useTranslation("write");
  const [, go] = useLocation();
  const { melody, lyrics } = section;
  const path = sectionPath(section.name, "chords");
  const hear = () => {
    take({ title: `${plan.title}: ${section.title}`, chords: chartOf(section), plan: null }, plan.tempo_bpm);
    choose({ groove: plan.groove, intensity: section.energy });
    go("/band");
    void play(0);
  };
  const label = (part: "chords" | "melody" | "lyrics") => t(`field.${part}`);
  return (
    <section className={`card ${styles.section}`} aria-label={section.title}>
      <div className={styles.sectionHead}>
        <h2 lang="en">{section.title}</h2>
        <button type="button" onClick={hear} aria-label={`${t("hearSection")}: ${section.title}`}>
          {t("hearSection")}
        </button>
      </div>
      <Field
        path={path}
        label={label("chords")}
        editing={{
          text: chartOf(section),
          value: (text) => typed("chords", text),
          set: (value) => change(path, value),
        }}
      >
        <ol className={styles.bars}>
          {barsOfSection(section).map((bar, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <li key={index}>{bar.map(({ symbol }) => symbol).join(" ")}</li>
          ))}
        </ol>
      </Field>
      <p lang="en">{section.why}</p>
      <details>
        <summary>{t("reasons")}</summary>
        <dl className={styles.reasons} lang="en">
          {section.chords.map((chord, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a chord is its place
            <div key={index}>
              <dt>
                {chord.symbol} <small>{chord.roman}</small>
              </dt>
              <dd>{chord.why}</dd>
            </div>
          ))}
        </dl>
      </details>
      <Field path={sectionPath(section.name, "melody")} label={label("melody")}>
        <div lang="en">
          {melody.contour}; {melody.rhythm}.
        </div>
        <div>
          {t("melody.range", { low: melody.low, high: melody.high })}. {t("melody.targets")}:{" "}
          {melody.targets.map(({ chord, note }) => `${note} (${chord})`).join(", ")}
        </div>
      </Field>
      <Field path={sectionPath(section.name, "lyrics")} label={label("lyrics")}>
        <div lang="en">
          {lyrics.job} {lyrics.opening}
        </div>
        {lyrics.lines > 0 && (
          <div>
            {t("lyrics.lines", {
              lines: lyrics.lines,
              low: lyrics.syllables_low,
              high: lyrics.syllables_high,
              scheme: lyrics.scheme,
            })}
            . {t("lyrics.images")}: <span lang="en">{lyrics.images.join(", ")}</span>
          </div>
        )}
        {lyrics.rhymes.length > 0 && (
          <details>
            <summary>{t("lyrics.rhymes")}</summary>
            <ul lang="en">
              {lyrics.rhymes.map(({ word, rhymes }) => (
                <li key={word}>
                  <strong>{word}</strong>: {rhymes.join(", ")}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Field>
    </section>
  );
}
