/** A song that is being written: theme, wishes, the plan, and what of it is to stay. Kept over a reload. */
import { create } from "zustand";
import { api, Problem } from "../api/client";
import type { components } from "../api/rest.gen";
import { useSettings } from "../app/settings";
import { recall, remember } from "../storage/last";
import { type SongPlan, toggled, withLocks } from "./plan";

type InstructionsRequest = components["schemas"]["InstructionsRequest"];
export type Wishes = Partial<Pick<InstructionsRequest, "voice" | "mood" | "metre">>;

export interface Writing {
  theme: string;
  wishes: Wishes;
  plan: SongPlan | null;
  /** Paths that stay when the rest is written anew. */
  locks: string[];
  busy: boolean;
  problem: Problem | null;
  /** The plan before the last change, to take that back. */
  before: { plan: SongPlan; locks: string[] } | null;
}

export const useWriting = create<Writing>()(() => ({
  theme: "",
  wishes: {},
  plan: null,
  locks: [],
  busy: false,
  problem: null,
  before: null,
}));

const { getState: writing, setState: set } = useWriting;
/** Seeds beyond hold no more songs worth the digits. */
const SEEDS = 1_000_000;
let asking = 0;

export function setTheme(theme: string) {
  set({ theme });
  keep();
}

export function wish(wishes: Wishes) {
  set({ wishes: { ...writing().wishes, ...wishes } });
  keep();
}

export function toggleLock(path: string) {
  set({ locks: toggled(writing().locks, path) });
  keep();
}

/** A new song on the theme; nothing of the one before stays. */
export function write(): Promise<boolean> {
  const { theme, wishes } = writing();
  return ask({ theme, ...wishes, ...player(), seed: 0 }, []);
}

/** Another song around what is locked. */
export function writeAnew(): Promise<boolean> {
  const { plan, locks } = writing();
  if (plan === null) return write();
  const seed = (plan.seed + 1 + Math.floor(Math.random() * (SEEDS - 2))) % SEEDS;
  return ask({ plan: data(withLocks(plan, locks)), ...player(), seed });
}

/** The same song for the level and instrument that are set now. */
export function adapt(): Promise<boolean> {
  const { plan, locks } = writing();
  return plan === null ? write() : ask({ plan: data(withLocks(plan, locks)), ...player() });
}

/** A field set by hand: it stays, and what hangs on it follows. False if the server refuses it. */
export function change(path: string, value: string | number): Promise<boolean> {
  const { plan, locks } = writing();
  if (plan === null) return Promise.resolve(false);
  return ask({ plan: data(withLocks(plan, locks)), locked: data({ [path]: value }) });
}

export function takeBack() {
  const { before } = writing();
  if (before !== null) set({ ...before, before: null, problem: null });
  keep();
}

async function ask(body: Partial<InstructionsRequest>, locks?: string[]): Promise<boolean> {
  const mine = ++asking;
  set({ busy: true, problem: null });
  try {
    const answer = await api.POST("/instructions", { body: body as InstructionsRequest });
    if (mine !== asking) return false;
    const plan = answer.data as SongPlan; // refusals were thrown
    const was = writing();
    set({
      plan,
      locks: locks ?? [...(plan.locked ?? [])],
      before: was.plan === null ? null : { plan: was.plan, locks: was.locks },
    });
    keep();
    return true;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (mine === asking)
      set({ problem: error instanceof Problem ? error : new Problem(0, "unknown", detail) });
    return false;
  } finally {
    if (mine === asking) set({ busy: false });
  }
}

function player() {
  const { level, instrument } = useSettings.getState();
  return { level, instrument };
}

/** The document says no more of it than that it is an object. */
function data(value: object): Record<string, never> {
  return value as Record<string, never>;
}

type Kept = Pick<Writing, "theme" | "wishes" | "plan" | "locks">;

function keep() {
  const { theme, wishes, plan, locks } = writing();
  void remember("writing", { theme, wishes, plan, locks } satisfies Kept);
}

let recalled: Promise<void> | null = null;

export function bringBack(): Promise<void> {
  recalled ??= recall<Kept>("writing").then((kept) => {
    const { theme, plan } = writing();
    if (kept !== undefined && theme === "" && plan === null) set(kept);
  });
  return recalled;
}
