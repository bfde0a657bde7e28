import { expect, test, vi } from "vitest";
import { addSong, changeSong, followSongs, getSong, listSongs, removeSong } from "./songs";

test("a song is kept, changed, followed and removed", async () => {
  const told = vi.fn();
  const stop = followSongs(told);
  const song = await addSong({ title: "One", text: "[C]Hello" });
  await changeSong(song.id, { transpose: 2 });
  expect(await getSong(song.id)).toMatchObject({ title: "One", transpose: 2, metre: "4/4" });
  expect((await listSongs()).map((each) => each.id)).toEqual([song.id]);
  await removeSong(song.id);
  expect(await listSongs()).toEqual([]);
  expect(told).toHaveBeenCalledTimes(3);
  stop();
});
