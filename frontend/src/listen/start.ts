/** What a player asks to be listened to. */
import { listening } from "../connection/browser";
import { DEMOS, type Demo } from "./demos";

export function startMicrophone(goOn = false): void {
  void listening.start({ kind: "microphone" }, goOn);
}

export function startDemo(demo: Demo): void {
  const { url, title, credit } = DEMOS[demo];
  void listening.start({ kind: "demo", title, credit, recording: { from: url, aloud: true } });
}

export function startFile(file: File, aloud: boolean): void {
  void listening.start({ kind: "file", title: file.name, credit: null, recording: { from: file, aloud } });
}
