import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { components } from "../api/rest.gen";
import styles from "./Band.module.css";
import { choose, useBand } from "./useBand";

type Groove = components["schemas"]["GrooveEntry"];

/** Of chords without a plan. */
const USUAL_INTENSITY = 0.6;

/** How the band plays: what needs another arrangement. */
export function Style() {
  const { t } = useTranslation("band");
  const choices = useBand((band) => band.choices);
  const plan = useBand((band) => band.piece.plan);
  const grooves = useQuery({
    queryKey: ["grooves"],
    queryFn: async () => (await api.GET("/grooves")).data?.grooves ?? [],
  });
  const metres = byMetre(grooves.data ?? []);
  const intensity = choices.intensity ?? USUAL_INTENSITY;
  const own = plan !== null && choices.intensity === null;
  return (
    <section className={`card ${styles.settings}`}>
      <label>
        {t("groove")}
        <select
          value={choices.groove ?? (plan === null ? "pop" : "")}
          onChange={(event) => choose({ groove: event.target.value || null, tempoBpm: null })}
        >
          {plan !== null && <option value="">{t("grooveOfPlan")}</option>}
          {metres.length === 0 && plan === null && (
            <option value={choices.groove ?? "pop"}>{choices.groove ?? "Pop"}</option>
          )}
          {metres.map(([metre, entries]) => (
            <optgroup key={metre} label={metre}>
              {entries.map(({ name, title, tempo_bpm }) => (
                <option key={name} value={name}>
                  {title} ({Math.round(tempo_bpm)})
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {grooves.isError && <p className="quiet">{t("groovesMissing")}</p>}
      <label>
        {t("intensity")}: {own ? t("intensityOfPlan") : t("percent", { value: Math.round(100 * intensity) })}
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={100 * intensity}
          onChange={(event) => choose({ intensity: Number(event.target.value) / 100 })}
        />
      </label>
      <div className="row">
        <label>
          {t("repeats")}
          <select
            value={choices.repeats}
            onChange={(event) => choose({ repeats: Number(event.target.value) })}
          >
            {[1, 2, 3, 4, 8, 16].map((times) => (
              <option key={times}>{times}</option>
            ))}
          </select>
        </label>
        <button
          type="button"
          aria-pressed={choices.countIn}
          onClick={() => choose({ countIn: !choices.countIn })}
        >
          {t("countIn")}
        </button>
        <button type="button" onClick={() => choose({ seed: choices.seed + 1 })}>
          {t("another")}
        </button>
      </div>
    </section>
  );
}

function byMetre(grooves: readonly Groove[]): [string, Groove[]][] {
  const metres = new Map<string, Groove[]>();
  for (const groove of grooves) metres.set(groove.metre, [...(metres.get(groove.metre) ?? []), groove]);
  return [...metres];
}
