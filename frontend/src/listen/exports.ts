/** A session as files: lab and JAMS in the page, the others from the server out of chords with their beats. */
import type { components } from "../api/rest.gen";
import type { SessionState, TimedChord } from "../connection/session";
import { lowerBound } from "./timeline";

/** A chord as it was played, corrections taken for true. */
export interface Played {
  label: string;
  symbol: string;
  start: number;
  end: number;
  confidence: number;
}

export interface Bars {
  tempoBpm: number;
  chords: (Played & { beats: number })[];
}

const BEATS_A_BAR = 4;
const TEMPO_WHERE_NONE_IS_HEARD = 100;
const LONGEST_CHORDPRO_ROW = 4;

/** Neighbours that became the same by a correction are one. What still rings ends where it was heard. */
export function played(
  session: Pick<SessionState, "finals" | "tentative" | "provisional" | "heardS">,
): Played[] {
  const chords: Played[] = [];
  const add = (chord: TimedChord, start: number, end: number) => {
    if (end <= start) return;
    const { label, symbol } = chord.corrected ?? chord;
    const last = chords.at(-1);
    if (last?.label === label && Math.abs(last.end - start) < 1e-6) last.end = end;
    else chords.push({ label, symbol, start, end, confidence: chord.corrected ? 1 : chord.confidence });
  };
  for (const chord of [...session.finals, ...session.tentative])
    add(chord, chord.start, chord.end ?? session.heardS);
  const { provisional } = session;
  if (provisional !== null) {
    add(provisional, Math.max(provisional.start, chords.at(-1)?.end ?? 0), session.heardS);
  }
  return chords;
}

const isSilent = ({ label }: { label: string }) => label === "N" || label === "X";

export function hasChords({ finals }: Pick<SessionState, "finals">): boolean {
  return finals.some((chord) => !isSilent(chord.corrected ?? chord));
}

/**
 * Chords counted in beats: those that were heard, else an even pulse of the tempo. From the first chord to the last;
 * at least half a beat each. What could not be known is no chord: no instrument can play it.
 */
export function inBars(session: SessionState): Bars {
  const chords = played(session);
  while (chords.length > 0 && isSilent(chords[0]!)) chords.shift();
  while (chords.length > 0 && isSilent(chords.at(-1)!)) chords.pop();
  const tempoBpm = Math.round(tempoOf(session) * 10) / 10;
  const beatAt = beatClock(session.beats, tempoBpm);
  const halves = (time: number) => Math.round(2 * beatAt(time)) / 2;
  const counted = chords.map((chord) => ({
    ...chord,
    ...(isSilent(chord) ? { label: "N", symbol: "N.C." } : {}),
    beats: Math.max(0.5, halves(chord.end) - halves(chord.start)),
  }));
  return { tempoBpm, chords: counted };
}

function tempoOf({ beats, tempo }: Pick<SessionState, "beats" | "tempo">): number {
  if (beats.length >= 8) {
    const gaps = beats.slice(1).map((beat, index) => beat - beats[index]!);
    const median = gaps.sort((a, b) => a - b)[gaps.length >> 1]!;
    return 60 / median;
  }
  return tempo?.bpm ?? TEMPO_WHERE_NONE_IS_HEARD;
}

/** Which beat a time is, in parts: between beats that were heard by their distance, outside and over gaps by the tempo. */
export function beatClock(beats: readonly number[], tempoBpm: number): (time: number) => number {
  const pulse = 60 / tempoBpm;
  if (beats.length < 2) return (time) => time / pulse;
  const numbers = [0];
  for (let index = 1; index < beats.length; index++) {
    const passed = Math.max(1, Math.round((beats[index]! - beats[index - 1]!) / pulse));
    numbers.push(numbers.at(-1)! + passed);
  }
  return (time) => {
    const after = lowerBound(beats, time, (beat) => beat);
    const left = beats[after - 1];
    const right = beats[after];
    if (left === undefined) return (time - beats[0]!) / pulse;
    if (right === undefined) return numbers.at(-1)! + (time - left) / pulse;
    const share = (time - left) / (right - left);
    return numbers[after - 1]! + share * (numbers[after]! - numbers[after - 1]!);
  };
}

type TabRequest = components["schemas"]["TabRequest"];

/** What `/tabs` is asked for. */
export function tabRequest(
  session: SessionState,
  player: Pick<TabRequest, "instrument" | "tuning" | "level" | "left_handed" | "title">,
): Partial<TabRequest> & Pick<TabRequest, "chords"> {
  const { tempoBpm, chords } = inBars(session);
  return {
    chords: chords.map(({ label, beats }) => ({ chord: label, beats })),
    tempo_bpm: Math.min(300, Math.max(30, tempoBpm)),
    ...player,
  };
}

/** MIREX: start, end, label, parted by tabs. */
export function lab(session: SessionState): string {
  return played(session)
    .map(({ label, start, end }) => `${start.toFixed(4)}\t${end.toFixed(4)}\t${label}\n`)
    .join("");
}

const micros = (seconds: number) => Math.round(seconds * 1e6) / 1e6;

/** JAMS 0.3.4, as the server writes it: namespaces `chord`, `key_mode`, and `beat`. */
export function jams(session: SessionState, title: string): string {
  const chords = played(session);
  const duration = micros(Math.max(session.heardS, chords.at(-1)?.end ?? 0));
  const annotation = (namespace: string, data: object[]) => ({
    namespace,
    annotation_metadata: {
      annotation_tools: "chordwork",
      annotation_rules: session.finals.some((chord) => chord.corrected) ? "corrected by hand" : "",
      annotator: {},
      corpus: "",
      curator: { name: "", email: "" },
      data_source: session.finals.some((chord) => chord.corrected) ? "program, corrected by hand" : "program",
      validation: "",
      version: "",
    },
    data,
    time: 0,
    duration,
    sandbox: {},
  });
  const annotations = [
    annotation(
      "chord",
      chords.map(({ label, start, end, confidence }) => ({
        time: micros(start),
        duration: micros(end - start),
        value: label,
        confidence: Math.round(confidence * 1e4) / 1e4,
      })),
    ),
  ];
  if (session.key !== null) {
    const value = session.key.name.replace(" ", ":");
    annotations.push(annotation("key_mode", [{ time: 0, duration, value, confidence: null }]));
  }
  if (session.beats.length > 0) {
    const beats = session.beats.map((time) => ({
      time: micros(time),
      duration: 0,
      value: null,
      confidence: null,
    }));
    annotations.push(annotation("beat", beats));
  }
  const metadata = { title, artist: "", release: "", duration, identifiers: {}, jams_version: "0.3.4" };
  const sandbox = { tuning_cents: session.tuningCents };
  return `${JSON.stringify({ annotations, file_metadata: metadata, sandbox }, null, 2)}\n`;
}

/** A grid of bars for the song book: a cell a beat, `.` where a chord goes on. */
export function chordPro(session: SessionState, title: string): string {
  const { tempoBpm, chords } = inBars(session);
  const cells: string[] = [];
  for (const { symbol, beats } of wholeBeats(chords)) cells.push(symbol, ...Array(beats - 1).fill("."));
  while (cells.length % BEATS_A_BAR !== 0) cells.push(".");
  const bars: string[] = [];
  for (let at = 0; at < cells.length; at += BEATS_A_BAR) {
    bars.push(cells.slice(at, at + BEATS_A_BAR).join(" "));
  }
  const rows: string[] = [];
  for (let at = 0; at < bars.length; at += LONGEST_CHORDPRO_ROW) {
    rows.push(`| ${bars.slice(at, at + LONGEST_CHORDPRO_ROW).join(" | ")} |`);
  }
  const [tonic, mode] = session.key?.name.split(" ") ?? [];
  const head = [
    `{title: ${title.replace(/[{}\n]/g, " ")}}`,
    ...(tonic === undefined ? [] : [`{key: ${tonic}${mode === "minor" ? "m" : ""}}`]),
    `{tempo: ${Math.round(tempoBpm)}}`,
    `{time: ${BEATS_A_BAR}/4}`,
  ];
  return [...head, "", "{start_of_grid}", ...rows, "{end_of_grid}", ""].join("\n");
}

/** Halves are carried on, so that a chord that comes early on every bar does not push the bars apart. */
function wholeBeats(chords: Bars["chords"]): { symbol: string; beats: number }[] {
  const whole: { symbol: string; beats: number }[] = [];
  let at = 0;
  let written = 0;
  for (const { symbol, beats } of chords) {
    at += beats;
    const until = Math.max(written + 1, Math.round(at));
    whole.push({ symbol, beats: until - written });
    written = until;
  }
  return whole;
}
