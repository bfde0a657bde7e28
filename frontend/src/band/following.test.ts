import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nothingHeard, useSession } from "../connection/session";
import { follow, unfollow, useFollowing } from "./following";
import { useBand } from "./useBand";

const band = vi.hoisted(() => ({ play: vi.fn(), stop: vi.fn(), playback: { positionS: 0 } }));
vi.mock("../audio/player", () => ({ loadPlayer: async () => ({ context: { currentTime: 50 } }) }));
vi.mock("./useBand", async (original) => ({
  ...(await original<object>()),
  currentPlayback: () => band.playback,
  prepare: async () => band.playback,
  play: band.play,
  stop: band.stop,
}));

const arranged = {
  arrangement: { tempo_bpm: 100, metre: "4/4", tempo: "quarter = 100 bpm", beats_a_bar: 4, title: "Pop" },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval", "setTimeout", "clearTimeout"] });
  useSession.setState({ ...nothingHeard, phase: { name: "live", source: "microphone" } }, true);
  useBand.setState({ arranged: arranged as never, activity: "resting" });
  band.play.mockImplementation(() => useBand.setState({ activity: "playing" }));
  band.stop.mockImplementation(() => useBand.setState({ activity: "resting" }));
  vi.clearAllMocks();
});
afterEach(() => {
  unfollow();
  vi.useRealTimers();
});

/** Plays beats into the session for some seconds: a beat is known 150 ms after it was played. */
async function player(beats: number, gapS: number) {
  for (let beat = 0; beat < beats; beat++) {
    await vi.advanceTimersByTimeAsync(1000 * gapS);
    const at = performance.now() / 1000;
    useSession.setState({ heardS: at - 0.05, beats: [...useSession.getState().beats, at - 0.15] });
  }
  await vi.advanceTimersByTimeAsync(120);
}

test("comes in after the beats that count in, at the player's tempo; goes along; waits when nothing is heard", async () => {
  await follow();
  await player(3, 0.5);
  expect(useFollowing.getState()).toMatchObject({ mode: "waiting", counted: 3, wanted: 4 });
  expect(band.play).not.toHaveBeenCalled();
  await player(1, 0.5);
  expect(useFollowing.getState().mode).toBe("following");
  expect(useBand.getState().followRate).toBeCloseTo(1.2, 1);
  const [, atS] = band.play.mock.lastCall as [number, number];
  expect(atS - 50).toBeGreaterThan(0.1);
  expect(atS - 50).toBeLessThan(0.7);
  await player(6, 0.48);
  expect(useFollowing.getState().mode).toBe("following");
  expect(useBand.getState().followRate).toBeGreaterThan(1.1);
  await vi.advanceTimersByTimeAsync(4000);
  expect(band.stop).toHaveBeenCalled();
  expect(useFollowing.getState()).toMatchObject({ mode: "waiting", fellSilent: true, counted: 0 });
});

test("stopped by hand it follows no more, and the tempo is the chosen one again", async () => {
  await follow();
  await player(4, 0.5);
  useBand.setState({ activity: "resting" });
  await vi.advanceTimersByTimeAsync(2200);
  expect(useFollowing.getState().mode).toBe("off");
  expect(useBand.getState().followRate).toBe(1);
});
