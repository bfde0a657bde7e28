/**
 * Messages, a file for each language and view: `en/listen.json`. English is bundled, others are loaded when wanted.
 * Keys are typed from the English files; a test holds the others to have the same.
 */
import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { type Language, useSettings } from "../app/settings";
import app from "./en/app.json";
import band from "./en/band.json";
import listen from "./en/listen.json";
import practice from "./en/practice.json";
import settings from "./en/settings.json";
import songbook from "./en/songbook.json";
import write from "./en/write.json";

export const english = { app, band, listen, practice, settings, songbook, write };
const others: Record<Exclude<Language, "en">, () => Promise<{ messages: typeof english }>> = {
  de: () => import("./de"),
};

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: typeof english;
  }
}

/** The chosen language, or the browser's where there are messages in it, or English. */
export function preferredLanguage(chosen: Language | null, offered: readonly string[]): Language {
  if (chosen !== null) return chosen;
  for (const tag of offered) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === "en" || language === "de") return language;
  }
  return "en";
}

async function speak(language: Language) {
  if (language !== "en" && !i18n.hasResourceBundle(language, "app")) {
    const { messages } = await others[language]();
    for (const [view, texts] of Object.entries(messages)) i18n.addResourceBundle(language, view, texts);
  }
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Loads the messages wanted, and again when another language is chosen. */
export async function startLanguage(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    defaultNS: "app",
    resources: { en: english },
    interpolation: { escapeValue: false },
  });
  const wanted = () => preferredLanguage(useSettings.getState().language, navigator.languages);
  useSettings.subscribe((now, before) => {
    if (now.language !== before.language) void speak(wanted());
  });
  await speak(wanted());
}

export default i18n;
