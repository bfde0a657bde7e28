import { expect, test } from "vitest";
import { recall, remember } from "./last";

test("what was worked on last comes back as it was, bytes too", async () => {
  expect(await recall("plan")).toBeUndefined();
  await remember("plan", { title: "One", midi: new Uint8Array([1, 2, 3]) });
  await remember("plan", { title: "Two", midi: new Uint8Array([4, 5]) });
  const back = await recall<{ title: string; midi: Uint8Array }>("plan");
  expect(back?.title).toBe("Two");
  expect([...(back?.midi ?? [])]).toEqual([4, 5]);
});

test("what cannot be kept does not stop the work", async () => {
  await expect(remember("plan", () => 1)).resolves.toBeUndefined();
  expect(await recall("plan")).toBeDefined();
});
