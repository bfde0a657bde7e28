/** The room that the browser gives: asked to be kept, and told when it is full. */

/** The device has no room for more; what was there before is still there. */
export class StorageFull extends Error {
  readonly code = "storage_full";

  constructor(cause: unknown) {
    super("There is no room left on this device.", { cause });
    this.name = "StorageFull";
  }
}

/** Runs a change of what is kept; `StorageFull` where there was no room for it. */
export async function orStorageFull<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if ((error as { name?: unknown } | null)?.name === "QuotaExceededError") throw new StorageFull(error);
    throw error;
  }
}

const ASKED = "chordwork-asked-to-persist";

/** Asks the browser once, when there is something to keep, not to throw it away when room is short. */
export async function askToPersist(): Promise<void> {
  try {
    if (localStorage.getItem(ASKED) !== null || !navigator.storage?.persist) return;
    localStorage.setItem(ASKED, "yes");
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // A browser that forbids to ask keeps songs as long as it likes.
  }
}
