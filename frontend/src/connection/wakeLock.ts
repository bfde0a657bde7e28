/** Keeps the screen on while one plays: a music stand has no free hand. */
export class WakeLock {
  #lock: WakeLockSentinel | null = null;
  #wanted = false;

  async hold(): Promise<void> {
    this.#wanted = true;
    if (this.#lock !== null || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    try {
      const lock = await navigator.wakeLock.request("screen");
      // The system takes it back when the page is hidden; `hold` is said again when it is seen.
      lock.addEventListener("release", () => {
        if (this.#lock === lock) this.#lock = null;
      });
      this.#lock = lock;
      if (!this.#wanted) this.release();
    } catch {
      // Refused, as on a low battery: the screen goes dark as it always did.
    }
  }

  release(): void {
    this.#wanted = false;
    void this.#lock?.release();
    this.#lock = null;
  }
}
