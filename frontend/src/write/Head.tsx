import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { Field } from "./Field";
import { HEAD, type HeadField, METRES, type SongPlan, tempoUnit, typed } from "./plan";
import { change } from "./useWriting";
import styles from "./Write.module.css";

/** Title, key, tempo, metre, groove and form. What the server says in words is English. */
export function Head({ plan }: { plan: SongPlan }) {
  const { t } = useTranslation("write");
  const grooves = useQuery({
    queryKey: ["grooves"],
    queryFn: async () => (await api.GET("/grooves")).data?.grooves ?? [],
  });
  const known = grooves.data ?? [];
  const groove = known.find((each) => each.name === plan.groove)?.title ?? plan.groove.replaceAll("_", " ");
  const shown = (field: HeadField) =>
    field === "tempo_bpm"
      ? t(`tempo.${tempoUnit(plan.metre)}`, { bpm: plan.tempo_bpm })
      : field === "groove"
        ? groove
        : plan[field];
  const options: Partial<Record<HeadField, [string, string][]>> = {
    metre: METRES.map((metre) => [metre, metre]),
    groove: known.map(({ name, title, metre }) => [name, `${title} (${metre})`]),
  };
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
              options: options[field] ?? [],
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
