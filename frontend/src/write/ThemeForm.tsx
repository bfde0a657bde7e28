import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useSettings } from "../app/settings";
import { METRES } from "./plan";
import { setTheme, useWriting, type Wishes, wish, write } from "./useWriting";
import styles from "./Write.module.css";

const EXAMPLES = ["rain", "dog", "lake", "exam"] as const;
const VOICES = ["low", "medium", "high"] as const;
const MOODS = ["happy", "calm", "sad", "tense"] as const;

/** A theme, and what else is wished for; nothing but the theme is needed. */
export function ThemeForm() {
  const { t } = useTranslation("write");
  const { theme, wishes, plan, busy } = useWriting();
  const { instrument, level } = useSettings();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (theme.trim() !== "") void write();
  };
  return (
    <form onSubmit={send} className={styles.form}>
      <label>
        {t("theme")}
        <input
          value={theme}
          maxLength={2000}
          placeholder={t("placeholder")}
          onChange={(event) => setTheme(event.target.value)}
          className={styles.theme}
        />
      </label>
      {plan === null && (
        <>
          <p className="quiet">{t("language")}</p>
          <div className={styles.examples}>
            <span className="quiet">{t("examples")}</span>
            {EXAMPLES.map((name) => (
              <button key={name} type="button" onClick={() => setTheme(t(`example.${name}`))}>
                {t(`example.${name}`)}
              </button>
            ))}
          </div>
        </>
      )}
      <details>
        <summary>{t("wishes")}</summary>
        <div className={`row ${styles.wishes}`}>
          <label>
            {t("voice.label")}
            <select
              value={wishes.voice ?? "medium"}
              onChange={(event) => wish({ voice: event.target.value as NonNullable<Wishes["voice"]> })}
            >
              {VOICES.map((voice) => (
                <option key={voice} value={voice}>
                  {t(`voice.${voice}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("mood.label")}
            <select
              value={wishes.mood ?? ""}
              onChange={(event) =>
                wish({ mood: (event.target.value || null) as Wishes["mood"] & (string | null) })
              }
            >
              <option value="">{t("mood.any")}</option>
              {MOODS.map((mood) => (
                <option key={mood} value={mood}>
                  {t(`mood.${mood}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("metre.label")}
            <select
              value={wishes.metre ?? ""}
              onChange={(event) =>
                wish({ metre: (event.target.value || null) as Wishes["metre"] & (string | null) })
              }
            >
              <option value="">{t("metre.any")}</option>
              {METRES.map((metre) => (
                <option key={metre}>{metre}</option>
              ))}
            </select>
          </label>
        </div>
        <p className="quiet">
          {t("for", { instrument, level: t(`level.${level}`) })}{" "}
          <Link href="/settings">{t("toSettings")}</Link>
        </p>
      </details>
      <button type="submit" className="primary" disabled={busy || theme.trim() === ""}>
        {t(plan === null ? "go" : "goOther")}
      </button>
    </form>
  );
}
