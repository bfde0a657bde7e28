/**
 * Sound of chords and of the band: SpessaSynth in an AudioWorklet, with the Sonivox soundfont that alphaTab carries.
 * Loaded when something is to be heard for the first time.
 */

/** A piece that plays. */
export interface Playback {
  play(): Promise<void>;
  pause(): void;
  stop(): void;
  /** Seconds since the beginning, at tempo 1. */
  readonly positionS: number;
  readonly durationS: number;
  seek(seconds: number): void;
  /** 1 is as written. */
  setRate(rate: number): void;
  /** MIDI channel 0..15. */
  setMuted(channel: number, muted: boolean): void;
  /** Repeat a part for ever; null goes on to the end. */
  setLoop(loop: { fromS: number; toS: number } | null): void;
  onEnded(listener: () => void): () => void;
}

export interface Player {
  readonly context: AudioContext;
  /** Lets notes (MIDI numbers) ring together, softly strummed. */
  playChord(notes: readonly number[], seconds?: number): void;
  /** A Standard MIDI File, ready to play. */
  load(midi: ArrayBuffer): Promise<Playback>;
}

/** The player, loaded once; call it first from a click or a key, or the browser keeps it silent. */
export async function loadPlayer(): Promise<Player> {
  throw new Error("not there yet");
}
