import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { About } from "./About";
import { InstallHint } from "./InstallHint";
import { InstrumentChoice } from "./InstrumentChoice";
import styles from "./SettingsView.module.css";
import { StorageUsed } from "./StorageUsed";
import { type Language, type Notation, type Theme, useSettings } from "./settings";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const LANGUAGES: readonly (readonly [Language, string])[] = [
  ["en", "English"],
  ["de", "Deutsch"],
];
const NOTATIONS: readonly Notation[] = ["english", "german", "solfege"];

export default function SettingsView() {
  const { t } = useTranslation("settings");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <section className="card">
        <h2>{t("look")}</h2>
        <Look />
      </section>
      <section className="card">
        <h2>{t("player")}</h2>
        <InstrumentChoice />
      </section>
      <section className="card">
        <h2>{t("server")}</h2>
        <ApiKey />
      </section>
      <section className="card">
        <h2>{t("device")}</h2>
        <StorageUsed />
        <InstallHint />
      </section>
      <section className="card">
        <h2>{t("about.title")}</h2>
        <About />
      </section>
    </div>
  );
}

function Look() {
  const { t } = useTranslation("settings");
  const { theme, language, notation, set } = useSettings();
  return (
    <div className={styles.fields}>
      <label>
        {t("theme")}
        <select value={theme} onChange={(event) => set({ theme: event.target.value as Theme })}>
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {t(`themes.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("language")}
        <select
          value={language ?? ""}
          onChange={(event) =>
            set({ language: event.target.value === "" ? null : (event.target.value as Language) })
          }
        >
          <option value="">{t("browserLanguage")}</option>
          {LANGUAGES.map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("notation")}
        <select value={notation} onChange={(event) => set({ notation: event.target.value as Notation })}>
          {NOTATIONS.map((each) => (
            <option key={each} value={each}>
              {t(`notations.${each}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Kept when the field is left, so that no half key is sent. */
function ApiKey() {
  const { t } = useTranslation("settings");
  const { apiKey, set } = useSettings();
  const [typed, setTyped] = useState(apiKey ?? "");
  const [seen, setSeen] = useState(false);
  const hint = useId();
  const keep = () => set({ apiKey: typed.trim() === "" ? null : typed.trim() });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <div className="row">
        <label className={styles.key}>
          {t("apiKey")}
          <input
            type={seen ? "text" : "password"}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            aria-describedby={hint}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={keep}
          />
        </label>
        <button type="button" aria-pressed={seen} onClick={() => setSeen(!seen)}>
          {t("showKey")}
        </button>
      </div>
      <p id={hint} className="quiet">
        {t("apiKeyHint")}
      </p>
    </form>
  );
}
