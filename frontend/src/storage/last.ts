/** The last thing of each kind that was worked on, so that a reload loses nothing: IndexedDB, a value by name. */
import { type IDBPDatabase, openDB } from "idb";

const STORE = "last";

let database: Promise<IDBPDatabase> | null = null;

function open(): Promise<IDBPDatabase> {
  database ??= openDB("chordwork-last", 1, {
    upgrade(opened) {
      opened.createObjectStore(STORE);
    },
    terminated() {
      database = null;
    },
  });
  return database;
}

/** Anything that can be cloned. Where the browser keeps nothing (a private window), it is lost with the page. */
export async function remember(name: string, value: unknown): Promise<void> {
  try {
    await (await open()).put(STORE, value, name);
  } catch {
    database = null;
  }
}

export async function recall<Value>(name: string): Promise<Value | undefined> {
  try {
    return (await (await open()).get(STORE, name)) as Value | undefined;
  } catch {
    database = null;
    return undefined;
  }
}
