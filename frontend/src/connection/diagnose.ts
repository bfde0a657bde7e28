/** A browser says nothing of why a WebSocket was refused: plain requests to the same server do. */
import type { Why } from "./machine";

export interface Diagnosis {
  why: Why;
  /** Another attempt would end the same way. */
  final: boolean;
  retryAfterS: number | null;
}

export interface Answer {
  status: number;
  code: string | null;
  detail: string;
  retryAfterS: number | null;
}

/** @param ask a GET; null where nobody answers */
export async function diagnose(ask: (path: string) => Promise<Answer | null>): Promise<Diagnosis> {
  const [readiness, door] = await Promise.all([ask("/readyz"), ask("/instruments")]);
  if (readiness === null && door === null)
    return { ...told("unreachable", ""), final: false, retryAfterS: null };
  for (const answer of [door, readiness]) {
    if (answer === null || answer.status < 400) continue;
    const { code, detail, retryAfterS } = answer;
    switch (answer.status) {
      case 401:
        return { ...told(code ?? "key_missing", detail), final: true, retryAfterS: null };
      case 403:
        return { ...told("origin", detail), final: true, retryAfterS: null };
      case 429:
        return { ...told("rate", detail), final: false, retryAfterS };
      case 503:
        return { ...told(code ?? "engine_full", detail), final: false, retryAfterS };
      // What stands in front of a server that is down answers for it.
      case 502:
      case 504:
        return { ...told("unreachable", detail), final: false, retryAfterS: null };
    }
  }
  // All well, and yet no socket: something in between lets none through, or the server was only just there again.
  return { ...told("socket_refused", ""), final: false, retryAfterS: null };
}

function told(code: string, detail: string): { why: Why } {
  return { why: { code, detail } };
}
