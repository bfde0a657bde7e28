/** Changes of what is known are written together, once for each picture on the screen. */
import { type SessionState, useSession } from "./session";

/** Where nothing is painted, as in a tab in the background, they are written all the same, after this. */
const AT_LATEST_MS = 250;

type Change = (state: SessionState, nowMs: number) => SessionState;

export class Ledger {
  #changes: Change[] = [];
  #frame = 0;
  #timer = 0;
  #toShowMs: number[] = [];

  add(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length > 1) return;
    this.#frame = requestAnimationFrame(() => this.write());
    this.#timer = window.setTimeout(() => this.write(), AT_LATEST_MS);
  }

  write(): void {
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#timer);
    const changes = this.#changes;
    if (changes.length === 0) return;
    this.#changes = [];
    const nowMs = performance.now();
    useSession.setState((state) => changes.reduce((each, change) => change(each, nowMs), state), true);
    this.#measure();
  }

  /** A chord is on its way to the screen; null where it is not known when its last sample was captured. */
  willShow(capturedMs: number | null): void {
    if (capturedMs !== null) this.#toShowMs.push(capturedMs);
  }

  /** From capture to picture, as measures that browsers' profilers and tests see; nothing is kept of them. */
  #measure(): void {
    const captured = this.#toShowMs;
    if (captured.length === 0) return;
    this.#toShowMs = [];
    setTimeout(() => {
      for (const start of captured) performance.measure("chord-on-screen", { start, end: performance.now() });
      performance.clearMeasures("chord-on-screen");
    });
  }

  /** Forgets what was not yet written. */
  clear(): void {
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#timer);
    this.#changes = [];
  }
}
