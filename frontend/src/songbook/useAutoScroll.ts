import { type RefObject, useEffect } from "react";

/** How long the song lasts, as far as its sheet tells. */
export function durationS(
  song: { tempoBpm: number | null; metre: string },
  lines: number,
  said: string | undefined,
): number {
  const clock = /^(?:(\d+):)?(\d{1,3})(?:\.\d+)?$/.exec(said?.trim() ?? "");
  const told = clock === null ? 0 : 60 * Number(clock[1] ?? 0) + Number(clock[2]);
  if (told > 0) return told;
  const [upper = 4, lower = 4] = song.metre.split("/").map(Number);
  // Felt beats: dotted quarters where eighths come in threes.
  const beats = lower === 8 && upper % 3 === 0 && upper > 3 ? upper / 3 : (upper * 4) / lower;
  return Math.max(1, lines) * BARS_A_LINE * beats * (60 / (song.tempoBpm ?? 100));
}

/** A line of words is mostly two bars, or four at a quick pace; two keeps the words before the voice. */
const BARS_A_LINE = 2;

/** Moves what is in an element upwards, evenly; a hand may move it meanwhile. */
export function useAutoScroll(place: RefObject<HTMLElement | null>, pixelsPerS: number, running: boolean) {
  useEffect(() => {
    const element = place.current;
    if (element === null || !running) return;
    let frame = 0;
    let before = performance.now();
    let top = element.scrollTop;
    const step = (now: number) => {
      // A tab that was away goes on from where it was.
      const passed = Math.min(now - before, 250) / 1000;
      before = now;
      if (Math.abs(element.scrollTop - top) > 2) top = element.scrollTop;
      top = Math.min(top + pixelsPerS * passed, element.scrollHeight - element.clientHeight);
      element.scrollTop = top;
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [place, pixelsPerS, running]);
}

/** The display stays lit while a sheet stands; asked for again when the page comes back. */
export function useWakeLock() {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let left = false;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
      if (left) void lock?.release();
    };
    void ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, []);
}
