import { cleanup, configure, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { useSettings } from "../app/settings";
import { useListened } from "../connection/listened";
import { nothingHeard, type TimedChord, useSession } from "../connection/session";
import { startLanguage } from "../i18n";
import { CorrectDialog } from "./CorrectDialog";
import { correctionOf } from "./telling";

// A machine may be busy with other things.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 120_000 });

const chord: TimedChord = {
  label: "A:min",
  symbol: "Am",
  bass: "A",
  start: 2,
  end: 3.9,
  confidence: 0.71,
  alternatives: [{ label: "A:min7", symbol: "Am7", confidence: 0.2 }],
  model: { name: "chordwork-chord", version: "0.3.0" },
};
const asked: { url: string; body: unknown }[] = [];
let answer: () => Promise<Response> = async () => new Response("{}");

beforeAll(startLanguage);
beforeAll(() => {
  // jsdom knows no modal dialogs.
  HTMLDialogElement.prototype.showModal = function show(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
});
beforeEach(() => {
  asked.length = 0;
  answer = async () => new Response("{}");
  vi.stubGlobal("fetch", (url: URL | string, request: RequestInit) => {
    asked.push({ url: String(url), body: JSON.parse(String(request.body)) });
    return answer();
  });
  useSession.setState({ ...nothingHeard, finals: [chord], corrections: true }, true);
  useListened.setState({ notices: [] });
  useSettings.setState({ tells: false });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function choose(symbol: string) {
  fireEvent.click(screen.getByRole("button", { name: new RegExp(`^${symbol}$`) }));
}

function show() {
  const onClose = vi.fn();
  render(<CorrectDialog chord={chord} onClose={onClose} />);
  return onClose;
}

test("a server that wants no corrections is told none, and nothing is offered", () => {
  useSession.setState({ corrections: false });
  useSettings.setState({ tells: true });
  const onClose = show();
  expect(screen.queryByRole("checkbox")).toBeNull();
  choose("Am7");
  expect(onClose).toHaveBeenCalled();
  expect(asked).toEqual([]);
  expect(useSession.getState().finals[0]!.corrected?.label).toBe("A:min7");
});

test("nothing leaves the device unless the player says so", () => {
  show();
  expect((screen.getByRole("checkbox") as HTMLInputElement).checked).toBe(false);
  choose("Am7");
  expect(asked).toEqual([]);
});

test("what was chosen is told, and nothing else", async () => {
  show();
  fireEvent.click(screen.getByRole("checkbox"));
  expect(useSettings.getState().tells).toBe(true);
  choose("Am7");
  await waitFor(() => expect(useListened.getState().notices.map(({ code }) => code)).toEqual(["told"]));
  expect(asked).toHaveLength(1);
  expect(asked[0]!.url).toMatch(/\/corrections$/);
  expect(asked[0]!.body).toEqual({
    name: "chordwork-chord",
    version: "0.3.0",
    heard: "A:min",
    corrected: "A:min7",
    confidence: 0.71,
    seconds: 1.9,
  });
});

test("a server that does not take it is no trouble for the timeline", async () => {
  answer = () => Promise.reject(new TypeError("no network"));
  useSettings.setState({ tells: true });
  show();
  choose("Am7");
  await waitFor(() => expect(useListened.getState().notices.map(({ code }) => code)).toEqual(["notTold"]));
  expect(useSession.getState().finals[0]!.corrected?.label).toBe("A:min7");
});

test("a chord that still rings, or of an unknown model, is not told", () => {
  const { model: _, ...unknown } = chord;
  expect(correctionOf(unknown, "N")).toBeNull();
  expect(correctionOf({ ...chord, end: null }, "N")).toBeNull();
});
