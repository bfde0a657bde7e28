/** The band: what it is to play, and how it plays now. It plays on when another view is shown. */
import { create } from "zustand";
import { Problem } from "../api/client";
import { loadPlayer, type Playback } from "../audio/player";
import { recall, remember } from "../storage/last";
import { type Arranged, arrange, type Choices, type Piece } from "./arranging";
import { type Bar, type BarLoop, barAt, barsOf, beatShares, clicksOf, loopSeconds } from "./bars";

export const PARTS = { drums: 9, bass: 1, comping: 0 } as const;
export type Part = keyof typeof PARTS;
/** A change is arranged anew when the hand has rested for so long. */
const REST_MS = 450;
export const SPEED = { low: 0.5, high: 1.2 } as const;

export type Activity = "resting" | "arranging" | "loading" | "playing";

export interface Band {
  piece: Piece;
  choices: Choices;
  metronome: boolean;
  muted: Record<Part, boolean>;
  /** Of the tempo, for practice. */
  speed: number;
  /** Of tempo and speed: the player who is followed. */
  followRate: number;
  loop: BarLoop | null;
  arranged: Arranged | null;
  bars: Bar[];
  shares: number[];
  /** The arrangement is of another piece or other choices. */
  stale: boolean;
  activity: Activity;
  problem: Problem | null;
}

export const useBand = create<Band>()(() => ({
  piece: { title: "", chords: "", plan: null },
  choices: { groove: null, tempoBpm: null, intensity: null, countIn: true, repeats: 2, seed: 0 },
  metronome: false,
  muted: { drums: false, bass: false, comping: false },
  speed: 1,
  followRate: 1,
  loop: null,
  arranged: null,
  bars: [],
  shares: [],
  stale: true,
  activity: "resting",
  problem: null,
}));

const { getState: band, setState: set } = useBand;
let playback: Playback | null = null;
let playbackOf: Arranged | null = null;
let resting: number | undefined;
/** Grows with each wish to play or stop: an older one that comes late is dropped. */
let wish = 0;

/** For what follows the player by the clock. */
export const currentPlayback = () => playback;

/** Felt beats a minute as it sounds, without following. */
export function chosenTempo({ arranged, choices, speed }: Band): number | null {
  const written = arranged?.arrangement.tempo_bpm ?? null;
  const tempo = choices.tempoBpm ?? written;
  return tempo === null ? null : tempo * speed;
}

/** Takes another piece; what is chosen besides stays, but for what was the piece's own. */
export function take(piece: Piece, tempoBpm: number | null = null) {
  const { choices } = band();
  const own = piece.plan === null ? {} : { groove: null, repeats: 1 }; // a song is its own length
  set({ piece, loop: null, choices: { ...choices, tempoBpm, intensity: null, ...own } });
  change();
}

export function choose(choices: Partial<Choices>) {
  set({ choices: { ...band().choices, ...choices } });
  const { tempoBpm: _, ...others } = choices;
  if (Object.keys(others).length > 0) change();
  else tune();
}

export function setChords(chords: string) {
  set({
    piece: { title: band().piece.plan === null ? band().piece.title : "", chords, plan: null },
    loop: null,
  });
  change();
}

export function setSpeed(speed: number) {
  set({ speed: Math.min(SPEED.high, Math.max(SPEED.low, speed)) });
  tune();
}

export function setFollowRate(followRate: number) {
  set({ followRate });
  tune();
}

export function setMuted(part: Part, muted: boolean) {
  set({ muted: { ...band().muted, [part]: muted } });
  tune();
}

export function setMetronome(metronome: boolean) {
  set({ metronome });
  tune();
}

export function setLoop(loop: BarLoop | null) {
  set({ loop });
  tune();
}

/** Play, from where it rests or from a bar; `atS` is a time of the audio clock. */
export async function play(from?: number, atS?: number): Promise<void> {
  const mine = ++wish;
  try {
    const ready = await ensure(mine);
    if (ready === null) return;
    if (from !== undefined) ready.seek(band().bars[from]?.fromS ?? 0);
    else if (band().loop !== null) toLoop(ready);
    await ready.play(atS);
    if (mine === wish) set({ activity: "playing" });
  } catch (error) {
    if (mine === wish) fail(error);
  }
}

/** Loads all that playing takes, so that it can begin at once. Null if another wish came between. */
export async function prepare(): Promise<Playback | null> {
  const mine = ++wish;
  try {
    const ready = await ensure(mine);
    if (ready !== null) set({ activity: "resting" });
    return ready;
  } catch (error) {
    if (mine === wish) fail(error);
    return null;
  }
}

async function ensure(mine: number): Promise<Playback | null> {
  window.clearTimeout(resting);
  set({ problem: null });
  // Begins with the click that asked for it: later the browser would keep it silent.
  const loading = loadPlayer();
  loading.catch(() => undefined);
  if (band().stale || band().arranged === null) {
    set({ activity: "arranging" });
    await rearrange(mine);
    if (mine !== wish) return null;
  }
  const arranged = band().arranged!;
  if (playback === null || playbackOf !== arranged) {
    set({ activity: "loading" });
    const loaded = await (await loading).load(arranged.midi);
    if (mine !== wish) return null;
    playback = loaded;
    playbackOf = arranged;
    playback.onEnded(() => set({ activity: "resting" }));
    tune();
  }
  return playback;
}

/** Stops; again: back to the beginning, or that of the loop. */
export function stop() {
  wish++;
  if (band().activity === "playing") playback?.pause();
  else playback?.stop();
  set({ activity: "resting" });
}

export function seekBar(index: number) {
  const bar = band().bars[Math.min(Math.max(0, index), band().bars.length - 1)];
  if (bar !== undefined) playback?.seek(bar.fromS);
}

export function nudgeBeats(beats: number) {
  const written = band().arranged?.arrangement.tempo_bpm;
  if (playback !== null && written !== undefined) playback.seek(playback.positionS + (beats * 60) / written);
}

export function position(): number {
  return playbackOf === band().arranged ? (playback?.positionS ?? 0) : 0;
}

function toLoop(ready: Playback) {
  const loop = loopSeconds(band().bars, band().loop);
  if (loop !== null && (ready.positionS < loop.fromS - 0.05 || ready.positionS >= loop.toS))
    ready.seek(loop.fromS);
}

/** What sounds differently at once, without another arrangement. */
function tune() {
  const state = band();
  if (playback === null || state.arranged === null || playbackOf !== state.arranged) return keep();
  const tempo = chosenTempo(state) ?? state.arranged.arrangement.tempo_bpm;
  playback.setRate((tempo / state.arranged.arrangement.tempo_bpm) * state.followRate);
  for (const part of Object.keys(PARTS) as Part[]) playback.setMuted(PARTS[part], state.muted[part]);
  playback.setLoop(loopSeconds(state.bars, state.loop));
  playback.setClicks(state.metronome ? clicksOf(state.bars, state.shares) : []);
  keep();
}

/** Something else is to be arranged: at once if it plays, else when it is to. */
function change() {
  set({ stale: true, problem: null });
  keep();
  window.clearTimeout(resting);
  if (band().activity === "playing") resting = window.setTimeout(() => void goOn(), REST_MS);
}

/** Plays the new arrangement on from the same place of its bar. */
async function goOn() {
  const mine = ++wish;
  const { bars } = band();
  const at = position();
  const index = barAt(bars, at);
  const share =
    bars[index] === undefined ? 0 : (at - bars[index].fromS) / (bars[index].toS - bars[index].fromS);
  const number = bars[index]?.number ?? 0;
  try {
    await rearrange(mine);
    const ready = mine === wish ? await ensure(mine) : null;
    if (ready === null) return;
    const bar = band().bars.find((each) => each.number === number);
    if (bar !== undefined) ready.seek(bar.fromS + share * (bar.toS - bar.fromS));
    await ready.play();
    if (mine === wish) set({ activity: "playing" });
  } catch (error) {
    if (mine === wish) {
      playback?.pause();
      fail(error);
    }
  }
}

async function rearrange(mine: number) {
  const { piece, choices } = band();
  const arranged = await arrange(piece, choices);
  if (mine !== wish) return;
  set(known(arranged));
  const { loop, bars } = band();
  if (loop !== null && loop.to >= bars.length) set({ loop: null });
  keep();
}

function known(arranged: Arranged): Pick<Band, "arranged" | "bars" | "shares" | "stale"> {
  return {
    arranged,
    bars: barsOf(arranged.arrangement),
    shares: beatShares(arranged.arrangement),
    stale: false,
  };
}

function fail(error: unknown) {
  const detail = error instanceof Error ? error.message : String(error);
  set({ activity: "resting", problem: error instanceof Problem ? error : new Problem(0, "player", detail) });
}

type Kept = Pick<Band, "piece" | "choices" | "metronome" | "muted" | "speed" | "loop" | "arranged" | "stale">;

function keep() {
  const { piece, choices, metronome, muted, speed, loop, arranged, stale } = band();
  void remember("band", { piece, choices, metronome, muted, speed, loop, arranged, stale } satisfies Kept);
}

let recalled: Promise<void> | null = null;

/** What was last played, from before the page was loaded; once, and not over what was taken since. */
export function bringBack(): Promise<void> {
  recalled ??= recall<Kept>("band").then((kept) => {
    const { piece } = band();
    if (kept === undefined || piece.chords !== "" || piece.plan !== null) return;
    set({ ...kept, ...(kept.arranged !== null && known(kept.arranged)), stale: kept.stale });
  });
  return recalled;
}
