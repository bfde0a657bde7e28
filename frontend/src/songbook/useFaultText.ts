import { useTranslation } from "react-i18next";
import { Problem } from "../api/client";
import { StorageFull } from "../storage/room";
import { SongFileError } from "./songFiles";

/** What went wrong in words that say what to do. */
export function useFaultText(): (error: unknown) => string {
  const { t } = useTranslation("songbook");
  return (error) => {
    if (error instanceof SongFileError) {
      const text = t(`fault.file.${error.code}`, { name: error.fileName });
      return error.detail === "" ? text : `${text} (${error.detail})`;
    }
    if (error instanceof StorageFull) return t("fault.full");
    if (error instanceof Problem) {
      if (error.code === "unreachable") return t("fault.unreachable");
      if (error.status === 401 || error.status === 403) return t("fault.key");
      return t("fault.server", { detail: error.message });
    }
    return t("fault.other", { detail: error instanceof Error ? error.message : String(error) });
  };
}
