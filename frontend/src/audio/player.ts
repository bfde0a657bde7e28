/**
 * Sound of chords and of the band: SpessaSynth in an AudioWorklet, with the Sonivox soundfont that alphaTab carries.
 * Loaded when something is to be heard for the first time.
 *
 * The SF2 and not the SF3: compressed samples are unpacked on the first note that needs them, for up to a second.
 */
import type { Sequencer, WorkletSynthesizer } from "spessasynth_lib";

/** A piece that plays. Times are seconds since its beginning, as written. */
export interface Playback {
  play(): Promise<void>;
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
  /** Returns how to hear no more of it. */
  onEnded(listener: () => void): () => void;
}

export interface Player {
  readonly context: AudioContext;
  /** Lets notes (MIDI numbers) ring together, softly strummed. */
  playChord(notes: readonly number[], seconds?: number): void;
  /** A Standard MIDI File, ready to play; the piece before it falls silent. */
  load(midi: ArrayBuffer): Promise<Playback>;
}

/** Heard beside the band, which uses the lower ones. */
const CHORD_CHANNEL = 15;
const STEEL_GUITAR = 25;
const STRUM_S = 0.018;
/** Between two looks at whether a loop has come round. */
const LOOK_MS = 20;

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
  const context = new AudioContext();
  const [library, processor, font] = await Promise.all([
    import("spessasynth_lib"),
    import("spessasynth_lib/dist/spessasynth_processor.min.js?url"),
    import("@coderline/alphatab/soundfont/sonivox.sf2?url"),
  ]);
  const [bank] = await Promise.all([
    fetched(font.default),
    context.audioWorklet.addModule(processor.default),
  ]);
  const synthesizer = new library.WorkletSynthesizer(context);
  synthesizer.connect(context.destination);
  await synthesizer.soundBankManager.addSoundBank(bank, "sonivox");
  await synthesizer.isReady;
  const sequencer = new library.Sequencer(synthesizer);
  return {
    context,
    playChord(notes, seconds = 2) {
      void context.resume();
      strum(synthesizer, context.currentTime, notes, seconds);
    },
    load: (midi) => prepared(sequencer, synthesizer, context, midi),
  };
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

async function prepared(
  sequencer: Sequencer,
  synthesizer: WorkletSynthesizer,
  context: AudioContext,
  midi: ArrayBuffer,
): Promise<Playback> {
  sequencer.pause();
  const loaded = new Promise<void>((resolve) => {
    sequencer.eventHandler.addEvent("songChange", "player", () => resolve());
  });
  sequencer.loadNewSongList([{ binary: midi.slice(0) }]);
  await loaded;
  sequencer.pause();
  sequencer.loopCount = 0;
  sequencer.playbackRate = 1;
  for (let channel = 0; channel < CHORD_CHANNEL; channel++) mute(synthesizer, channel, false);
  const listeners = new Set<() => void>();
  sequencer.eventHandler.addEvent("songEnded", "player", () => {
    for (const listener of listeners) listener();
  });
  let loop: { fromS: number; toS: number } | null = null;
  let watching = 0;
  const watch = () => {
    if (loop !== null && sequencer.currentTime >= loop.toS) sequencer.currentTime = loop.fromS;
  };
  const unwatch = () => window.clearInterval(watching);
  return {
    get positionS() {
      return sequencer.currentTime;
    },
    get durationS() {
      return sequencer.duration;
    },
    async play() {
      await context.resume();
      sequencer.play();
      unwatch();
      watching = window.setInterval(watch, LOOK_MS);
    },
    pause() {
      unwatch();
      sequencer.pause();
    },
    stop() {
      unwatch();
      sequencer.pause();
      sequencer.currentTime = 0;
      sequencer.pause();
    },
    seek(seconds) {
      sequencer.currentTime = Math.max(0, Math.min(seconds, sequencer.duration));
    },
    setRate(rate) {
      sequencer.playbackRate = rate;
    },
    setMuted: (channel, muted) => mute(synthesizer, channel, muted),
    setLoop(wanted) {
      loop = wanted;
    },
    onEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function mute(synthesizer: WorkletSynthesizer, channel: number, muted: boolean) {
  synthesizer.midiChannels[channel]?.setSystemParameter("isMuted", muted);
}
