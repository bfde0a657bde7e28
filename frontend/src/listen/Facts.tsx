import { useTranslation } from "react-i18next";
import { ModalDialog } from "../app/ModalDialog";
import { useSettings } from "../app/settings";
import { listening } from "../connection/browser";
import { type Taste, useListened } from "../connection/listened";
import { useSession } from "../connection/session";
import styles from "./Facts.module.css";

const MOODS = ["happy", "calm", "sad", "tense"] as const;
const GENRES = ["pop", "rock", "standards", "jazz", "swing", "blues", "folk", "country"] as const;

/** What the browser really gives, which microphone it is, and the player's taste. */
export function Facts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("listen");
  const { facts, devices, taste } = useListened();
  const deviceId = useSettings((settings) => settings.deviceId);
  const latencyMs = useSession((session) => session.latencyMs);
  const droppedS = useSession((session) => session.droppedS);
  const listen = (change: Partial<Taste>) => listening.setTaste({ ...taste, ...change });
  const choose = (id: string) => {
    const wanted = id === "" ? null : id;
    useSettings.getState().set({ deviceId: wanted });
    void listening.changeMicrophone(wanted);
  };
  const rows: [string, string][] = [
    [t("facts.latency"), latencyMs === null ? "–" : `${Math.round(latencyMs)} ms`],
    [t("facts.dropped"), t("facts.seconds", { seconds: droppedS.toFixed(1) })],
  ];
  if (facts !== null) {
    rows.push(
      [t("facts.microphone"), facts.label || "–"],
      [t("facts.rate"), `${facts.sampleRate} Hz`],
      [t("facts.channels"), `${facts.channelCount ?? "–"}`],
      [t("facts.processing"), facts.processing.length > 0 ? facts.processing.join(", ") : t("facts.off")],
      [t("facts.device"), facts.latencyMs === null ? "–" : `${Math.round(facts.latencyMs)} ms`],
    );
  }
  return (
    <ModalDialog title={t("facts.title")} onClose={onClose}>
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="row">
        {devices.length > 0 && (
          <label>
            {t("facts.microphone")}
            <select value={deviceId ?? ""} onChange={(event) => choose(event.target.value)}>
              <option value="">{t("facts.default")}</option>
              {devices.map((device) => (
                <option key={device.deviceId} value={device.deviceId}>
                  {device.label}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {t("taste.genre")}
          <select
            value={taste.genre ?? ""}
            onChange={(event) => listen({ genre: (event.target.value || null) as Taste["genre"] })}
          >
            <option value="">{t("taste.any")}</option>
            {GENRES.map((genre) => (
              <option key={genre} value={genre}>
                {t(`taste.genres.${genre}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("taste.mood")}
          <select
            value={taste.mood ?? ""}
            onChange={(event) => listen({ mood: (event.target.value || null) as Taste["mood"] })}
          >
            <option value="">{t("taste.any")}</option>
            {MOODS.map((mood) => (
              <option key={mood} value={mood}>
                {t(`taste.moods.${mood}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <button type="button" onClick={onClose}>
        {t("close")}
      </button>
    </ModalDialog>
  );
}
