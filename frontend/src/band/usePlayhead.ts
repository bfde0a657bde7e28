import { useEffect, useRef } from "react";
import { useBand } from "./useBand";

/** Calls for each picture while the band plays, and now and then while it rests, for who goes by bars. */
export function usePlayhead(draw: () => void) {
  const latest = useRef(draw);
  const playing = useBand((band) => band.activity === "playing");
  useEffect(() => {
    latest.current = draw;
  });
  useEffect(() => {
    if (!playing) {
      latest.current();
      const timer = window.setInterval(() => latest.current(), 150);
      return () => window.clearInterval(timer);
    }
    let frame = 0;
    const next = () => {
      latest.current();
      frame = requestAnimationFrame(next);
    };
    next();
    return () => cancelAnimationFrame(frame);
  }, [playing]);
}
