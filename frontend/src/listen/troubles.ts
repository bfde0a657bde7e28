/** Which words there are for what went wrong: the keys under `trouble` of the messages of `listen`. */
const KNOWN = [
  "insecure",
  "denied",
  "none",
  "busy",
  "undecodable",
  "tooLarge",
  "unreachable",
  "lost",
  "key_missing",
  "key_unknown",
  "origin",
  "rate",
  "engine_full",
  "engine_overloaded",
  "too_many_connections",
  "draining",
  "engine_draining",
  "socket_refused",
  "taken_over",
  "session_crashed",
  "resume_failed",
] as const;
export type Trouble = (typeof KNOWN)[number] | "other";

export function troubleOf(code: string): Trouble {
  return KNOWN.find((each) => each === code) ?? "other";
}

/** Where the server wants a key, it can be typed in on the spot. */
export function wantsKey(code: string): boolean {
  return code === "key_missing" || code === "key_unknown";
}

/** Warnings of the server that there are own words for; others are said in the server's. */
const WARNINGS = [
  "channels_cancel",
  "silent",
  "clipped",
  "tuning_far_off",
  "looks_like",
  "damaged_audio",
  "realigned",
] as const;
export type KnownWarning = (typeof WARNINGS)[number];

export function warningOf(code: string): KnownWarning | null {
  return WARNINGS.find((each) => each === code) ?? null;
}
