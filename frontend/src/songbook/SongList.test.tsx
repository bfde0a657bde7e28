import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { startLanguage } from "../i18n";
import { addSong, listSongs, removeSong, type Song } from "../storage/songs";
import { SongEditor } from "./SongEditor";
import { SongList, search } from "./SongList";
import { SongPage } from "./SongPage";
import { writeBook } from "./songFiles";

// A machine may be busy with other things.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 120_000 });

beforeAll(startLanguage);
beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
});
afterEach(async () => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const song of await listSongs()) await removeSong(song.id);
});

function show(element: React.ReactElement, path = "/songs") {
  const { hook, history } = memoryLocation({ path, record: true });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Router hook={hook}>{element}</Router>
    </QueryClientProvider>,
  );
  return history;
}

test("files dropped on the book are added, and a foreign one is named", async () => {
  show(<SongList />);
  await screen.findByText(/No songs yet/);
  const files = [
    new File(["{title: Dropped}\n[C]La"], "a.cho"),
    new File(["{title: Dropped}\n[C]La"], "the same.cho"),
    new File(["{}"], "foreign.json"),
    new File(
      [writeBook([{ ...(await addSong({ title: "Here", text: "[G]x" })), text: "[A]x" }])],
      "book.json",
    ),
  ];
  fireEvent.drop(screen.getByLabelText("Song book"), { dataTransfer: { files } });
  expect(await screen.findByText("foreign.json is no song book of Chordwork.")).toBeTruthy();
  expect(
    screen.getByText(
      /1 song is added\. 1 song was here in other words: both are kept\. 1 song was here already/,
    ),
  ).toBeTruthy();
  await waitFor(() => expect(screen.getAllByRole("listitem")).toHaveLength(3));
});

test("words are found without their accents and through their chords, titles first", () => {
  const song = (title: string, text: string) => ({ title, text }) as Song;
  const songs = [song("Other", "Mor[C]genröte"), song("Morgenrot", "x"), song("No", "y")];
  expect(search(songs, "MORGENRO").map((each) => each.title)).toEqual(["Morgenrot", "Other"]);
});

test("no room left: said, and the text stays and can be saved as a file", async () => {
  show(<SongEditor song={null} />, "/songs/new");
  const text = screen.getByLabelText("Words and chords");
  fireEvent.change(text, { target: { value: "[C]Hello" } });
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  fireEvent.click(screen.getByText("Save"));
  expect((await screen.findByRole("alert")).textContent).toMatch(/no room left.*Save the text as a file/);
  expect((text as HTMLTextAreaElement).value).toBe("[C]Hello");
});

test("a sheet shows without the server, moves, and is brought back after it was removed", async () => {
  const song = await addSong({ title: "One", text: "[G]Hello [C6/9]you" });
  const history = show(<SongPage id={song.id} />);
  expect(await screen.findByText("C6/9")).toBeTruthy();
  fireEvent.click(screen.getByLabelText("Transpose: more"));
  fireEvent.click(await screen.findByLabelText("Transpose: more"));
  await waitFor(() => expect(screen.getByText("+2")).toBeTruthy());
  expect(screen.getByText("D6/9")).toBeTruthy();
  fireEvent.click(screen.getByText("Remove"));
  await waitFor(() => expect(history.at(-1)).toBe("/songs"));
  cleanup();
  show(<SongList />);
  fireEvent.click(await screen.findByText("Bring it back"));
  expect((await screen.findByText("One")).textContent).toBe("One");
});
