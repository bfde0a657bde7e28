/** What a message of the server changes in what is known of the session. Pure. */
import type { SessionState, Suggestion, TimedChord } from "./session";
import type { Chord, ServerMessage } from "./wire.gen";

/** Beats that are kept; an hour at 200 a minute. */
const MOST_BEATS = 12_000;
const MOST_WARNINGS = 20;

export interface Moment {
  /** Seconds by which the times of this session are later on the timeline: those before it, after a new beginning. */
  offsetS: number;
  /** Clock of the page, in ms, as the stamps are. */
  nowMs: number;
  /** When the sample heard at a time was captured, in ms; null where audio did not come from a microphone. */
  capturedMs: (seconds: number) => number | null;
}

export function heard(state: SessionState, message: ServerMessage, moment: Moment): SessionState {
  switch (message.type) {
    case "ready": {
      const { name, version } = message.model;
      // A server of before knows no corrections.
      return { ...state, model: { name, version }, corrections: message.corrections ?? false };
    }
    case "chord":
      return message.status === "final" ? decided(state, message, moment) : guessed(state, message, moment);
    case "suggestions":
      return { ...state, suggestions: message.next as Suggestion[] };
    case "key":
      return {
        ...state,
        key: { name: message.key, confidence: message.confidence, locked: message.source === "set" },
      };
    case "tempo": {
      const { bpm, confidence, beat_phase: phase, at } = message;
      return { ...state, tempo: { bpm, confidence, phase, at: at + moment.offsetS } };
    }
    case "beat":
      return { ...state, beats: [...state.beats.slice(1 - MOST_BEATS), message.time + moment.offsetS] };
    case "notes": {
      const { probabilities, start, at } = message;
      const notes = {
        probabilities: [...probabilities],
        start: start + moment.offsetS,
        at: at + moment.offsetS,
      };
      return { ...state, notes };
    }
    case "tuning":
      return { ...state, tuningCents: message.cents };
    case "level": {
      const { peak_dbfs: peakDbfs, rms_dbfs: rmsDbfs } = message;
      return { ...state, level: { peakDbfs, rmsDbfs, clipped: message.clipped_samples > 0 } };
    }
    case "dropped":
      return { ...state, droppedS: state.droppedS + message.seconds };
    case "ack":
      return { ...state, heardS: Math.max(state.heardS, message.audio_s + moment.offsetS) };
    case "warning": {
      const at = "at" in message && typeof message.at === "number" ? message.at + moment.offsetS : null;
      const warning = { code: message.code, message: message.message, at };
      const others = state.warnings.filter((each) => each.code !== warning.code);
      return { ...state, warnings: [...others.slice(1 - MOST_WARNINGS), warning] };
    }
    default:
      return state;
  }
}

function timed(message: Chord, offsetS: number): TimedChord {
  return {
    label: message.label,
    symbol: message.symbol,
    bass: message.bass,
    start: message.start + offsetS,
    end: message.end === null ? null : message.end + offsetS,
    confidence: message.confidence,
    alternatives: message.alternatives.map(({ label, symbol, confidence }) => ({
      label,
      symbol,
      confidence,
    })),
  };
}

function guessed(state: SessionState, message: Chord, moment: Moment): SessionState {
  const captured = moment.capturedMs(message.at);
  const chord = timed(message, moment.offsetS);
  return {
    ...state,
    tentative: undecided(state, chord),
    provisional: chord,
    latencyMs: captured === null ? state.latencyMs : moment.nowMs - captured,
    heardS: Math.max(state.heardS, message.at + moment.offsetS),
  };
}

/** What rang before the chord that is guessed now, as far as it is not yet decided. */
function undecided(state: SessionState, next: TimedChord): TimedChord[] {
  const decidedS = state.finals.at(-1)?.end ?? 0;
  const before = state.provisional === null ? state.tentative : [...state.tentative, state.provisional];
  const still: TimedChord[] = [];
  for (const chord of before) {
    const start = Math.max(chord.start, decidedS);
    const end = Math.min(chord.end ?? next.start, next.start);
    if (end > start) still.push({ ...chord, start, end });
  }
  return still;
}

/** Finals come in order and once; after coming back some may be said again. */
function decided(state: SessionState, message: Chord, moment: Moment): SessionState {
  const heardBy = state.model === null ? {} : { model: state.model };
  const chord = { ...timed(message, moment.offsetS), ...heardBy };
  const last = state.finals.at(-1);
  if (last?.end != null && chord.end !== null && chord.end <= last.end + 1e-6) return state;
  const tentative = state.tentative
    .filter((each) => (each.end ?? 0) > (chord.end ?? 0))
    .map((each) => ({ ...each, start: Math.max(each.start, chord.end ?? 0) }));
  return { ...state, finals: [...state.finals, chord], tentative };
}

/** A new session goes on where the one before ended: what rang is decided as far as it was heard. */
export function begunAgain(state: SessionState): SessionState {
  const finals = [...state.finals, ...state.tentative];
  const from = finals.at(-1)?.end ?? 0;
  const rang = state.provisional;
  if (rang !== null && state.heardS > from) {
    finals.push({ ...rang, start: Math.max(from, rang.start), end: state.heardS });
  }
  return { ...state, finals, tentative: [], provisional: null };
}

/** The player says what it was. Null takes it back. */
export function corrected(
  state: SessionState,
  start: number,
  chord: { label: string; symbol: string } | null,
): SessionState {
  return {
    ...state,
    finals: state.finals.map((each) => {
      if (each.start !== start) return each;
      const { corrected: _, ...heardAs } = each;
      return chord === null ? heardAs : { ...heardAs, corrected: chord };
    }),
  };
}
