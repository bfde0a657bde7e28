/** Songs on the device: IndexedDB, with a change that any view can follow. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** A sheet. Its text is ChordPro, so that it can leave as it is. */
export interface Song {
  id: string;
  title: string;
  text: string;
  /** `"G major"`; null: found from the chords. */
  key: string | null;
  /** Felt beats a minute. */
  tempoBpm: number | null;
  /** `"4/4"`. */
  metre: string;
  capo: number;
  /** Semitones that the chords are shown higher than the text says. */
  transpose: number;
  createdAt: number;
  updatedAt: number;
}

export type NewSong = Pick<Song, "title" | "text"> & Partial<Omit<Song, "id" | "createdAt" | "updatedAt">>;

interface Schema extends DBSchema {
  songs: { key: string; value: Song; indexes: { updatedAt: number } };
}

let database: Promise<IDBPDatabase<Schema>> | null = null;
const changes = new EventTarget();

function open(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>("chordwork", 1, {
    upgrade(opened) {
      opened.createObjectStore("songs", { keyPath: "id" }).createIndex("updatedAt", "updatedAt");
    },
    terminated() {
      database = null;
    },
  });
  return database;
}

/** All songs, the latest changed first. */
export async function listSongs(): Promise<Song[]> {
  return (await (await open()).getAllFromIndex("songs", "updatedAt")).reverse();
}

export async function getSong(id: string): Promise<Song | undefined> {
  return (await open()).get("songs", id);
}

export async function addSong(song: NewSong): Promise<Song> {
  const now = Date.now();
  const whole: Song = {
    key: null,
    tempoBpm: null,
    metre: "4/4",
    capo: 0,
    transpose: 0,
    ...song,
    id: crypto.randomUUID(),
    createdAt: now,
    updatedAt: now,
  };
  await putSong(whole);
  return whole;
}

/** Changes what is given of a song. */
export async function changeSong(id: string, change: Partial<Omit<Song, "id" | "createdAt">>): Promise<void> {
  const opened = await open();
  const transaction = opened.transaction("songs", "readwrite");
  const before = await transaction.store.get(id);
  if (before !== undefined) await transaction.store.put({ ...before, updatedAt: Date.now(), ...change });
  await transaction.done;
  changes.dispatchEvent(new Event("change"));
}

/** Keeps a whole song, as from a file. */
export async function putSong(song: Song): Promise<void> {
  await (await open()).put("songs", song);
  changes.dispatchEvent(new Event("change"));
}

export async function removeSong(id: string): Promise<void> {
  await (await open()).delete("songs", id);
  changes.dispatchEvent(new Event("change"));
}

/** Calls back after every change; returns how to stop. */
export function followSongs(listener: () => void): () => void {
  changes.addEventListener("change", listener);
  return () => changes.removeEventListener("change", listener);
}
