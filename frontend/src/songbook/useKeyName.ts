import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { writeNote } from "./chordName";
import type { Key } from "./transpose";

/** The name of a key as people say it: `G major`, `e-Moll`. */
export function useKeyName(): (key: Key) => string {
  const { t } = useTranslation("songbook");
  const notation = useSettings((settings) => settings.notation);
  return (key) => {
    const tonic = writeNote(key.tonic, notation);
    if (key.mode === "major") return t("key.major", { tonic });
    if (key.mode === "minor")
      return t("key.minor", { tonic: notation === "german" ? tonic.toLowerCase() : tonic });
    return t("key.other", { tonic, mode: key.mode });
  };
}
