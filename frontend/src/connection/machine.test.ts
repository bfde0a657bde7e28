import { describe, expect, test } from "vitest";
import { delayMs, diagnosed, type Event, LONGEST_DELAY_MS, type State, step } from "./machine";

const ticket = { token: "t", graceS: 30 };
const closed: Event = { type: "closed", code: 1006, detail: "" };
const error = (code: string, retryAfterS: number | null = null): Event => ({
  type: "error",
  code,
  detail: code,
  retryAfterS,
});

function run(events: Event[], state: State = { name: "idle" }) {
  const commands: string[] = [];
  for (const event of events) {
    const next = step(state, event, 0.5);
    state = next.state;
    commands.push(...next.commands.map((command) => command.type));
  }
  return { state, commands };
}

describe("the usual course", () => {
  test("start, ready, stop, done", () => {
    const { state, commands } = run([
      { type: "start" },
      { type: "ready", ticket },
      { type: "stop" },
      { type: "done", reason: "stop" },
    ]);
    expect(state).toEqual({ name: "ended", reason: "stop" });
    expect(commands).toEqual(["connect", "sayStop", "hangUp"]);
  });
});

describe("coming back", () => {
  test("a connection that breaks comes back with its ticket", () => {
    const { state, commands } = run([{ type: "start" }, { type: "ready", ticket }, closed, { type: "due" }]);
    expect(state).toEqual({ name: "connecting", attempt: 1, ticket });
    expect(commands).toEqual(["connect", "wait", "connect"]);
  });

  test("a session that is gone begins anew", () => {
    const { state } = run([error("resume_failed")], { name: "connecting", attempt: 3, ticket });
    expect(state).toMatchObject({ name: "waiting", ticket: null, attempt: 1 });
  });

  test("the network is back: not to be waited for any longer", () => {
    const { commands } = run([closed, { type: "online" }], { name: "open", ticket });
    expect(commands).toEqual(["wait", "connect"]);
  });

  test("a full server says when", () => {
    const { state } = run([error("engine_full", 20)], { name: "connecting", attempt: 1, ticket: null });
    expect(state).toMatchObject({ name: "waiting", delayMs: 20_000, why: { code: "engine_full" } });
  });

  test("delays double, up to a bound, and differ by chance", () => {
    expect([1, 2, 3, 20].map((attempt) => delayMs(attempt, 1))).toEqual([500, 1000, 2000, LONGEST_DELAY_MS]);
    expect(delayMs(1, 0)).toBe(250);
  });

  test("the last chords are worth coming back for, twice", () => {
    const events: Event[] = [{ type: "stop" }, closed, { type: "ready", ticket }, closed, closed];
    const { state, commands } = run(events, { name: "open", ticket });
    expect(state).toEqual({ name: "ended", reason: "stop" });
    expect(commands).toEqual(["sayStop", "connect", "sayStop", "connect"]);
  });
});

describe("what cannot be mended by trying again", () => {
  test.each(["bad_field", "audio_format", "unsupported_protocol"])("%s fails", (code) => {
    const { state, commands } = run([error(code), closed], { name: "connecting", attempt: 1, ticket: null });
    expect(state).toMatchObject({ name: "failed", why: { code } });
    expect(commands).toEqual(["hangUp"]);
  });

  test.each(["session_limit", "taken_over", "idle_timeout"])("%s ends", (code) => {
    expect(run([error(code)], { name: "open", ticket }).state).toEqual({ name: "ended", reason: code });
  });

  test("a key that is refused is found out by asking", () => {
    const waiting = run([{ type: "start" }, closed]);
    expect(waiting.commands).toEqual(["connect", "wait", "diagnose"]);
    const why = { code: "key_unknown", detail: "" };
    const next = diagnosed(waiting.state, { type: "diagnosed", why, final: true, retryAfterS: null });
    expect(next.state).toEqual({ name: "failed", why });
  });
});

test("nothing disturbs what has ended, but a new start", () => {
  for (const state of [{ name: "ended", reason: "stop" } as const, { name: "idle" } as const]) {
    for (const event of [closed, error("internal"), { type: "due" }, { type: "stop" }] as Event[]) {
      expect(step(state, event, 0).state).toBe(state);
    }
    expect(step(state, { type: "start" }, 0).state.name).toBe("connecting");
  }
});
