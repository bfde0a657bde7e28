/**
 * The life of a connection as a table: what a state makes of an event, and what is to be done about it.
 * Pure; `connection.ts` does what it says, and tells it what happened.
 */

/** How to come back to a session. */
export interface Ticket {
  token: string;
  graceS: number;
}

export type State =
  | { name: "idle" }
  /** A socket is being opened, or waits for `ready`. */
  | { name: "connecting"; attempt: number; ticket: Ticket | null }
  | { name: "open"; ticket: Ticket | null }
  /** Until the next attempt. */
  | { name: "waiting"; attempt: number; ticket: Ticket | null; delayMs: number; why: Why }
  /** `stop` was said; the last finals and `done` are awaited. */
  | { name: "stopping"; ticket: Ticket | null; attempt: number }
  | { name: "ended"; reason: string }
  | { name: "failed"; why: Why };

/** The server's code, or one of `unreachable`, `lost`, `key_missing`, `key_unknown`, `origin`, `rate`; and words. */
export interface Why {
  code: string;
  detail: string;
}

export type Event =
  | { type: "start" }
  | { type: "ready"; ticket: Ticket | null }
  | { type: "error"; code: string; detail: string; retryAfterS: number | null }
  | { type: "done"; reason: string }
  | { type: "closed"; code: number; detail: string }
  /** What REST says where a socket was refused, of which a browser tells a page nothing. */
  | { type: "diagnosed"; why: Why; final: boolean; retryAfterS: number | null }
  | { type: "due" }
  | { type: "online" }
  | { type: "stop" }
  | { type: "abandon" };

export type Command =
  | { type: "connect"; ticket: Ticket | null }
  | { type: "diagnose" }
  | { type: "wait"; ms: number }
  | { type: "sayStop" }
  | { type: "hangUp" };

export interface Step {
  state: State;
  commands: Command[];
}

/** Errors after which another attempt with the same words would end the same way. */
const HOPELESS = new Set([
  "bad_json",
  "bad_field",
  "unknown_type",
  "bad_frame",
  "audio_before_start",
  "unsupported_protocol",
  "audio_format",
  "seed_off",
  "already_started",
  "not_started",
  "message_too_big",
  "key_missing",
  "key_unknown",
  "origin",
]);
/** Errors that end a session which was in order. */
const ENDINGS = new Set(["session_limit", "idle_timeout", "taken_over"]);
export const FIRST_DELAY_MS = 500;
/** Not longer, for what is played meanwhile is kept for twenty seconds. */
export const LONGEST_DELAY_MS = 5_000;

/** Doubles with each attempt; half of it by chance, so that a crowd does not come back all at once. */
export function delayMs(attempt: number, chance: number): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempt - 1));
  return Math.round(longest * (0.5 + chance / 2));
}

const stay = (state: State): Step => ({ state, commands: [] });

/** @param chance in [0, 1), for the delay */
export function step(state: State, event: Event, chance: number): Step {
  if (event.type === "abandon")
    return { state: { name: "ended", reason: "abandoned" }, commands: [{ type: "hangUp" }] };
  switch (state.name) {
    case "idle":
    case "ended":
    case "failed":
      return event.type === "start" ? connect(1, null) : stay(state);
    case "waiting":
      if (event.type === "stop") return stay({ name: "ended", reason: "stop" });
      if (event.type === "due" || event.type === "online") return connect(state.attempt, state.ticket);
      return stay(state);
    case "connecting":
      if (event.type === "ready") return stay({ name: "open", ticket: event.ticket });
      if (event.type === "stop")
        return { state: { name: "ended", reason: "stop" }, commands: [{ type: "hangUp" }] };
      if (event.type === "error") return refused(state.attempt, state.ticket, event, chance);
      if (event.type === "closed") {
        const why = { code: "unreachable", detail: event.detail };
        const next = waiting(state.attempt, state.ticket, why, null, chance);
        return { ...next, commands: [...next.commands, { type: "diagnose" }] };
      }
      return stay(state);
    case "open":
      if (event.type === "stop") {
        return {
          state: { name: "stopping", ticket: state.ticket, attempt: 0 },
          commands: [{ type: "sayStop" }],
        };
      }
      if (event.type === "error") return refused(0, state.ticket, event, chance);
      if (event.type === "done") return stay({ name: "ended", reason: event.reason });
      if (event.type === "closed") {
        return waiting(0, state.ticket, { code: "lost", detail: event.detail }, null, chance);
      }
      return stay(state);
    case "stopping":
      if (event.type === "done")
        return { state: { name: "ended", reason: "stop" }, commands: [{ type: "hangUp" }] };
      // The last chords are worth coming back for, once or twice.
      if (event.type === "ready")
        return { state: { ...state, ticket: event.ticket }, commands: [{ type: "sayStop" }] };
      if (event.type === "closed" && state.ticket !== null && state.attempt < 2) {
        return {
          state: { ...state, attempt: state.attempt + 1 },
          commands: [{ type: "connect", ticket: state.ticket }],
        };
      }
      if (event.type === "closed" || event.type === "error") return stay({ name: "ended", reason: "stop" });
      return stay(state);
  }
}

/** A diagnosis comes while the machine waits. */
export function diagnosed(state: State, event: Extract<Event, { type: "diagnosed" }>): Step {
  if (state.name !== "waiting") return stay(state);
  if (event.final) return stay({ name: "failed", why: event.why });
  if (event.retryAfterS === null) return stay({ ...state, why: event.why });
  const ms = Math.max(state.delayMs, event.retryAfterS * 1000);
  return { state: { ...state, why: event.why, delayMs: ms }, commands: [{ type: "wait", ms }] };
}

function connect(attempt: number, ticket: Ticket | null): Step {
  return { state: { name: "connecting", attempt, ticket }, commands: [{ type: "connect", ticket }] };
}

function waiting(
  attempt: number,
  ticket: Ticket | null,
  why: Why,
  retryAfterS: number | null,
  chance: number,
): Step {
  const ms = Math.max(delayMs(attempt + 1, chance), (retryAfterS ?? 0) * 1000);
  return {
    state: { name: "waiting", attempt: attempt + 1, ticket, delayMs: ms, why },
    commands: [{ type: "wait", ms }],
  };
}

function refused(
  attempt: number,
  ticket: Ticket | null,
  error: Extract<Event, { type: "error" }>,
  chance: number,
): Step {
  const why = { code: error.code, detail: error.detail };
  const hangUp: Command = { type: "hangUp" };
  if (HOPELESS.has(error.code)) return { state: { name: "failed", why }, commands: [hangUp] };
  if (ENDINGS.has(error.code)) return { state: { name: "ended", reason: error.code }, commands: [hangUp] };
  // The session is gone: a new one, at once, and the timeline goes on.
  const again = error.code === "resume_failed" ? null : ticket;
  const next = waiting(error.code === "resume_failed" ? 0 : attempt, again, why, error.retryAfterS, chance);
  return { state: next.state, commands: [hangUp, ...next.commands] };
}
