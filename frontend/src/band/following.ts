/** Follow me: reads what the session hears, and tells the band when to begin, how fast to go, and when to stop. */
import { create } from "zustand";
import { loadPlayer } from "../audio/player";
import { useSession } from "../connection/session";
import { beatShares } from "./bars";
import {
  entry,
  FASTEST,
  folded,
  followedRate,
  hasStopped,
  heardTempo,
  SessionClock,
  SLOWEST,
} from "./follow";
import { chosenTempo, currentPlayback, play, prepare, setFollowRate, stop, useBand } from "./useBand";

interface Following {
  mode: "off" | "waiting" | "following";
  /** Beats heard since it waits, of those that count in. */
  counted: number;
  wanted: number;
  /** It followed, and then heard nothing any more. */
  fellSilent: boolean;
}

export const useFollowing = create<Following>()(() => ({
  mode: "off",
  counted: 0,
  wanted: 4,
  fellSilent: false,
}));

const STEP_MS = 100;
const FEWEST_BEATS = 4;
/** The band may take so long to begin. */
const BEGIN_S = 2;

const clock = new SessionClock();
let armedS = 0;
let steppedS = 0;
let beganS = 0;
let context: AudioContext | null = null;
let stepping: number | undefined;
let hearing: (() => void) | undefined;

const nowS = () => performance.now() / 1000;

export async function follow(): Promise<void> {
  unfollow();
  useFollowing.setState({ mode: "waiting", counted: 0, fellSilent: false });
  hearing = useSession.subscribe((now, before) => {
    if (now.heardS !== before.heardS) clock.note(now.heardS, nowS());
  });
  const loading = loadPlayer();
  const ready = await prepare();
  if (useFollowing.getState().mode === "off") return;
  if (ready === null) return unfollow();
  context = (await loading).context;
  arm();
  stepping = window.setInterval(step, STEP_MS);
}

export function unfollow() {
  window.clearInterval(stepping);
  hearing?.();
  hearing = undefined;
  if (useFollowing.getState().mode === "following") stop();
  useFollowing.setState({ mode: "off", fellSilent: false });
  setFollowRate(1);
}

function arm() {
  armedS = nowS();
  const { arranged, shares } = useBand.getState();
  const beats = arranged === null ? shares.length : beatShares(arranged.arrangement).length;
  useFollowing.setState({ mode: "waiting", counted: 0, wanted: Math.max(FEWEST_BEATS, beats) });
}

function heard() {
  const { beats, tempo } = useSession.getState();
  return {
    beats: beats.slice(-16).flatMap((at) => clock.toPage(at) ?? []),
    bpm: tempo?.bpm ?? null,
  };
}

function step() {
  const now = nowS();
  const state = useFollowing.getState();
  if (state.mode === "waiting") wait(now);
  else if (state.mode === "following") goAlong(now);
  steppedS = now;
}

function wait(now: number) {
  const said = heard();
  const { wanted } = useFollowing.getState();
  const counted = Math.min(wanted, said.beats.filter((at) => at >= armedS).length);
  useFollowing.setState({ counted });
  const at = entry(said, armedS, wanted, now + 0.1);
  const chosen = chosenTempo(useBand.getState());
  const tempo = heardTempo(said);
  if (at === null || chosen === null || tempo === null || context === null) return;
  setFollowRate(Math.min(FASTEST, Math.max(SLOWEST, folded(tempo, chosen) / chosen)));
  const { bars, loop } = useBand.getState();
  const first =
    loop?.from ??
    Math.max(
      0,
      bars.findIndex((bar) => bar.number === 1),
    );
  useFollowing.setState({ mode: "following", fellSilent: false });
  beganS = now;
  void play(first, context.currentTime + (at - now));
}

function goAlong(now: number) {
  const said = heard();
  const band = useBand.getState();
  const playback = currentPlayback();
  const chosen = chosenTempo(band);
  const written = band.arranged?.arrangement.tempo_bpm;
  if (playback === null || chosen === null || written === undefined) return unfollow();
  if (band.activity === "resting") {
    if (now - beganS > BEGIN_S) unfollow(); // stopped by hand, or at its end
    return;
  }
  const live = useSession.getState().phase.name === "live";
  if (!live || hasStopped(Math.max(armedS, said.beats.at(-1) ?? 0), chosen * band.followRate, now)) {
    stop();
    setFollowRate(1);
    useFollowing.setState({ fellSilent: true });
    return arm();
  }
  const gapS = 60 / (chosen * band.followRate);
  const beats = (playback.positionS * written) / 60;
  const beatS = now - (beats - Math.floor(beats)) * gapS;
  const rate = followedRate(said, { chosenBpm: chosen, rate: band.followRate, beatS, gapS }, now - steppedS);
  if (rate !== band.followRate) setFollowRate(rate);
}
