/**
 * Charts that the server reads: iReal Pro, OnSong, MusicXML, Guitar Pro, ABC, MIDI and the others. Each of their songs becomes a
 * sheet. ChordPro, chords over lyrics and lines of chords need no server and are read here.
 */
import { address, Problem, problemOf } from "../api/client";
import type { components } from "../api/rest.gen";
import { useSettings } from "../app/settings";
import type { NewSong } from "../storage/songs";
import { songOfText } from "./songFiles";

type ChartsResult = components["schemas"]["ChartsResult"];
type ChartSong = components["schemas"]["SongDocument"];

/** What a file of songs begins with that is no sheet. */
const FOREIGN = /^\s*(?:irealb(?:ook)?:\/\/|<\?xml|<score-|<!DOCTYPE|<html|X:\s*\d)|irealb(?:ook)?:\/\//i;
/** What of OnSong's metadata no sheet has. */
const FLOW = /^Flow\s*:\s*\S/im;
const OWN_JSON = /^\s*\{\s*"format"\s*:\s*"chordwork-chart"/;
/** Of suffixes that the chooser of files offers; what a file is, is told by its content. */
export const CHART_ENDINGS = [
  ...[".mxl", ".musicxml", ".xml", ".gp", ".gpx", ".gp3", ".gp4", ".gp5", ".mid", ".midi", ".abc"],
  ...[".onsong", ".html", ".json", ".lab", ".jams"],
];
const METRE = /\| \d+\/\d+ /;
const FIRST_METRE = /^((?:\[.*\]\n)?)\| \d+\/\d+ /;
const LONGEST_HEAD = 100_000;

export interface ReadChart {
  songs: NewSong[];
  /** What was guessed or passed over, for people. */
  notes: string[];
  /** Titles of songs that change their metre: a sheet has one. */
  metres: string[];
}

/** Whether a text is a chart for the server, such as a link of iReal Pro. */
export function isForeignText(text: string): boolean {
  const head = text.slice(0, LONGEST_HEAD);
  return FOREIGN.test(head) || FLOW.test(head) || OWN_JSON.test(text);
}

/** Whether a file is one for the server: what is no text at all, or a text that is no sheet and no book of songs. */
export async function isForeign(file: Blob): Promise<boolean> {
  if (file instanceof File && /\.onsong$/i.test(file.name)) return true;
  const head = new Uint8Array(await file.slice(0, LONGEST_HEAD).arrayBuffer());
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!wide && head.some((byte) => byte < 9 || (byte > 13 && byte < 27))) return true;
  return isForeignText(new TextDecoder().decode(head));
}

/** @throws Problem */
export async function readChartFile(file: File): Promise<ReadChart> {
  return sheetsOf(await ask(file, file.name), file.name.replace(/\.[^.]+$/, ""));
}

/** @throws Problem */
export async function readChartText(text: string): Promise<ReadChart> {
  return sheetsOf(await ask(new Blob([text]), ""), "");
}

async function ask(file: Blob, name: string): Promise<ChartsResult> {
  const query = name === "" ? "" : `?${new URLSearchParams({ name: name.slice(0, 200) })}`;
  const key = useSettings.getState().apiKey;
  const headers = {
    "Content-Type": "application/octet-stream",
    ...(key === null ? {} : { "X-API-Key": key }),
  };
  let response: Response;
  try {
    response = await fetch(`${address("charts")}${query}`, { method: "POST", headers, body: file });
  } catch (error) {
    throw new Problem(0, "unreachable", error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as ChartsResult;
}

/** Each song as a sheet of its bars; `fallback` names one that has no title. */
export function sheetsOf(result: ChartsResult, fallback: string): ReadChart {
  const several = result.songs.length > 1;
  const songs = result.songs.map((song, index) => {
    const name = song.title || (several ? `${fallback} ${index + 1}`.trim() : fallback);
    const sheet = songOfText(textOf(song, result.played[index] ?? ""), name);
    return { ...sheet, title: name || sheet.title, capo: song.capo ?? 0 };
  });
  const notes = result.remarks.map(({ text, line, place, song }) => {
    const at = [several ? songs[song]?.title : "", place || (line > 0 ? `:${line}` : "")].filter(Boolean);
    return at.length > 0 ? `${at.join(" ")}: ${text}` : text;
  });
  const metres = songs.flatMap(({ title }, index) =>
    METRE.test((result.played[index] ?? "").replace(FIRST_METRE, "$1")) ? [title] : [],
  );
  return { songs, notes: [...new Set(notes)], metres };
}

/** ChordPro: what is known of the song, then its parts as grids, with the words of each below. */
function textOf(song: ChartSong, played: string): string {
  const metre = song.metre ?? "4/4";
  const meta = (
    [
      ["title", song.title],
      ["subtitle", song.subtitle],
      ["artist", song.artist || song.composer],
      ["tempo", song.tempo_bpm == null ? "" : String(Math.round(song.tempo_bpm / pulseOf(metre)))],
      ["time", metre],
    ] as const
  ).flatMap(([name, value]) => (value ? [`{${name}: ${oneLine(value)}}`] : []));
  const lines: string[] = [];
  let open = false;
  const close = () => {
    if (open) lines.push("{end_of_grid}", "");
    open = false;
  };
  for (const line of played.split("\n").filter(Boolean)) {
    const heading = /^\[(.*)\]$/.exec(line);
    if (heading !== null) {
      close();
      lines.push(`{comment: ${oneLine(heading[1]!)}}`, "{start_of_grid}");
      open = true;
      continue;
    }
    if (!open) lines.push("{start_of_grid}");
    open = true;
    lines.push(line.replace(/\| \d+\/\d+ /g, "| "));
  }
  close();
  return [...meta, "", ...lines, ...wordsOf(song)].join("\n").trim();
}

/** The felt beat of a metre in quarter notes, as the server counts it. */
function pulseOf(metre: string): number {
  const [beats = 4, unit = 4] = metre.split("/").map(Number);
  if (unit >= 8 && beats % 3 === 0) return 12 / unit;
  return unit >= 8 && beats > 3 ? 8 / unit : 4 / unit;
}

/** The words of all parts, a line of the sheet each. */
function wordsOf(song: ChartSong): string[] {
  return (song.sections ?? []).flatMap((section) => {
    let text = "";
    for (const bar of section.bars ?? [])
      for (const one of bar.syllables ?? [])
        if ((one.verse ?? 1) === 1) text += `${one.new_line ? "\n" : ""}${one.text}`;
    const words = text.split("\n").map(oneLine).filter(Boolean);
    return words.length > 0 ? [`{comment: ${oneLine(section.name ?? "") || "–"}}`, ...words, ""] : [];
  });
}

function oneLine(text: string): string {
  return text
    .replace(/[{}[\]\r\n]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
