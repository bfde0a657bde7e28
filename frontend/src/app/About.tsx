import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { version } from "../../package.json";
import { address } from "../api/client";
import styles from "./SettingsView.module.css";

/** What carries most of the weight; all others are in the file. */
const CARRIED: readonly (readonly [name: string, licence: string])[] = [
  ["alphaTab", "MPL-2.0"],
  ["Bravura", "SIL OFL 1.1"],
  ["SpessaSynth", "Apache-2.0"],
  ["Sonivox GS", "Apache-2.0"],
  ["React", "MIT"],
];

export function About() {
  const { t } = useTranslation("settings");
  const { data } = useQuery({
    queryKey: ["server-version"],
    retry: false,
    queryFn: async ({ signal }) => {
      const response = await fetch(address("/openapi.json"), { signal });
      const said = (await response.json()) as { info?: { version?: string } };
      return said.info?.version ?? null;
    },
  });
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t("about.page")}</dt>
        <dd>{version}</dd>
        <dt>{t("about.server")}</dt>
        <dd>{data ?? t("about.notReached")}</dd>
        <dt>{t("about.licence")}</dt>
        <dd>MIT</dd>
      </dl>
      <p>
        {t("about.carries")} {CARRIED.map(([name, licence]) => `${name} (${licence})`).join(", ")}.
      </p>
      <p>
        <a href={address("licences.txt")} target="_blank" rel="noreferrer">
          {t("about.licences")}
        </a>
        {" · "}
        <a href={address("/guide")} target="_blank" rel="noreferrer">
          {t("about.guide")}
        </a>
        {" · "}
        <a href={address("/docs")} target="_blank" rel="noreferrer">
          {t("about.docs")}
        </a>
      </p>
    </>
  );
}
