/**
 * Sound of chords and of the band: SpessaSynth in an AudioWorklet, with the Sonivox soundfont that alphaTab carries.
 * Loaded when something is to be heard for the first time.
 *
 * The SF2 and not the SF3: compressed samples are unpacked on the first note that needs them, for up to a second.
 */
import type { WorkletSynthesizer } from "spessasynth_lib";
import { type Click, Performance } from "./performance";
import { readScore } from "./score";

export type { Click } from "./performance";

/** A piece that plays. Times are seconds since its beginning, as written. */
export interface Playback {
  /** At once, or at a time of the context's clock. */
  play(atS?: number): Promise<void>;
  pause(): void;
  stop(): void;
  readonly positionS: number;
  readonly durationS: number;
  seek(seconds: number): void;
  /** 1 is as written. */
  setRate(rate: number): void;
  /** MIDI channel 0..15. */
  setMuted(channel: number, muted: boolean): void;
  /** Repeat a part for ever; null goes on to the end. */
  setLoop(loop: { fromS: number; toS: number } | null): void;
  /** A metronome beside it; none of them is none. In order of time. */
  setClicks(clicks: readonly Click[]): void;
  /** Returns how to hear no more of it. */
  onEnded(listener: () => void): () => void;
}

export interface Player {
  readonly context: AudioContext;
  /** All that sounds passes here: to be measured, or made softer. */
  readonly output: GainNode;
  /** Lets notes (MIDI numbers) ring together, softly strummed. */
  playChord(notes: readonly number[], seconds?: number): void;
  /** A Standard MIDI File, ready to play; the piece before it falls silent. */
  load(midi: ArrayBuffer): Promise<Playback>;
}

/** Heard beside the band, which uses the lower ones. */
const CHORD_CHANNEL = 15;
const STEEL_GUITAR = 25;
const STRUM_S = 0.018;
/** By the audio clock, which a busy machine may hold back; it stands still where the browser keeps it silent. */
const WAKING_S = 0.1;
const WAKING_LOOKS = 50;

let loading: Promise<Player> | null = null;

/** The player, loaded once; call it first from a click or a key, or the browser keeps it silent. */
export function loadPlayer(): Promise<Player> {
  loading ??= load().catch((error: unknown) => {
    loading = null; // the network may be back next time
    throw error;
  });
  return loading;
}

async function load(): Promise<Player> {
  // Made and woken before anything is waited for: a browser counts the click for a moment only.
  const context = new AudioContext({ latencyHint: "interactive" });
  void context.resume();
  try {
    return await prepared(context);
  } catch (error) {
    await context.close();
    throw error;
  }
}

async function prepared(context: AudioContext): Promise<Player> {
  const [synthesis, processor, font] = await Promise.all([
    import("./synthesis"),
    import("spessasynth_lib/dist/spessasynth_processor.min.js?url"),
    import("@coderline/alphatab/soundfont/sonivox.sf2?url"),
  ]);
  const [bank] = await Promise.all([
    fetched(font.default),
    context.audioWorklet.addModule(processor.default),
  ]);
  await woken(context, new synthesis.WorkletSynthesizer(context));
  const synthesizer = new synthesis.WorkletSynthesizer(context);
  const output = context.createGain();
  output.connect(context.destination);
  synthesizer.connect(output);
  await synthesizer.soundBankManager.addSoundBank(bank, "sonivox");
  await synthesizer.isReady;
  let current: Performance | null = null;
  return {
    context,
    output,
    playChord(notes, seconds = 2) {
      void context.resume();
      strum(synthesizer, context.currentTime, notes, seconds);
    },
    async load(midi) {
      const score = readScore(synthesis.BasicMIDI.fromArrayBuffer(midi.slice(0)));
      current?.leave();
      current = new Performance(context, output, synthesizer, score);
      return current;
    },
  };
}

/**
 * The first node after `addModule` is told an old time of the clock: measured 60 ms behind, and a synthesiser that
 * counts on from it plays every note that late. Once a first one has run, the next is told the true time.
 */
async function woken(context: AudioContext, first: WorkletSynthesizer) {
  await first.isReady;
  const from = context.currentTime;
  for (let look = 0; look < WAKING_LOOKS && context.currentTime - from < WAKING_S; look++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  first.destroy();
}

async function fetched(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.arrayBuffer();
}

function strum(synthesizer: WorkletSynthesizer, now: number, notes: readonly number[], seconds: number) {
  synthesizer.programChange(CHORD_CHANNEL, STEEL_GUITAR);
  for (const [index, note] of [...notes].sort((a, b) => a - b).entries()) {
    const at = now + index * STRUM_S;
    synthesizer.noteOn(CHORD_CHANNEL, note, 90 - 2 * index, { time: at });
    synthesizer.noteOff(CHORD_CHANNEL, note, { time: at + seconds });
  }
}
