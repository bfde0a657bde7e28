import { useEffect } from "react";
import { barAt } from "./bars";
import { FASTEST_BPM, SLOWEST_BPM } from "./tap";
import { choose, chosenTempo, play, position, seekBar, stop, useBand } from "./useBand";

export const TEMPO_STEP = 2;

/** Changes the tempo that is chosen, not the practice speed. */
export function changeTempo(by: number) {
  const band = useBand.getState();
  const now = chosenTempo(band);
  if (now === null) return;
  const tempo = Math.round(now / band.speed) + by;
  choose({ tempoBpm: Math.min(FASTEST_BPM, Math.max(SLOWEST_BPM, tempo)) });
}

export function toggle() {
  if (useBand.getState().activity === "resting") void play();
  else stop();
}

/** Space plays and stops, arrows go by bars, + and - change the tempo; not where keys are for something else. */
export function useBandKeys() {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || taken(event)) return;
      const { bars } = useBand.getState();
      if (event.key === " ") toggle();
      else if (event.key === "ArrowLeft" && bars.length > 0) seekBar(barAt(bars, position()) - 1);
      else if (event.key === "ArrowRight" && bars.length > 0) seekBar(barAt(bars, position()) + 1);
      else if (event.key === "+" || event.key === "=") changeTempo(TEMPO_STEP);
      else if (event.key === "-") changeTempo(-TEMPO_STEP);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

/** Whoever has the focus wants this key: words are typed, a button is pressed with space. */
function taken(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (
    event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog") !== null
  )
    return true;
  return event.key === " " && event.target.closest("button, a, summary, input") !== null;
}
