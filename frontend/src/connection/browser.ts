/** The one that listens, in this page, and the events of the page that concern it. */
import { useSettings } from "../app/settings";
import { listMicrophones, Microphone } from "../audio/microphone";
import { openRecording } from "../audio/recording";
import { dismiss, notice, useListened } from "./listened";
import { Listening } from "./listening";
import { useSession } from "./session";
import { WakeLock } from "./wakeLock";
import { browserWorld } from "./world";

const wakeLock = new WakeLock();
const apiKey = () => useSettings.getState().apiKey;

export const listening = new Listening({
  world: browserWorld(apiKey),
  apiKey,
  deviceId: () => useSettings.getState().deviceId,
  hidden: () => document.visibilityState === "hidden",
  microphone: async (deviceId, handlers) => {
    const microphone = await Microphone.open(deviceId, handlers);
    void noteDevices(); // their names are told from now on
    return microphone;
  },
  recording: openRecording,
  live: (isLive) => (isLive ? void wakeLock.hold() : wakeLock.release()),
});

const going = () => !["idle", "ended", "failed"].includes(useSession.getState().phase.name);

async function noteDevices(): Promise<void> {
  const before = useListened.getState().devices;
  const devices = (await listMicrophones()).map(({ deviceId, label }) => ({ deviceId, label }));
  useListened.setState({ devices });
  const isNew = (id: string) => id !== "default" && !before.some(({ deviceId }) => deviceId === id);
  const plugged = devices.find(({ deviceId }) => isNew(deviceId));
  if (before.length > 0 && plugged !== undefined && going()) {
    notice({ code: "deviceNew", detail: plugged.label, deviceId: plugged.deviceId });
  } else {
    const { deviceId } = useListened.getState().notices.find(({ code }) => code === "deviceNew") ?? {};
    if (!devices.some((device) => device.deviceId === deviceId)) dismiss("deviceNew");
  }
}

navigator.mediaDevices?.addEventListener("devicechange", () => {
  void noteDevices().then(() => listening.devicesChanged());
});
window.addEventListener("online", () => listening.online());
/** Less than this may be missing after the page was hidden, before it is said. */
const UNNOTICED_S = 3;
let hidden = { atMs: 0, heardS: 0 };

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") {
    hidden = { atMs: performance.now(), heardS: listening.nowS() };
    return;
  }
  if (!going()) return;
  void wakeLock.hold();
  listening.online();
  const missed = (performance.now() - hidden.atMs) / 1000 - (listening.nowS() - hidden.heardS);
  if (missed > UNNOTICED_S) notice({ code: "slept", detail: missed.toFixed(0) });
});
window.addEventListener("pagehide", (event) => {
  if (!event.persisted) listening.leave();
});
// A context that was stopped may run again after a touch, and only then.
for (const gesture of ["pointerdown", "keydown"]) {
  window.addEventListener(gesture, () => {
    if (useSession.getState().phase.name === "suspended") void listening.resume();
  });
}
