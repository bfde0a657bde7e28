import { listSongs, type NewSong, putSongs, type Song } from "../storage/songs";
import { isForeign, type ReadChart, readChartFile, readChartText } from "./charts";
import { type Merge, mergeBook, readSongFile } from "./songFiles";

export interface ImportReport {
  added: number;
  same: number;
  beside: number;
  /** One for each file that could not be taken; the others were. */
  faults: unknown[];
  /** What the server remarked of charts that it read. */
  notes: string[];
  /** Titles of songs whose metre changes, which their sheets do not say. */
  metres: string[];
  /** Of a song that came alone. */
  id: string | null;
}

export async function importFiles(files: readonly File[]): Promise<ImportReport> {
  const report = empty();
  const known = await listSongs();
  for (const file of files) {
    try {
      if (await isForeign(file)) {
        const { put } = await keep(await readChartFile(file), known, report);
        known.push(...put);
        continue;
      }
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

/** A link or another text that the server reads. */
export async function importText(text: string): Promise<ImportReport> {
  const report = empty();
  try {
    await keep(await readChartText(text), await listSongs(), report);
  } catch (error) {
    report.faults.push(error);
  }
  return report;
}

function empty(): ImportReport {
  return { added: 0, same: 0, beside: 0, faults: [], notes: [], metres: [], id: null };
}

async function keep(read: ReadChart, known: readonly Song[], report: ImportReport): Promise<Merge> {
  const merge = mergeTexts(known, read.songs);
  await putSongs(merge.put);
  report.added += merge.put.length;
  report.same += merge.same;
  report.notes.push(...read.notes);
  report.metres.push(...read.metres);
  if (merge.put.length === 1) report.id = merge.put[0]!.id;
  return merge;
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
