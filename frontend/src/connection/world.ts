/** The browser as the connection needs it. */
import { address, problemOf } from "../api/client";
import type { World } from "./connection";
import { type Answer, diagnose } from "./diagnose";

const ANSWER_WITHIN_MS = 5000;

/** `http` becomes `ws`, `https` becomes `wss`. */
export function socketAddress(): string {
  return address("/ws").replace(/^http/, "ws");
}

/** @param apiKey as it is when it is asked */
export function browserWorld(apiKey: () => string | null): World {
  return {
    open: (protocols) => new WebSocket(socketAddress(), protocols),
    diagnose: () => diagnose((path) => ask(path, apiKey())),
    nowMs: () => performance.now(),
    chance: Math.random,
    later(ms, action) {
      const timer = window.setTimeout(action, ms);
      return () => window.clearTimeout(timer);
    },
  };
}

async function ask(path: string, apiKey: string | null): Promise<Answer | null> {
  try {
    const response = await fetch(address(path), {
      headers: apiKey === null ? {} : { "X-API-Key": apiKey },
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.ok) return { status: response.status, code: null, detail: "", retryAfterS: null };
    const problem = await problemOf(response);
    return {
      status: problem.status,
      code: problem.code === "unknown" ? null : problem.code,
      detail: problem.message,
      retryAfterS: problem.retryAfterS,
    };
  } catch {
    return null;
  }
}
