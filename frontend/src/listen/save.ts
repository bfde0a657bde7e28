/** Files that leave the page. */
import { post } from "../api/post";
import { useSettings } from "../app/settings";
import { listening } from "../connection/browser";
import { useListened } from "../connection/listened";
import { useSession } from "../connection/session";
import { addSong } from "../storage/songs";
import { chordPro, inBars, jams, lab, tabRequest } from "./exports";

export const MADE_BY_SERVER = ["midi", "musicxml", "chordpro", "pdf"] as const;
export const MADE_HERE = ["lab", "jams", "wav"] as const;
export type Form = (typeof MADE_BY_SERVER)[number] | (typeof MADE_HERE)[number];

const ENDINGS: Record<Form, string> = {
  midi: "mid",
  musicxml: "musicxml",
  chordpro: "cho",
  pdf: "pdf",
  lab: "lab",
  jams: "jams",
  wav: "wav",
};

/** Of a file without its ending, of a clip, or the day and hour. */
export function titleOf(now = new Date()): string {
  const { title } = useListened.getState();
  if (title !== "") return title.replace(/\.\w{2,4}$/, "");
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `Chordwork ${day} ${two(now.getHours())}.${two(now.getMinutes())}`;
}

/** @throws Problem what the server said against it */
export async function save(form: Form): Promise<void> {
  const title = titleOf();
  const blob = await made(form, title);
  if (blob === null) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${title.replace(/[\\/:*?"<>|]/g, "-")}.${ENDINGS[form]}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function made(form: Form, title: string): Promise<Blob | null> {
  const session = useSession.getState();
  switch (form) {
    case "lab":
      return new Blob([lab(session)], { type: "text/plain" });
    case "jams":
      return new Blob([jams(session, title)], { type: "application/json" });
    case "wav":
      return listening.tape.wav();
    default: {
      const { instrument, tuning, level, leftHanded } = useSettings.getState();
      const body = tabRequest(session, { instrument, tuning, level, left_handed: leftHanded, title });
      return (await post(`/tabs?format=${form}`, body)).blob();
    }
  }
}

/** Returns the song's id. */
export async function toSongbook(): Promise<string> {
  const session = useSession.getState();
  const title = titleOf();
  const tempoBpm = Math.round(inBars(session).tempoBpm);
  const song = await addSong({
    title,
    text: chordPro(session, title),
    key: session.key?.name ?? null,
    tempoBpm,
  });
  return song.id;
}
