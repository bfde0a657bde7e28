/** The listening side, loaded when somebody is to be listened to; it is shared with the view that listens. */

const load = () => import("../connection/browser");

export async function startListening(): Promise<void> {
  const { listening } = await load();
  await listening.start({ kind: "microphone" });
}

export async function stopListening(): Promise<void> {
  const { listening } = await load();
  await listening.stop();
}

/** Which notes sound costs the server a little: only while it is looked at. */
export function wantNotes(wanted: boolean): void {
  void load().then(({ listening }) => listening.wantNotes(wanted));
}
