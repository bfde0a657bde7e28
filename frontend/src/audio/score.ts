/** What a Standard MIDI File asks to be played, in seconds as written. Read by SpessaSynth's own parser. */
import type { BasicMIDI } from "spessasynth_core";

export interface Note {
  atS: number;
  seconds: number;
  channel: number;
  pitch: number;
  velocity: number;
}

export interface Score {
  /** In order of time. */
  notes: Note[];
  /** Programs by channel, as first set. */
  programs: Map<number, number>;
  /** To the last bar line, or to where the last note ends. */
  durationS: number;
}

const PROGRAM_CHANGE = 0xc0;

/** Sixteen channels; of controllers and bends nothing is kept: the band's files have none. */
export function readScore(midi: BasicMIDI): Score {
  const notes = midi
    .getNoteTimes()
    .flatMap((times, channel) =>
      times.map(({ start, length, midiNote, velocity }) => ({
        atS: start,
        seconds: length,
        channel,
        pitch: midiNote,
        velocity,
      })),
    )
    .sort((a, b) => a.atS - b.atS);
  const programs = new Map<number, number>();
  for (const track of midi.tracks) {
    for (const event of track.events) {
      const channel = event.statusByte & 0x0f;
      const program = event.data[0];
      if ((event.statusByte & 0xf0) !== PROGRAM_CHANGE || event.statusByte < 0x80 || program === undefined)
        continue;
      if (!programs.has(channel)) programs.set(channel, program);
    }
  }
  const lastTick = Math.max(0, ...midi.tracks.map((track) => track.events.at(-1)?.ticks ?? 0));
  const lastNoteS = notes.reduce((latest, note) => Math.max(latest, note.atS + note.seconds), 0);
  return { notes, programs, durationS: Math.max(lastNoteS, midi.midiTicksToSeconds(lastTick)) };
}

/** Notes that begin in [fromS, toS), by bisection. */
export function notesWithin(notes: readonly Note[], fromS: number, toS: number): Note[] {
  let low = 0;
  let high = notes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (notes[middle]!.atS < fromS) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < notes.length && notes[end]!.atS < toS) end++;
  return notes.slice(low, end);
}
