import { useEffect, useSyncExternalStore } from "react";
import { useSettings } from "./settings";

const dark = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : null;

function subscribe(listener: () => void) {
  dark?.addEventListener("change", listener);
  return () => dark?.removeEventListener("change", listener);
}

/** Puts the chosen theme, or the system's, on the document; true if it is dark. */
export function useTheme(): boolean {
  const chosen = useSettings((settings) => settings.theme);
  const systemDark = useSyncExternalStore(subscribe, () => dark?.matches ?? false);
  const isDark = chosen === "dark" || (chosen === "system" && systemDark);
  useEffect(() => {
    document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
  }, [isDark]);
  return isDark;
}
