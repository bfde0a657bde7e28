import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Problem } from "../api/client";
import type { components } from "../api/rest.gen";
import styles from "./SettingsView.module.css";
import { type Level, useSettings } from "./settings";

type Instrument = components["schemas"]["InstrumentEntry"];
const LEVELS: readonly Level[] = ["beginner", "intermediate", "advanced"];
const OWN = "own";

/** Instrument, tuning, hand and level: in the settings, and beside every sheet. */
export function InstrumentChoice() {
  const { t } = useTranslation("settings");
  const settings = useSettings();
  const { data, isError } = useQuery<Instrument[], Problem>({
    queryKey: ["instruments"],
    queryFn: async ({ signal }) => (await api.GET("/instruments", { signal })).data!.instruments,
  });
  const chosen = data?.find((each) => each.name === settings.instrument);
  const instruments = data ?? [{ name: settings.instrument, title: settings.instrument }];
  return (
    <div className={styles.fields}>
      <label>
        {t("instrument")}
        <select
          value={settings.instrument}
          onChange={(event) => settings.set({ instrument: event.target.value, tuning: null })}
        >
          {instruments.map((each) => (
            <option key={each.name} value={each.name}>
              {t(`instruments.${each.name}`, { defaultValue: each.title })}
            </option>
          ))}
        </select>
      </label>
      <TuningChoice key={settings.instrument} instrument={chosen} />
      <label>
        {t("level")}
        <select
          value={settings.level}
          onChange={(event) => settings.set({ level: event.target.value as Level })}
        >
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`levels.${level}`)}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={settings.leftHanded}
          onChange={(event) => settings.set({ leftHanded: event.target.checked })}
        />
        {t("leftHanded")}
      </label>
      {isError && <p className="quiet">{t("noInstruments")}</p>}
    </div>
  );
}

function TuningChoice({ instrument }: { instrument: Instrument | undefined }) {
  const { t } = useTranslation("settings");
  const { tuning, set } = useSettings();
  const named = instrument?.tunings ?? [];
  const isOwn = tuning !== null && instrument !== undefined && !named.includes(tuning);
  const [own, setOwn] = useState(isOwn);
  const [notes, setNotes] = useState(isOwn ? tuning : (instrument?.tuning.join(" ") ?? ""));
  const strings = instrument?.tuning.length ?? 0;
  const right = isTuning(notes, strings);
  const hint = useId();
  const choose = (value: string) => {
    setOwn(value === OWN);
    if (value === OWN) setNotes(instrument?.tuning.join(" ") ?? "");
    else set({ tuning: value === "standard" ? null : value });
  };
  return (
    <>
      <label>
        {t("tuning")}
        <select value={own ? OWN : (tuning ?? "standard")} onChange={(event) => choose(event.target.value)}>
          {(named.length > 0 ? named : ["standard"]).map((name) => (
            <option key={name} value={name}>
              {name === "standard"
                ? t("standardTuning", { notes: instrument?.tuning.join(" ") ?? "" })
                : name}
            </option>
          ))}
          {instrument === undefined && tuning !== null && <option value={tuning}>{tuning}</option>}
          <option value={OWN}>{t("ownTuning")}</option>
        </select>
      </label>
      {own && (
        <label>
          {t("tuningNotes", { count: strings })}
          <input
            value={notes}
            aria-invalid={!right}
            aria-describedby={hint}
            onChange={(event) => {
              setNotes(event.target.value);
              if (isTuning(event.target.value, strings)) set({ tuning: event.target.value.trim() });
            }}
          />
          <span id={hint} className="quiet">
            {right ? t("tuningHint") : t("tuningWrong", { count: strings })}
          </span>
        </label>
      )}
    </>
  );
}

/** A note for each string, each with its octave: `E2 A2 D3 G3 B3 E4`. */
export function isTuning(text: string, strings: number): boolean {
  const notes = text.trim().split(/[\s,]+/);
  return notes.length === strings && notes.every((note) => /^[A-G](?:#|b)?-?\d$/.test(note));
}
