/** What the server arranges: the same request as bars to look at, and as MIDI to play. */
import { address, api, problemOf } from "../api/client";
import type { components } from "../api/rest.gen";
import { useSettings } from "../app/settings";
import type { Arrangement } from "./bars";

type AccompanimentRequest = components["schemas"]["AccompanimentRequest"];
export type SongPlan = components["schemas"]["SongPlan"];

/** What is played: a plan of a song wholly, or chords. */
export interface Piece {
  title: string;
  chords: string;
  plan: SongPlan | null;
}

export interface Choices {
  /** Name in `/grooves`; null is the plan's, or pop. */
  groove: string | null;
  /** Felt beats a minute; null is the groove's, or the plan's. */
  tempoBpm: number | null;
  /** 0 to 1; null is what each section of a plan has. */
  intensity: number | null;
  countIn: boolean;
  repeats: number;
  seed: number;
}

export interface Arranged {
  arrangement: Arrangement;
  midi: ArrayBuffer;
}

export const FORMATS = ["midi", "mp3", "wav"] as const;
export type Format = (typeof FORMATS)[number];

/** Without a tempo: the player's clock sees to that, so that it can change while the band plays. */
export function requestOf(piece: Piece, choices: Choices): Partial<AccompanimentRequest> {
  return {
    ...(piece.plan === null
      ? { chords: piece.chords, groove: choices.groove ?? "pop" }
      : {
          plan: piece.plan as unknown as Record<string, never>,
          ...(choices.groove !== null && { groove: choices.groove }),
        }),
    ...(choices.intensity !== null && { intensity: choices.intensity }),
    intro: choices.countIn,
    repeats: choices.repeats,
    seed: choices.seed,
  };
}

export async function arrange(piece: Piece, choices: Choices): Promise<Arranged> {
  const body = requestOf(piece, choices) as AccompanimentRequest;
  const [said, played] = await Promise.all([
    api.POST("/accompaniment", { body }),
    api.POST("/accompaniment", { body, params: { query: { format: "midi" } }, parseAs: "arrayBuffer" }),
  ]);
  // Refusals were thrown by the client.
  const { notes: _, ...arrangement } = said.data as components["schemas"]["AccompanimentResult"];
  return { arrangement, midi: played.data as unknown as ArrayBuffer };
}

/** The band as a file of the server, at the chosen tempo. */
export async function bandFile(piece: Piece, choices: Choices, format: Format): Promise<Blob> {
  const key = useSettings.getState().apiKey;
  const body = {
    ...requestOf(piece, choices),
    ...(choices.tempoBpm !== null && { tempo_bpm: choices.tempoBpm }),
  };
  const response = await fetch(`${address("/accompaniment")}?format=${format}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(key !== null && { "X-API-Key": key }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}
