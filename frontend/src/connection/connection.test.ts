import { beforeEach, expect, test, vi } from "vitest";
import { Connection, type World } from "./connection";
import { HEAD_BYTES } from "./framing";
import type { State } from "./machine";
import { LAG_MS } from "./outbox";

/** A socket whose other end is the test. */
class Wire {
  sent: (string | ArrayBuffer)[] = [];
  bufferedAmount = 0;
  binaryType = "";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  constructor(readonly protocols: string[]) {}
  send(data: string | ArrayBuffer) {
    this.sent.push(data);
  }
  close() {}
  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  ready(more: object = {}) {
    this.onopen?.();
    this.says({
      type: "ready",
      resumed: false,
      received_bytes: 0,
      resume: { token: "t", grace_s: 30 },
      ...more,
    });
  }
  breaks() {
    this.onclose?.({ code: 1006, reason: "" });
  }
  get texts() {
    return this.sent.filter((each) => typeof each === "string").map((each) => JSON.parse(each));
  }
  get audio() {
    return this.sent
      .filter((each) => typeof each !== "string")
      .map((each) => [...new Int16Array(each, HEAD_BYTES)]);
  }
}

let wires: Wire[];
let now: number;
let timers: { at: number; action: () => void }[];
let states: State[];
const begun = vi.fn();

const world: World = {
  open(protocols) {
    wires.push(new Wire(protocols));
    return wires.at(-1) as unknown as WebSocket;
  },
  diagnose: async () => null,
  nowMs: () => now,
  chance: () => 0,
  later(ms, action) {
    const timer = { at: now + ms, action };
    timers.push(timer);
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  },
};

function pass(ms: number) {
  const end = now + ms;
  for (;;) {
    const next = timers.filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
    if (next === undefined) break;
    timers = timers.filter((each) => each !== next);
    now = next.at;
    next.action();
  }
  now = end;
}

function connection(apiKey: string | null = null) {
  const made = new Connection(
    { sample_rate: 8000 },
    apiKey,
    { message() {}, state: (s) => states.push(s), begun },
    world,
  );
  made.start();
  return made;
}

beforeEach(() => {
  wires = [];
  now = 0;
  timers = [];
  states = [];
  begun.mockClear();
});

test("audio before ready is not lost, and later audio follows in order", () => {
  const made = connection();
  made.send(Int16Array.of(1), 0);
  wires[0]!.ready();
  made.send(Int16Array.of(2), 20);
  expect(wires[0]!.texts[0]).toMatchObject({
    type: "start",
    framing: "stamped",
    resumable: true,
    resume: null,
  });
  expect(wires[0]!.audio).toEqual([[1], [2]]);
});

test("what the server did not get is said again after the connection broke", () => {
  const made = connection();
  wires[0]!.ready();
  for (const sample of [1, 2, 3]) made.send(Int16Array.of(sample), 0);
  wires[0]!.says({ type: "chord", status: "final", index: 0 });
  wires[0]!.breaks();
  made.send(Int16Array.of(4), 0);
  pass(250);
  wires[1]!.ready({ resumed: true, received_bytes: 4 });
  expect(wires[1]!.texts[0].resume).toEqual({ token: "t", finals: 1 });
  expect(wires[1]!.audio).toEqual([[3], [4]]);
  expect(begun).toHaveBeenCalledTimes(1); // by the first ready only
});

test("a new session gets what the old one had not received, and times begin anew", () => {
  const made = connection();
  wires[0]!.ready();
  made.send(Int16Array.of(1), 0);
  wires[0]!.breaks();
  made.send(Int16Array.of(2), 0);
  pass(250);
  wires[1]!.onopen?.();
  wires[1]!.says({ type: "error", code: "resume_failed", message: "" });
  pass(250);
  wires[2]!.ready();
  expect(wires[2]!.texts[0].resume).toBeNull();
  expect(wires[2]!.audio).toEqual([[2]]);
  expect(begun).toHaveBeenCalledTimes(2);
});

test("while acks lag, what is captured is left out, and said to be", () => {
  const made = connection();
  wires[0]!.ready();
  made.send(Int16Array.of(1), 0);
  pass(LAG_MS + 1);
  made.send(Int16Array.of(2), 0);
  made.send(Int16Array.of(3), 0);
  wires[0]!.says({ type: "ack", sequence: 0 });
  made.send(Int16Array.of(4), 0);
  expect(wires[0]!.audio).toEqual([[1], [4]]);
  expect(wires[0]!.texts.at(-1)).toEqual({ type: "skip", bytes: 4 });
});

test("who stops while the server catches up waits until all was sent", () => {
  const made = connection();
  for (let frame = 0; frame < 4; frame++) made.send(new Int16Array(4000), frame * 500_000);
  wires[0]!.ready();
  made.stop();
  expect(wires[0]!.texts.at(-1)?.type).not.toBe("stop");
  for (let sequence = 0; sequence < 4; sequence++) wires[0]!.says({ type: "ack", sequence });
  expect(wires[0]!.audio).toHaveLength(4);
  expect(wires[0]!.texts.at(-1)).toEqual({ type: "stop" });
});

test("a server that falls silent is left", () => {
  connection();
  wires[0]!.ready();
  pass(12_000);
  expect(wires).toHaveLength(1);
  pass(3_000);
  expect(wires).toHaveLength(2);
  expect(states.map((state) => state.name)).toEqual(["connecting", "open", "waiting", "connecting"]);
});

test("pings are answered, and a key travels as a subprotocol", () => {
  connection("käse/+");
  wires[0]!.ready();
  wires[0]!.says({ type: "ping", time_ms: 1 });
  expect(wires[0]!.texts.at(-1)).toEqual({ type: "pong" });
  expect(wires[0]!.protocols).toEqual(["chordwork.v1", "chordwork.key.a8Okc2UvKw"]);
});
