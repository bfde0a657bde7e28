import { listSongs, type NewSong, putSongs, type Song } from "../storage/songs";
import { type Merge, mergeBook, readSongFile } from "./songFiles";

export interface ImportReport {
  added: number;
  same: number;
  beside: number;
  /** One for each file that could not be taken; the others were. */
  faults: unknown[];
}

export async function importFiles(files: readonly File[]): Promise<ImportReport> {
  const report: ImportReport = { added: 0, same: 0, beside: 0, faults: [] };
  const known = await listSongs();
  for (const file of files) {
    try {
      const read = await readSongFile(file);
      const merge = read.kind === "book" ? mergeBook(known, read.songs) : mergeTexts(known, read.songs);
      await putSongs(merge.put);
      known.push(...merge.put);
      report.added += merge.put.length - merge.beside;
      report.beside += merge.beside;
      report.same += merge.same;
    } catch (error) {
      report.faults.push(error);
    }
  }
  return report;
}

function asSong(song: NewSong): Song {
  const now = Date.now();
  return {
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
}

/** A text that is here letter by letter is not brought twice. */
function mergeTexts(here: readonly Song[], texts: readonly NewSong[]): Merge {
  const put = texts.filter((text) => !here.some((song) => song.text === text.text)).map(asSong);
  return { put, same: texts.length - put.length, beside: 0 };
}
