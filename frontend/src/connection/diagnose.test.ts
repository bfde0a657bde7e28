import { expect, test } from "vitest";
import { type Answer, diagnose } from "./diagnose";

const fine: Answer = { status: 200, code: null, detail: "", retryAfterS: null };
const refusal = (status: number, code: string | null, retryAfterS: number | null = null): Answer => ({
  status,
  code,
  detail: "words",
  retryAfterS,
});
const asked = (readyz: Answer | null, instruments: Answer | null) =>
  diagnose(async (path) => (path === "/readyz" ? readyz : instruments));

test.each([
  ["nobody answers", null, null, "unreachable", false],
  ["a key is wanted", fine, refusal(401, "key_missing"), "key_missing", true],
  ["the key is wrong", fine, refusal(401, "key_unknown"), "key_unknown", true],
  ["the page is of another place", fine, refusal(403, "origin"), "origin", true],
  ["too many questions", fine, refusal(429, "rate", 7), "rate", false],
  ["no room", refusal(503, "engine_full", 5), fine, "engine_full", false],
  ["it shuts down", refusal(503, "engine_draining", 2), fine, "engine_draining", false],
  ["a proxy speaks for a server that is down", refusal(502, null), refusal(502, null), "unreachable", false],
  ["all well but the socket", fine, fine, "socket_refused", false],
])("%s", async (_, readyz, instruments, code, final) => {
  expect(await asked(readyz, instruments)).toMatchObject({ why: { code }, final });
});

test("how long to wait is passed on", async () => {
  expect((await asked(fine, refusal(429, "rate", 7))).retryAfterS).toBe(7);
});
