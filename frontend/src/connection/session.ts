/**
 * What is known of the session that is heard: one store that every view reads. The views know no sockets.
 *
 * Filled by the listening side (`connection/` speaks to the server, `audio/` to the microphone); kept when the view
 * changes, when the connection is lost, and when the session ends.
 */
import { create } from "zustand";

export interface Alternative {
  label: string;
  symbol: string;
  confidence: number;
}

/** Of the acoustic model of a session. */
export interface ModelName {
  name: string;
  version: string;
}

/** A chord with its place, in seconds of audio since the session began. */
export interface TimedChord {
  /** Harte label: `A:min7/b3`, `N`, `X`. */
  label: string;
  /** For people: `Am7/C`, `N.C.`. */
  symbol: string;
  bass: string | null;
  start: number;
  /** null while it rings. */
  end: number | null;
  confidence: number;
  alternatives: Alternative[];
  /** Which model heard it; unknown while it rings. */
  model?: ModelName;
  /** What the player says it was; shown and exported in its place. */
  corrected?: { label: string; symbol: string };
}

export interface Suggestion {
  label: string;
  symbol: string;
  roman: string;
  probability: number;
  reason: string;
}

/** Which notes sound, averaged from `start` to `at` within the chord that rings. Only while somebody wants them. */
export interface SoundingNotes {
  /** That each pitch class sounds, C first, each 0 … 1; twelve. */
  probabilities: number[];
  start: number;
  at: number;
}

/** What the session says about itself; the words for people are in the catalogue of `listen`. */
export type Phase =
  | { name: "idle" }
  | { name: "starting" }
  | { name: "live"; source: "microphone" | "file" | "demo" }
  /** `code` and `detail` say why: `lost`, `unreachable`, `engine_full`, `draining`, `rate`, … */
  | { name: "reconnecting"; attempt: number; nextAtMs: number; code: string; detail: string }
  | { name: "suspended"; why: "context" | "device" | "hidden" }
  | { name: "ended" }
  | { name: "failed"; code: string; detail: string };

export interface SessionState {
  phase: Phase;
  /** Which model hears; null before the first session. */
  model: ModelName | null;
  /** Whether the server wants to be told what chords really were. */
  corrections: boolean;
  finals: TimedChord[];
  /** Heard since the last that is final, and not yet decided: each with its end. */
  tentative: TimedChord[];
  /** The chord that rings, as it stands now; null before the first. */
  provisional: TimedChord | null;
  /** `"Eb major"`; null until heard or set. */
  key: { name: string; confidence: number; locked: boolean } | null;
  tempo: { bpm: number; confidence: number; phase: number; at: number } | null;
  /** Times of beats, seconds. */
  beats: number[];
  notes: SoundingNotes | null;
  tuningCents: number | null;
  level: { peakDbfs: number; rmsDbfs: number; clipped: boolean } | null;
  suggestions: Suggestion[];
  warnings: { code: string; message: string; at: number | null }[];
  /** Seconds of audio that the server has acknowledged. */
  heardS: number;
  /** From capture to the answer on the screen. */
  latencyMs: number | null;
  droppedS: number;
}

export const nothingHeard: SessionState = {
  phase: { name: "idle" },
  model: null,
  corrections: false,
  finals: [],
  tentative: [],
  provisional: null,
  key: null,
  tempo: null,
  beats: [],
  notes: null,
  tuningCents: null,
  level: null,
  suggestions: [],
  warnings: [],
  heardS: 0,
  latencyMs: null,
  droppedS: 0,
};

export const useSession = create<SessionState>()(() => nothingHeard);
