/** What is to be played, read by the server: chords with their notes and shapes. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type Problem } from "../api/client";
import type { components } from "../api/rest.gen";
import { type Notation, useSettings } from "../app/settings";
import { type Notes, notesOf } from "../harmony/notes";
import { pitchClassOf } from "./strings";

type Shape = components["schemas"]["Shape"];

export interface Target {
  label: string;
  /** In the player's notation. */
  symbol: string;
  notes: Notes;
  /** Name of each pitch class of the chord, spelled for it, in the player's notation. */
  names: ReadonlyMap<number, string>;
  /** As it can be gripped; null on no instrument with frets. */
  grip: { shape: Shape; tuning: string[] } | null;
}

type Parsed = components["schemas"]["ParsedChord"];

async function parse(chords: string | string[], notation: Notation): Promise<Parsed[]> {
  const body = { chords, notation, key: null, transpose: 0, german: false };
  const { data } = await api.POST("/harmony/parse", { body });
  return data!.chords;
}

/** Chords that sound, no two alike in a row. */
async function read(text: string, notation: Notation): Promise<Omit<Target, "grip">[]> {
  const parsed = await parse(text, notation);
  const sounding = parsed.filter(
    ({ label }, index) => notesOf(label) !== null && label !== parsed[index - 1]?.label,
  );
  if (sounding.length === 0) return [];
  // The same notes in English, where what a name means is known here.
  const labels = sounding.map(({ label }) => label);
  const english = notation === "english" ? sounding : await parse(labels, "english");
  return sounding.map(({ label, symbol, notes }, index) => ({
    label,
    symbol,
    notes: notesOf(label)!,
    names: new Map(
      notes.flatMap((name, place) => {
        const pitchClass = pitchClassOf(english[index]?.notes[place] ?? "");
        return pitchClass === null ? [] : [[pitchClass, name] as const];
      }),
    ),
  }));
}

/** @returns `targets` in order; `problem` if the text cannot be read */
export function useTargets(text: string): { targets: Target[]; problem: Problem | null; waits: boolean } {
  const { notation, instrument, tuning, level } = useSettings();
  const wanted = text.trim();
  const chords = useQuery<Omit<Target, "grip">[], Problem>({
    queryKey: ["practice", "chords", wanted, notation],
    enabled: wanted !== "",
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => read(wanted, notation),
  });
  const labels = [...new Set(chords.data?.map(({ label }) => label))];
  const grips = useQuery<Map<string, NonNullable<Target["grip"]>>, Problem>({
    queryKey: ["practice", "grips", labels, instrument, tuning, level],
    enabled: labels.length > 0,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => gripsOf(labels, { instrument, tuning, level }),
  });
  const targets = (wanted === "" ? [] : (chords.data ?? [])).map((chord) => ({
    ...chord,
    grip: grips.data?.get(chord.label) ?? null,
  }));
  return { targets, problem: chords.error, waits: chords.isFetching };
}

async function gripsOf(
  labels: string[],
  player: { instrument: string; tuning: string | null; level: "beginner" | "intermediate" | "advanced" },
): Promise<Map<string, NonNullable<Target["grip"]>>> {
  const grips = new Map<string, NonNullable<Target["grip"]>>();
  const { data } = await api.POST("/tabs", { body: { chords: labels, ...player } as never });
  const tab = data as components["schemas"]["TabResult"];
  if (tab.shapes.length === labels.length) {
    for (const [index, label] of labels.entries()) {
      grips.set(label, { shape: tab.shapes[index]!, tuning: tab.tuning });
    }
  }
  return grips;
}
