import { create } from "zustand";
import { persist } from "zustand/middleware";

export type Theme = "system" | "light" | "dark";
export type Language = "en" | "de";
export type Notation = "english" | "german" | "solfege";
export type Level = "beginner" | "intermediate" | "advanced";

/** What a player chooses once, kept on the device. */
export interface Settings {
  theme: Theme;
  /** null: the browser's. */
  language: Language | null;
  /** How chords are named; the server's `notation`. */
  notation: Notation;
  /** Name of an instrument as `/instruments` lists them. */
  instrument: string;
  /** Name or notes of a tuning; null is the standard one. */
  tuning: string | null;
  leftHanded: boolean;
  level: Level;
  /** Sent as `X-API-Key`, and on the WebSocket as a subprotocol; null where the server wants none. */
  apiKey: string | null;
  /** Of the microphone; null is the browser's choice. */
  deviceId: string | null;
  /** Tell servers that want to know what chords really were. */
  tells: boolean;
}

interface SettingsStore extends Settings {
  set: (changes: Partial<Settings>) => void;
}

export const useSettings = create<SettingsStore>()(
  persist(
    (set) => ({
      theme: "system",
      language: null,
      notation: "english",
      instrument: "guitar",
      tuning: null,
      leftHanded: false,
      level: "intermediate",
      apiKey: null,
      deviceId: null,
      tells: false,
      set: (changes) => set(changes),
    }),
    { name: "chordwork-settings", version: 1 },
  ),
);
