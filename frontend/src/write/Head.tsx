import { useTranslation } from "react-i18next";
import { Field } from "./Field";
import { HEAD, type HeadField, type SongPlan, typed } from "./plan";
import { change } from "./useWriting";
import styles from "./Write.module.css";

/** Title, key, tempo, metre, groove and form. What the server says in words is English. */
export function Head({ plan }: { plan: SongPlan }) {
  const { t } = useTranslation("write");
  const shown = (field: HeadField) =>
    field === "tempo_bpm"
      ? t("bpm", { bpm: plan.tempo_bpm })
      : field === "groove"
        ? plan.groove.replaceAll("_", " ")
        : plan[field];
  return (
    <section className="card">
      <p className="quiet" lang="en">
        {plan.mood.heard}
      </p>
      <div className={styles.head}>
        {HEAD.map((field) => (
          <Field
            key={field}
            path={field}
            label={t(`field.${field}`)}
            editing={{
              text: String(plan[field]),
              value: (text) => typed(field, text),
              set: (value) => change(field, value),
              numeric: field === "tempo_bpm",
            }}
          >
            {field === "title" ? <h2 className={styles.songTitle}>{plan.title}</h2> : shown(field)}
          </Field>
        ))}
        <Field path="form" label={t("field.form")}>
          <span lang="en">{plan.form.map((part) => part.title).join(" – ")}</span>
        </Field>
      </div>
      {plan.capo > 0 && <p>{t("capo", { fret: plan.capo })}</p>}
      <p lang="en">
        {plan.key_why} {plan.form_why}
      </p>
      {plan.title_ideas.length > 1 && (
        <p className={styles.examples}>
          <span className="quiet">{t("ideas")}</span>
          {plan.title_ideas
            .filter((idea) => idea !== plan.title)
            .map((idea) => (
              <button key={idea} type="button" onClick={() => void change("title", idea)}>
                {idea}
              </button>
            ))}
        </p>
      )}
    </section>
  );
}
