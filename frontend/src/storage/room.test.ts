import { afterEach, expect, test, vi } from "vitest";
import { askToPersist, StorageFull } from "./room";
import { addSong, changeSong, getSong, listSongs, putSongs, removeSong } from "./songs";

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

/** As browsers do it: the request fails, and with it the whole transaction. */
function fillUp() {
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
}

test("no room: said as such, and what was there stays", async () => {
  const song = await addSong({ title: "One", text: "[C]Hello" });
  fillUp();
  await expect(changeSong(song.id, { text: "longer" })).rejects.toBeInstanceOf(StorageFull);
  await expect(putSongs([{ ...song, id: "another" }])).rejects.toMatchObject({ code: "storage_full" });
  vi.restoreAllMocks();
  expect(await getSong(song.id)).toMatchObject({ text: "[C]Hello" });
  expect(await listSongs()).toHaveLength(1);
  await removeSong(song.id);
});

test("the browser is asked once to keep what is there", async () => {
  const persist = vi.fn(async () => true);
  vi.stubGlobal("navigator", { storage: { persist, persisted: async () => false } });
  await askToPersist();
  await askToPersist();
  expect(persist).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});
