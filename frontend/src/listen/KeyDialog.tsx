import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ModalDialog } from "../app/ModalDialog";
import { useSettings } from "../app/settings";
import { listening } from "../connection/browser";
import { useSession } from "../connection/session";
import { keyParts, noteName } from "../harmony/symbol";

const TONICS = {
  major: ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"],
  minor: ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"],
} as const;

/** Set the key, or leave it to the ear. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("listen");
  const notation = useSettings((settings) => settings.notation);
  const key = useSession((session) => session.key);
  const heard = keyParts(key?.name ?? "C major");
  const [mode, setMode] = useState<"major" | "minor">(heard.mode === "minor" ? "minor" : "major");
  const [tonic, setTonic] = useState(heard.tonic);
  const tonics: readonly string[] = TONICS[mode];
  const chosen = tonics.includes(tonic) ? tonic : tonics[0]!;
  const choose = (name: string | null) => {
    listening.lockKey(name);
    onClose();
  };
  return (
    <ModalDialog title={t("key.dialog")} onClose={onClose}>
      <p className="quiet">{t("key.why")}</p>
      <div className="row">
        <label>
          {t("key.tonic")}
          <select value={chosen} onChange={(event) => setTonic(event.target.value)}>
            {tonics.map((name) => (
              <option key={name} value={name}>
                {noteName(name, notation)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("key.mode")}
          <select value={mode} onChange={(event) => setMode(event.target.value as typeof mode)}>
            <option value="major">{t("key.major")}</option>
            <option value="minor">{t("key.minor")}</option>
          </select>
        </label>
      </div>
      <div className="row">
        <button type="button" className="primary" onClick={() => choose(`${chosen} ${mode}`)}>
          {t("key.lock")}
        </button>
        {key?.locked && (
          <button type="button" onClick={() => choose(null)}>
            {t("key.hear")}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    </ModalDialog>
  );
}
