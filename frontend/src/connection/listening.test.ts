import { beforeEach, expect, test, vi } from "vitest";
import { type MicrophoneError, MicrophoneError as Refusal } from "../audio/microphone";
import type { Source, SourceHandlers } from "../audio/source";
import type { World } from "./connection";
import { useListened } from "./listened";
import { Listening } from "./listening";
import { nothingHeard, useSession } from "./session";

const RATE = 1000;

class Wire {
  sent: (string | ArrayBuffer)[] = [];
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  send(data: string | ArrayBuffer) {
    this.sent.push(data);
  }
  close() {}
  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  ready(more: object = {}) {
    this.onopen?.();
    const resume = { token: "t", grace_s: 30 };
    const model = { name: "m", version: "1" };
    this.says({ type: "ready", model, resumed: false, received_bytes: 0, resume, ...more });
  }
  chord(symbol: string, start: number, end: number | null, index = 0) {
    const label = `${symbol}:maj`;
    const status = end === null ? "provisional" : "final";
    const more = { bass: symbol, confidence: 1, alternatives: [], beat: null, latency_ms: 1 };
    this.says({ type: "chord", status, label, symbol, start, end, at: end ?? start, index, ...more });
  }
  get texts() {
    return this.sent.filter((each) => typeof each === "string").map((each) => JSON.parse(each));
  }
}

class FakeSource implements Source {
  closed = false;
  resumed = 0;
  constructor(
    readonly sampleRate: number,
    readonly handlers: SourceHandlers,
    readonly label: string,
  ) {}
  get facts() {
    const { sampleRate, label } = this;
    return { label, deviceId: label, sampleRate, channelCount: 1, processing: [], latencyMs: null };
  }
  async resume() {
    this.resumed++;
  }
  async close() {
    this.closed = true;
  }
  plays(seconds: number) {
    const pcm = new Int16Array(seconds * this.sampleRate);
    this.handlers.frame({ pcm, first: 0, peak: 0.5, clipped: 0 }, now * 1000);
  }
}

let wires: Wire[];
let sources: FakeSource[];
let now: number;
let later: (() => void)[];
let rates: (number | MicrophoneError)[];
const live = vi.fn();

const world: World = {
  open() {
    wires.push(new Wire());
    return wires.at(-1) as unknown as WebSocket;
  },
  diagnose: async () => null,
  nowMs: () => now,
  chance: () => 0,
  later(_, action) {
    later.push(action);
    return () => {
      later = later.filter((each) => each !== action);
    };
  },
};

function listening() {
  return new Listening({
    world,
    apiKey: () => null,
    deviceId: () => null,
    hidden: () => false,
    async microphone(deviceId, handlers) {
      const rate = rates.length > 1 ? rates.shift()! : rates[0]!;
      if (typeof rate !== "number") throw rate;
      sources.push(new FakeSource(rate, handlers, deviceId ?? "default"));
      return sources.at(-1)!;
    },
    recording: async (_, handlers) => {
      sources.push(new FakeSource(RATE, handlers, "file"));
      return sources.at(-1)!;
    },
    live,
  });
}

const phase = () => useSession.getState().phase;
const shown = () => useSession.getState().finals.map(({ symbol, start, end }) => [symbol, start, end]);
const settled = () => new Promise((resolve) => setTimeout(resolve));
const microphone = { kind: "microphone" } as const;
const written = () => vi.waitFor(() => expect(shown().length).toBeGreaterThan(0));

beforeEach(() => {
  useSession.setState(nothingHeard, true);
  useListened.setState({ notices: [] });
  wires = [];
  sources = [];
  now = 1000;
  later = [];
  rates = [RATE];
  live.mockClear();
});

test("from the first press to the last chord", async () => {
  const made = listening();
  await made.start(microphone);
  expect(phase()).toEqual({ name: "starting" });
  wires[0]!.ready();
  expect(phase()).toEqual({ name: "live", source: "microphone" });
  expect(wires[0]!.texts[0]).toMatchObject({ sample_rate: RATE, pace: "live", suggestions: 3 });
  sources[0]!.plays(2);
  await made.stop();
  expect([phase().name, sources[0]!.closed]).toEqual(["ended", true]);
  wires[0]!.chord("C", 0, 2);
  wires[0]!.says({ type: "done", reason: "stop" });
  await written();
  expect(shown()).toEqual([["C", 0, 2]]);
  expect(made.tape.seconds).toBe(2);
  expect(live.mock.calls).toEqual([[true], [false]]);
});

test("a refused microphone is said, and no socket is opened", async () => {
  rates = [new Refusal("denied", "no")];
  await listening().start(microphone);
  expect(phase()).toEqual({ name: "failed", code: "denied", detail: "no" });
  expect(wires).toHaveLength(0);
});

test("the server's new session goes on at the place on the timeline where the audio is", async () => {
  await listening().start(microphone);
  wires[0]!.ready();
  sources[0]!.plays(5);
  wires[0]!.chord("C", 0, 5);
  wires[0]!.onclose?.({ code: 1006, reason: "" });
  expect(phase()).toMatchObject({ name: "reconnecting", code: "lost", attempt: 1 });
  sources[0]!.plays(3);
  for (const action of later) action();
  wires[1]!.onopen?.();
  wires[1]!.says({ type: "error", code: "resume_failed", message: "" });
  for (const action of later) action();
  wires[2]!.ready();
  expect(phase().name).toBe("live");
  wires[2]!.chord("G", 0, 2.5);
  await vi.waitFor(() => expect(shown()).toHaveLength(2));
  // The three seconds that were played meanwhile are heard; their beginning is second five of the timeline.
  expect(shown()).toEqual([
    ["C", 0, 5],
    ["G", 5, 7.5],
  ]);
  expect(useListened.getState().notices.map(({ code }) => code)).toEqual(["begunAgain"]);
});

test("an unplugged microphone is followed by the default one, in the same session", async () => {
  await listening().start(microphone);
  wires[0]!.ready();
  sources[0]!.handlers.trouble("ended");
  await settled();
  expect(sources).toHaveLength(2);
  expect(sources[0]!.closed).toBe(true);
  expect(phase().name).toBe("live");
  expect(wires).toHaveLength(1);
  expect(useListened.getState().notices).toMatchObject([{ code: "deviceChanged", detail: "default" }]);
});

test("a microphone of another rate begins another session on the same timeline", async () => {
  rates = [RATE, 2 * RATE];
  const made = listening();
  await made.start(microphone);
  wires[0]!.ready();
  sources[0]!.plays(4);
  await made.changeMicrophone("headset");
  wires[1]!.ready();
  expect(wires[1]!.texts[0].sample_rate).toBe(2 * RATE);
  sources[1]!.plays(1);
  wires[1]!.chord("F", 0, 1);
  await written();
  expect(shown()).toEqual([["F", 4, 5]]);
});

test("without any microphone left it waits for one, and takes it when it comes", async () => {
  rates = [RATE, new Refusal("none", ""), RATE];
  const made = listening();
  await made.start(microphone);
  wires[0]!.ready();
  sources[0]!.handlers.trouble("ended");
  await settled();
  expect(phase()).toEqual({ name: "suspended", why: "device" });
  made.devicesChanged();
  await settled();
  expect(phase().name).toBe("live");
});

test("a suspended context is said and resumed", async () => {
  const made = listening();
  await made.start(microphone);
  wires[0]!.ready();
  sources[0]!.handlers.trouble("suspended");
  expect(phase()).toEqual({ name: "suspended", why: "context" });
  await made.resume();
  sources[0]!.handlers.trouble("fine");
  expect([sources[0]!.resumed, phase().name]).toEqual([1, "live"]);
});

test("a session that the server ended, as after a long silence, is begun again by the next sound", async () => {
  await listening().start(microphone);
  wires[0]!.ready();
  sources[0]!.handlers.trouble("suspended");
  wires[0]!.says({ type: "error", code: "idle_timeout", message: "" });
  expect(phase()).toEqual({ name: "suspended", why: "device" });
  expect(wires).toHaveLength(1);
  sources[0]!.plays(1);
  expect(wires).toHaveLength(2);
});

test("a session that was taken over is not taken back", async () => {
  await listening().start(microphone);
  wires[0]!.ready();
  wires[0]!.says({ type: "error", code: "taken_over", message: "" });
  expect(phase()).toMatchObject({ name: "failed", code: "taken_over" });
  expect(sources[0]!.closed).toBe(true);
});

test("a key stays locked over a new session, and going on keeps the timeline", async () => {
  const made = listening();
  await made.start(microphone);
  wires[0]!.ready();
  made.lockKey("Eb major");
  expect(wires[0]!.texts.at(-1)).toEqual({ type: "config", key: "Eb major" });
  expect(useSession.getState().key).toEqual({ name: "Eb major", confidence: 1, locked: true });
  sources[0]!.plays(2);
  wires[0]!.chord("C", 0, 2);
  await written();
  await made.stop();
  await made.start(microphone, true);
  wires[1]!.ready();
  expect(wires[1]!.texts[0].key).toBe("Eb major");
  expect(shown()).toEqual([["C", 0, 2]]);
  await made.start(microphone);
  expect(shown()).toEqual([]);
});

test("who wants notes gets them from now on, and from the next session, too", async () => {
  const made = listening();
  await made.start(microphone);
  wires[0]!.ready();
  made.wantNotes(true);
  made.wantNotes(true);
  expect(wires[0]!.texts.slice(1)).toEqual([{ type: "config", notes: true }]);
  await made.start(microphone);
  wires[1]!.ready();
  expect(wires[1]!.texts[0].notes).toBe(true);
});

test("a file is heard at its own pace, and ends by itself", async () => {
  const made = listening();
  const recording = { from: new Blob(), aloud: false };
  await made.start({ kind: "file", title: "song.wav", credit: null, recording });
  wires[0]!.ready();
  expect(wires[0]!.texts[0].pace).toBe("file");
  sources[0]!.handlers.ended();
  expect(wires[0]!.texts.at(-1)).toEqual({ type: "stop" });
  expect(phase().name).toBe("ended");
});

test("who stops while the microphone is still being asked for is not listened to", async () => {
  const made = listening();
  const starting = made.start(microphone);
  await made.stop();
  await starting;
  expect(wires).toHaveLength(0);
  expect(sources.every((source) => source.closed)).toBe(true);
  expect(phase().name).toBe("idle");
});
