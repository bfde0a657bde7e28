/**
 * A score as it is played: notes are given to the synthesiser some tenths of a second ahead, each with its time of the
 * audio clock. The library's own sequencer is not used: it jumps when it loops (and cuts what rings), it seeks and
 * starts only when its message arrives, and cannot be told when.
 */
import type { WorkletSynthesizer } from "spessasynth_lib";
import type { Playback } from "./player";
import { type Note, notesWithin, type Score } from "./score";
import { type Stretch, Transport } from "./transport";

/** A stroke of the metronome. */
export interface Click {
  atS: number;
  strong: boolean;
}

/** Between two looks ahead. */
const LOOK_MS = 40;
const AHEAD_S = 0.18;
/** Timers of a hidden page may come once a second only. */
const AHEAD_HIDDEN_S = 1.6;
/** From play to the first note: notes whose time is past come at once, and bunched. */
const START_S = 0.06;
const BAND_CHANNELS = 15;
const CLICK_HZ = { strong: 1760, weak: 1175 };
const CLICK_S = 0.045;

export class Performance implements Playback {
  readonly #transport: Transport;
  readonly #listeners = new Set<() => void>();
  readonly #strokes = new Set<OscillatorNode>();
  #clicks: readonly Click[] = [];
  #looking: number | undefined;
  #silencing: number | undefined;

  constructor(
    readonly context: AudioContext,
    readonly output: AudioNode,
    readonly synthesizer: WorkletSynthesizer,
    readonly score: Score,
  ) {
    this.#transport = new Transport(score.durationS);
    for (let channel = 0; channel < BAND_CHANNELS; channel++) this.setMuted(channel, false);
  }

  get positionS() {
    // What is scheduled now is heard after the way through the device.
    return this.#transport.positionAt(this.context.currentTime - (this.context.outputLatency || 0));
  }

  get durationS() {
    return this.score.durationS;
  }

  async play(atS?: number) {
    if (this.#looking !== undefined) return;
    await this.context.resume();
    this.#unsilence();
    for (const [channel, program] of this.score.programs) this.synthesizer.programChange(channel, program);
    this.#transport.start(Math.max(atS ?? 0, this.context.currentTime + START_S));
    this.#look();
    this.#looking = window.setInterval(() => this.#look(), LOOK_MS);
  }

  pause() {
    if (this.#looking === undefined) return;
    window.clearInterval(this.#looking);
    this.#looking = undefined;
    const givenS = this.#transport.givenS;
    this.#transport.rest(this.context.currentTime);
    this.#silence(givenS);
  }

  stop() {
    this.pause();
    this.#transport.seek(0, 0);
  }

  /** Goes there without a gap, after what was given out by now, which cannot be taken back. */
  seek(seconds: number) {
    this.#transport.seek(seconds, Math.max(this.context.currentTime + START_S, this.#transport.givenS));
  }

  setRate(rate: number) {
    this.#transport.setRate(rate);
  }

  setMuted(channel: number, muted: boolean) {
    this.synthesizer.midiChannels[channel]?.setSystemParameter("isMuted", muted);
  }

  setLoop(loop: { fromS: number; toS: number } | null) {
    this.#transport.setLoop(loop);
  }

  setClicks(clicks: readonly Click[]) {
    this.#clicks = clicks;
  }

  onEnded(listener: () => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For another piece. */
  leave() {
    this.stop();
    this.#unsilence();
    this.#listeners.clear();
  }

  #look() {
    const now = this.context.currentTime;
    const ahead = document.visibilityState === "hidden" ? AHEAD_HIDDEN_S : AHEAD_S;
    for (const stretch of this.#transport.take(now + ahead)) this.#give(stretch);
    const end = this.#transport.endS;
    if (end !== null && now >= end) {
      this.stop();
      for (const listener of this.#listeners) listener();
    }
  }

  #give(stretch: Stretch) {
    const clock = (atS: number) => stretch.atS + (atS - stretch.fromS) / stretch.rate;
    for (const note of notesWithin(this.score.notes, stretch.fromS, stretch.toS)) {
      this.#sound(note, clock(note.atS), note.seconds / stretch.rate);
    }
    for (const click of this.#clicks) {
      if (click.atS >= stretch.fromS && click.atS < stretch.toS) this.#click(clock(click.atS), click.strong);
    }
  }

  #sound({ channel, pitch, velocity }: Note, time: number, seconds: number) {
    this.synthesizer.noteOn(channel, pitch, velocity, { time });
    this.synthesizer.noteOff(channel, pitch, { time: time + seconds });
  }

  #click(time: number, strong: boolean) {
    const stroke = this.context.createOscillator();
    const height = this.context.createGain();
    stroke.frequency.value = strong ? CLICK_HZ.strong : CLICK_HZ.weak;
    height.gain.setValueAtTime(strong ? 0.5 : 0.3, time);
    height.gain.exponentialRampToValueAtTime(0.001, time + CLICK_S);
    stroke.connect(height).connect(this.output);
    stroke.start(time);
    stroke.stop(time + CLICK_S);
    this.#strokes.add(stroke);
    stroke.onended = () => this.#strokes.delete(stroke);
  }

  /** Lets everything go: now, and once more when all that was given out ahead has begun. */
  #silence(givenS: number) {
    for (const stroke of this.#strokes) stroke.stop();
    this.#strokes.clear();
    this.synthesizer.stopAll();
    const restMs = 1000 * (givenS - this.context.currentTime) + 20;
    this.#silencing = window.setTimeout(() => this.synthesizer.stopAll(), Math.max(20, restMs));
  }

  #unsilence() {
    window.clearTimeout(this.#silencing);
  }
}
