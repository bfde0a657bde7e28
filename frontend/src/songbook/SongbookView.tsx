import { useParams } from "wouter";
import { SongEditor } from "./SongEditor";
import { SongList } from "./SongList";
import { SongPage } from "./SongPage";

/** `/songs`, `/songs/new`, and `/songs/` with the number of a song. */
export default function SongbookView() {
  const { id } = useParams<{ id?: string }>();
  if (id === undefined) return <SongList />;
  return id === "new" ? <SongEditor song={null} /> : <SongPage key={id} id={id} />;
}
