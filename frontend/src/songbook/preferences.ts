import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Song } from "../storage/songs";

/** How this player likes sheets; kept on the device. */
interface Preferences {
  textSize: number;
  standSize: number;
  simplified: boolean;
  diagrams: boolean;
  /** Times the speed that the tempo asks for. */
  scrollRate: number;
  set: (change: Partial<Omit<Preferences, "set">>) => void;
}

export const TEXT_SIZES = { least: 0.75, most: 4, step: 0.125 };

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      textSize: 1.125,
      standSize: 1.75,
      simplified: false,
      diagrams: true,
      scrollRate: 1,
      set: (change) => set(change),
    }),
    { name: "chordwork-songbook", version: 1 },
  ),
);

/** What passes from one page of the book to the next; forgotten with the page. */
interface Passing {
  /** Text to begin a new song with. */
  draft: string;
  /** To be brought back, if it was a mistake. */
  removed: Song | null;
}

export const usePassing = create<Passing>()(() => ({ draft: "", removed: null }));
