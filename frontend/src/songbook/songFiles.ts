/** Songs as files: the whole book as one, and single songs as text. What is no such file is refused with a code. */
import type { NewSong, Song } from "../storage/songs";
import { readSheet, titleOf } from "./sheet";
import { factsOf } from "./shown";

export const BOOK_NAME = "chordwork-songs.json";
export const TEXT_ENDINGS = [".cho", ".chopro", ".chordpro", ".crd", ".pro", ".txt"];
const FORMAT = "chordwork-songs";
const VERSION = 1;
/** A book of thousands of songs is smaller than this. */
const LARGEST_BYTES = 32 * 1024 * 1024;

export type SongFileFault = "too_large" | "empty" | "not_text" | "not_a_book" | "newer" | "damaged";

export class SongFileError extends Error {
  constructor(
    readonly code: SongFileFault,
    readonly fileName: string,
    /** What was wrong with it, for who wants to mend it. */
    readonly detail = "",
  ) {
    super(`${fileName}: ${code}${detail === "" ? "" : ` (${detail})`}`);
    this.name = "SongFileError";
  }
}

export type Imported = { kind: "book"; songs: Song[] } | { kind: "text"; songs: NewSong[] };

export function writeBook(songs: readonly Song[], now = new Date()): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, exported: now.toISOString(), songs }, null, 1)}\n`;
}

export async function readSongFile(file: File): Promise<Imported> {
  if (file.size > LARGEST_BYTES) throw new SongFileError("too_large", file.name);
  const text = decode(await file.arrayBuffer(), file.name);
  if (text.trim() === "") throw new SongFileError("empty", file.name);
  const isBook =
    /\.json$/i.test(file.name) || text.trimStart().startsWith('{"') || /^\s*\{\s*"format"/.test(text);
  if (isBook) return { kind: "book", songs: readBook(text, file.name) };
  return { kind: "text", songs: songsOfText(text, file.name.replace(/\.[^.]+$/, "")) };
}

/** UTF-8, or what Windows wrote before; bytes that are no text are refused. */
function decode(bytes: ArrayBuffer, name: string): string {
  const head = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  const wide =
    head[0] === 0xff && head[1] === 0xfe
      ? "utf-16le"
      : head[0] === 0xfe && head[1] === 0xff
        ? "utf-16be"
        : null;
  let text: string;
  try {
    text = new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("windows-1252").decode(bytes);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells a picture or a sound from a text
  if (/[\u0000-\u0008\u000e-\u001a]/.test(text)) throw new SongFileError("not_text", name);
  return text;
}

function readBook(text: string, name: string): Song[] {
  let book: unknown;
  try {
    book = JSON.parse(text);
  } catch (error) {
    throw new SongFileError("not_a_book", name, error instanceof Error ? error.message : "");
  }
  if (!isRecord(book) || book["format"] !== FORMAT) throw new SongFileError("not_a_book", name);
  if (typeof book["version"] !== "number") throw new SongFileError("damaged", name, "version");
  if (book["version"] > VERSION) throw new SongFileError("newer", name, String(book["version"]));
  if (!Array.isArray(book["songs"])) throw new SongFileError("damaged", name, "songs");
  return book["songs"].map((song: unknown, index) =>
    readSong(song, (field) => new SongFileError("damaged", name, `songs[${index}].${field}`)),
  );
}

function readSong(said: unknown, fault: (field: string) => SongFileError): Song {
  if (!isRecord(said)) throw fault("");
  const text = (field: string) => {
    const value = said[field];
    if (typeof value !== "string") throw fault(field);
    return value;
  };
  const number = (field: string, least: number, most: number, usual: number) => {
    const value = said[field] ?? usual;
    if (typeof value !== "number" || !(value >= least && value <= most)) throw fault(field);
    return value;
  };
  const whole = (field: string, least: number, most: number) => {
    const value = number(field, least, most, 0);
    if (!Number.isInteger(value)) throw fault(field);
    return value;
  };
  const id = text("id");
  if (id === "") throw fault("id");
  const metre = said["metre"] === undefined ? "4/4" : text("metre");
  if (!/^\d{1,2}\/\d{1,2}$/.test(metre)) throw fault("metre");
  const notation = said["notation"];
  if (notation !== undefined && notation !== "english" && notation !== "german" && notation !== "solfege")
    throw fault("notation");
  return {
    id,
    title: text("title"),
    text: text("text"),
    ...(notation === undefined ? {} : { notation }),
    key: said["key"] === null || said["key"] === undefined ? null : text("key"),
    tempoBpm:
      said["tempoBpm"] === null || said["tempoBpm"] === undefined ? null : number("tempoBpm", 1, 1000, 0),
    metre,
    capo: whole("capo", 0, 36),
    transpose: whole("transpose", -24, 24),
    createdAt: number("createdAt", 0, Number.MAX_SAFE_INTEGER, 0),
    updatedAt: number("updatedAt", 0, Number.MAX_SAFE_INTEGER, 0),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text file may hold several songs, parted by `{new_song}`. */
function songsOfText(text: string, name: string): NewSong[] {
  const songs = text.split(/^\s*\{\s*(?:new_song|ns)\s*\}\s*$/im).filter((each) => each.trim() !== "");
  return songs.map((each, index) => songOfText(each, songs.length > 1 ? `${name} ${index + 1}` : name));
}

/** A new song from what was typed, pasted or dropped. */
export function songOfText(text: string, fallback: string, notation?: Song["notation"]): NewSong {
  const sheet = readSheet(text, notation);
  const title = sheet.meta["title"] || fallback || titleOf(sheet);
  return { title, text, ...(notation === undefined ? {} : { notation }), ...factsOf(sheet) };
}

export interface Merge {
  put: Song[];
  /** Already here, word for word. */
  same: number;
  /** Here under the same number, but otherwise: kept beside it. */
  beside: number;
}

/** What to keep of a book so that nothing here is lost: a song that is here in other words becomes another one. */
export function mergeBook(here: readonly Song[], book: readonly Song[]): Merge {
  const known = new Map(here.map((song) => [song.id, song]));
  const merge: Merge = { put: [], same: 0, beside: 0 };
  for (const song of book) {
    const before = known.get(song.id);
    if (before === undefined) merge.put.push(song);
    else if (sameWords(before, song)) merge.same++;
    else {
      merge.put.push({ ...song, id: crypto.randomUUID() });
      merge.beside++;
    }
    known.set(song.id, song);
  }
  return merge;
}

function sameWords(one: Song, other: Song): boolean {
  const fields = ["title", "text", "key", "tempoBpm", "metre", "capo", "transpose", "notation"] as const;
  return fields.every((field) => one[field] === other[field]);
}
