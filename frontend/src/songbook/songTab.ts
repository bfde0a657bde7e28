/** A song as a tab: what to ask the server for. */
import { useQuery } from "@tanstack/react-query";
import { api, type Problem } from "../api/client";
import type { components } from "../api/rest.gen";
import { type Settings, useSettings } from "../app/settings";
import type { Song } from "../storage/songs";
import type { Shown } from "./shown";

export type Tab = components["schemas"]["TabResult"];
type TabRequest = components["schemas"]["TabRequest"];
export type TabFormat = "alphatex" | "musicxml" | "midi" | "gp5" | "pdf";

export function tabRequest(
  song: Song,
  shown: Shown,
  player: Pick<Settings, "instrument" | "tuning" | "leftHanded" | "level">,
  capo: number | "easy" = song.capo,
): TabRequest {
  const request: Partial<TabRequest> = {
    chords: shown.sounding,
    title: song.title.slice(0, 200),
    instrument: player.instrument,
    tuning: player.tuning,
    left_handed: player.leftHanded,
    level: player.level,
    capo,
    metre: song.metre,
    tempo_bpm: song.tempoBpm ?? 100,
  };
  // What is left out has its usual value.
  return request as TabRequest;
}

export function usePlayer() {
  const { instrument, tuning, leftHanded, level } = useSettings();
  return { instrument, tuning, leftHanded, level };
}

/** Without a format it is this one of its answers. */
async function askTab(request: TabRequest, signal?: AbortSignal): Promise<Tab> {
  return (await api.POST("/tabs", { body: request, ...(signal && { signal }) })).data as Tab;
}

/** Shapes, notes and the pattern; asked again only when something of it is otherwise. */
export function useTab(song: Song, shown: Shown, wanted: boolean) {
  const request = tabRequest(song, shown, usePlayer());
  return useQuery<Tab, Problem>({
    queryKey: ["tab", request],
    enabled: wanted,
    retry: false,
    placeholderData: (before) => before,
    queryFn: ({ signal }) => askTab(request, signal),
  });
}

export function useTabText(song: Song, shown: Shown) {
  const request = tabRequest(song, shown, usePlayer());
  return useQuery<string, Problem>({
    queryKey: ["tab-alphatex", request],
    retry: false,
    placeholderData: (before) => before,
    queryFn: async ({ signal }) => {
      const query = { format: "alphatex" as const };
      return String(
        (await api.POST("/tabs", { params: { query }, body: request, parseAs: "text", signal })).data,
      );
    },
  });
}

/** The capo that makes a song easiest, and why. */
export function easyCapo(request: TabRequest): Promise<Tab> {
  return askTab({ ...request, capo: "easy" });
}

export async function tabFile(request: TabRequest, format: TabFormat): Promise<Blob> {
  const { data } = await api.POST("/tabs", { params: { query: { format } }, body: request, parseAs: "blob" });
  return data as Blob;
}
