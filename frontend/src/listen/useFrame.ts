import { useEffect, useRef } from "react";

/** Calls back before each picture, while active. */
export function useFrame(draw: (nowMs: number, passedMs: number) => void, active = true): void {
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
  });
  useEffect(() => {
    if (!active) return;
    let before = performance.now();
    let handle = requestAnimationFrame(function tick(nowMs) {
      latest.current(nowMs, Math.max(0, nowMs - before));
      before = nowMs;
      handle = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(handle);
  }, [active]);
}

/** Whether the player asked for stillness. */
export const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
