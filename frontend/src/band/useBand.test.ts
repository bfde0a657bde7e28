import { beforeEach, expect, test, vi } from "vitest";
import { arrange } from "./arranging";
import type { Arrangement } from "./bars";
import {
  bringBack,
  choose,
  chosenTempo,
  play,
  setChords,
  setLoop,
  setMuted,
  setSpeed,
  stop,
  take,
  useBand,
} from "./useBand";

const playing = vi.hoisted(() => {
  const made = {
    play: vi.fn(async () => undefined),
    pause: vi.fn(),
    stop: vi.fn(),
    positionS: 0,
    durationS: 8,
    seek: vi.fn(),
    setRate: vi.fn(),
    setMuted: vi.fn(),
    setLoop: vi.fn(),
    setClicks: vi.fn(),
    onEnded: vi.fn(() => () => undefined),
  };
  return { made, load: vi.fn(async () => made) };
});
vi.mock("../audio/player", () => ({ loadPlayer: async () => ({ load: playing.load }) }));
vi.mock("./arranging", async (original) => ({ ...(await original<object>()), arrange: vi.fn() }));

const arrangement: Arrangement = {
  groove: "pop",
  title: "Pop",
  metre: "4/4",
  beats_a_bar: 4,
  tempo: "quarter = 120 bpm",
  tempo_bpm: 120,
  remarks: [],
  seconds: 8,
  sections: [],
  chords: [0, 2, 4, 6].map((at) => ({ symbol: "C", at })),
};
const fresh = useBand.getState();

beforeEach(() => {
  stop();
  vi.clearAllMocks();
  vi.mocked(arrange).mockImplementation(async () => ({
    arrangement: { ...arrangement },
    midi: new ArrayBuffer(4),
  }));
  useBand.setState(fresh, true);
});

test("arranges once, plays, and only tunes what needs no other arrangement", async () => {
  setChords("C | C | C | C");
  await play();
  expect(useBand.getState()).toMatchObject({ activity: "playing", stale: false });
  expect(useBand.getState().bars).toHaveLength(4);
  choose({ tempoBpm: 90 });
  setSpeed(0.5);
  expect(chosenTempo(useBand.getState())).toBe(45);
  expect(playing.made.setRate).toHaveBeenLastCalledWith(45 / 120);
  setMuted("drums", true);
  expect(playing.made.setMuted).toHaveBeenCalledWith(9, true);
  setLoop({ from: 1, to: 2 });
  expect(playing.made.setLoop).toHaveBeenLastCalledWith({ fromS: 2, toS: 6 });
  stop();
  await play();
  expect(playing.made.seek).toHaveBeenLastCalledWith(2); // into the loop
  expect(arrange).toHaveBeenCalledTimes(1);
});

test("a stop that comes while it is arranged counts", async () => {
  setChords("C");
  const started = play();
  stop();
  await started;
  expect(playing.made.play).not.toHaveBeenCalled();
  expect(useBand.getState().activity).toBe("resting");
});

test("what the server refuses is said, and the next try begins anew", async () => {
  setChords("Zz");
  vi.mocked(arrange).mockRejectedValueOnce(new Error("no chord"));
  await play();
  expect(useBand.getState().problem?.message).toBe("no chord");
  expect(useBand.getState().activity).toBe("resting");
  setChords("C");
  expect(useBand.getState().problem).toBeNull();
  await play();
  expect(useBand.getState().activity).toBe("playing");
});

test("another groove while it plays is arranged when the hand rests, and goes on", async () => {
  vi.useFakeTimers();
  try {
    setChords("C");
    await play();
    choose({ groove: "bossa" });
    choose({ groove: "swing" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(arrange).toHaveBeenCalledTimes(2);
    expect(vi.mocked(arrange).mock.lastCall?.[1]).toMatchObject({ groove: "swing" });
    expect(playing.load).toHaveBeenCalledTimes(2);
    expect(useBand.getState().activity).toBe("playing");
  } finally {
    vi.useRealTimers();
  }
});

test("a plan brings its own groove and tempo; chords typed over it take its place", () => {
  choose({ groove: "bossa", tempoBpm: 150 });
  take({ title: "Song", chords: "", plan: { title: "Song" } as never });
  expect(useBand.getState().choices).toMatchObject({ groove: null, tempoBpm: null, repeats: 1 });
  setChords("C");
  expect(useBand.getState().piece).toEqual({ title: "", chords: "C", plan: null });
});

test("after a reload it is all there, and can be played without the server", async () => {
  setChords("C | C | C | C");
  await play();
  stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  useBand.setState(fresh, true);
  await bringBack();
  expect(useBand.getState().piece.chords).toBe("C | C | C | C");
  await play();
  expect(arrange).toHaveBeenCalledTimes(1);
  expect(useBand.getState().activity).toBe("playing");
});
