/** What was practised, kept on the device. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { type Training, typicalChange } from "./trainer";

/** One sitting with one progression. */
export interface Sitting {
  id: string;
  /** ms since 1970. */
  at: number;
  /** Symbols as the player saw them. */
  chords: string[];
  /** Chords that were right. */
  right: number;
  /** Without a slip. */
  clean: number;
  best: number;
  /** Middle time of a change, seconds. */
  changeS: number | null;
}

interface Schema extends DBSchema {
  sittings: { key: string; value: Sitting; indexes: { at: number } };
}

let database: Promise<IDBPDatabase<Schema>> | null = null;
const changes = new EventTarget();

function open(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>("chordwork-practice", 1, {
    upgrade(opened) {
      opened.createObjectStore("sittings", { keyPath: "id" }).createIndex("at", "at");
    },
    terminated() {
      database = null;
    },
  });
  return database;
}

export function sittingOf(training: Training, id: string, at: number, chords: string[]): Sitting {
  return {
    id,
    at,
    chords,
    right: training.changes.length,
    clean: training.changes.filter((change) => change.clean).length,
    best: training.best,
    changeS: typicalChange(training.changes),
  };
}

/** Keeps a sitting; again with the same id, it replaces what was kept of it. */
export async function keepSitting(sitting: Sitting): Promise<void> {
  await (await open()).put("sittings", sitting);
  changes.dispatchEvent(new Event("change"));
}

/** The oldest first. */
export async function listSittings(): Promise<Sitting[]> {
  return (await open()).getAllFromIndex("sittings", "at");
}

export async function forgetSittings(): Promise<void> {
  await (await open()).clear("sittings");
  changes.dispatchEvent(new Event("change"));
}

export function followSittings(listener: () => void): () => void {
  changes.addEventListener("change", listener);
  return () => changes.removeEventListener("change", listener);
}
