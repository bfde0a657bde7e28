/** Songs on the device: IndexedDB, with a change that any view can follow. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Notation } from "../app/settings";
import { askToPersist, orStorageFull } from "./room";

/** A sheet. Its text is kept as it was typed: ChordPro, chords over lyrics, or lines of chords. */
export interface Song {
  id: string;
  title: string;
  text: string;
  /** Note names in the text; English unless said. */
  notation?: Notation;
  /** `"G major"`, of the chords as the text has them; null: found from the chords. */
  key: string | null;
  /** Felt beats a minute. */
  tempoBpm: number | null;
  /** `"4/4"`. */
  metre: string;
  /** That is played with. A `{capo}` in the text says that its chords are shapes behind that one. */
  capo: number;
  /** Semitones that the song sounds higher than the text says. */
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

/** Changes what is given of a song; `StorageFull` leaves it as it was. */
export async function changeSong(id: string, change: Partial<Omit<Song, "id" | "createdAt">>): Promise<void> {
  const opened = await open();
  await orStorageFull(async () => {
    const transaction = opened.transaction("songs", "readwrite");
    const done = transaction.done;
    done.catch(() => {}); // told below
    const before = await transaction.store.get(id);
    if (before !== undefined) await transaction.store.put({ ...before, updatedAt: Date.now(), ...change });
    await done;
  });
  changes.dispatchEvent(new Event("change"));
}

/** Keeps a whole song, as from a file. */
export function putSong(song: Song): Promise<void> {
  return putSongs([song]);
}

/** Keeps all of them, or with `StorageFull` none. */
export async function putSongs(songs: readonly Song[]): Promise<void> {
  const opened = await open();
  await orStorageFull(async () => {
    const transaction = opened.transaction("songs", "readwrite");
    await Promise.all([...songs.map((song) => transaction.store.put(song)), transaction.done]);
  });
  changes.dispatchEvent(new Event("change"));
  void askToPersist();
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
