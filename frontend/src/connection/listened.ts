/** What the listening side says of itself, beside the session that all views read; and the player's taste, kept. */
import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { MicrophoneFacts, MicrophoneTrouble } from "../audio/microphone";
import type { State } from "./machine";
import type { Phase } from "./session";
import type { Start } from "./wire.gen";

/** What happened that a player should know; `code` is a key of the messages of `listen`. */
export interface Notice {
  code:
    | "deviceChanged"
    | "deviceNew"
    | "rateChanged"
    | "tapeFull"
    | "processing"
    | "slept"
    | "begunAgain"
    | "told"
    | "notTold";
  detail: string;
  deviceId?: string;
}

export interface Taste {
  suggestions: number;
  mood: NonNullable<Start["mood"]> | null;
  genre: NonNullable<Start["genre"]> | null;
}

interface Listened {
  /** What is heard: the name of a file, of a clip, of a microphone. */
  title: string;
  credit: string | null;
  facts: MicrophoneFacts | null;
  devices: { deviceId: string; label: string }[];
  notices: Notice[];
  taste: Taste;
  /** Whether there is anything to take along as WAV. */
  taped: boolean;
}

export const useListened = create<Listened>()(
  persist(
    (): Listened => ({
      title: "",
      credit: null,
      facts: null,
      devices: [],
      notices: [],
      taste: { suggestions: 3, mood: null, genre: null },
      taped: false,
    }),
    { name: "chordwork-taste", version: 1, partialize: ({ taste }) => ({ taste }) },
  ),
);

export function notice(said: Notice): void {
  useListened.setState(({ notices }) => ({
    notices: [...notices.filter((each) => each.code !== said.code), said],
  }));
}

export function dismiss(code: Notice["code"]): void {
  useListened.setState(({ notices }) => ({ notices: notices.filter((each) => each.code !== code) }));
}

export interface Circumstances {
  source: "microphone" | "file" | "demo";
  trouble: MicrophoneTrouble;
  hidden: boolean;
  /** A session was open before on this timeline. */
  begun: boolean;
  nowMs: number;
}

/** What a player is told, from the state of the connection and that of the source. */
export function phaseOf(state: State, around: Circumstances): Phase {
  switch (state.name) {
    case "idle":
      return { name: "idle" };
    case "connecting":
      if (state.attempt <= 1 && !around.begun) return { name: "starting" };
      return { name: "reconnecting", attempt: state.attempt, nextAtMs: around.nowMs, code: "", detail: "" };
    case "waiting": {
      const nextAtMs = around.nowMs + state.delayMs;
      return { name: "reconnecting", attempt: state.attempt, nextAtMs, ...state.why };
    }
    case "open":
      if (around.trouble === "suspended")
        return { name: "suspended", why: around.hidden ? "hidden" : "context" };
      if (around.trouble !== "fine") return { name: "suspended", why: "device" };
      return { name: "live", source: around.source };
    case "stopping":
    case "ended":
      return { name: "ended" };
    case "failed":
      return { name: "failed", ...state.why };
  }
}
