import { beforeEach, expect, test, vi } from "vitest";
import { api, Problem } from "../api/client";
import {
  bringBack,
  change,
  setTheme,
  takeBack,
  toggleLock,
  useWriting,
  write,
  writeAnew,
} from "./useWriting";

const fresh = useWriting.getState();
const post = vi.spyOn(api, "POST");
const answer = (plan: object) =>
  post.mockResolvedValueOnce({ data: plan, response: new Response() } as never);
const sent = () => (post.mock.lastCall as unknown as [string, { body: Record<string, unknown> }])[1].body;
const plan = { title: "One", seed: 0, sections: [{ name: "verse" }], locked: [] };

beforeEach(() => {
  post.mockReset();
  useWriting.setState(fresh, true);
});

test("a theme becomes a plan for the player's level and instrument", async () => {
  setTheme("a train");
  answer(plan);
  expect(await write()).toBe(true);
  expect(sent()).toMatchObject({ theme: "a train", level: "intermediate", instrument: "guitar" });
  expect(useWriting.getState()).toMatchObject({ plan: { title: "One" }, busy: false, before: null });
});

test("the rest is written anew around what is locked, with another seed", async () => {
  useWriting.setState({ plan: plan as never, locks: ["sections.bridge.chords"] });
  toggleLock("title");
  answer({ ...plan, seed: 5, locked: ["title"] });
  await writeAnew();
  expect(sent()).toMatchObject({ plan: { locked: ["title"] } });
  expect(sent()["seed"]).not.toBe(0);
  expect(useWriting.getState().locks).toEqual(["title"]);
});

test("a field set by hand is sent with its value, is locked from then on, and can be taken back", async () => {
  useWriting.setState({ plan: plan as never, locks: ["title"] });
  answer({ ...plan, key: "G major", locked: ["key", "title"] });
  expect(await change("key", "G major")).toBe(true);
  expect(sent()).toMatchObject({ locked: { key: "G major" }, plan: { locked: ["title"] } });
  expect(useWriting.getState().locks).toEqual(["key", "title"]);
  takeBack();
  expect(useWriting.getState()).toMatchObject({ plan: { title: "One" }, locks: ["title"] });
});

test("a refusal leaves the plan as it was, and is said", async () => {
  useWriting.setState({ plan: plan as never });
  post.mockRejectedValueOnce(new Problem(422, "chord_symbol", "a chord starts with a capital letter"));
  expect(await change("sections.verse.chords", "Zz")).toBe(false);
  expect(useWriting.getState()).toMatchObject({
    plan: { title: "One" },
    busy: false,
    problem: { code: "chord_symbol" },
  });
});

test("the later of two wishes counts, whichever answer is first", async () => {
  setTheme("a");
  let slow: (value: unknown) => void = () => undefined;
  post.mockReturnValueOnce(new Promise((resolve) => (slow = resolve)) as never);
  const first = write();
  answer({ ...plan, title: "Two" });
  await write();
  slow({ data: { ...plan, title: "Late" } });
  expect(await first).toBe(false);
  expect(useWriting.getState()).toMatchObject({ plan: { title: "Two" }, busy: false });
});

test("a reload loses nothing", async () => {
  setTheme("a train");
  answer(plan);
  await write();
  toggleLock("title");
  await new Promise((resolve) => setTimeout(resolve, 20));
  useWriting.setState(fresh, true);
  await bringBack();
  expect(useWriting.getState()).toMatchObject({ theme: "a train", plan: { title: "One" }, locks: ["title"] });
});
