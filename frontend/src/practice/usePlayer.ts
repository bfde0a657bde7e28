/** Plays a recording slower, at its own pitch, in a loop. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { faster, jumpBack, type Loop } from "./loop";

export interface Player {
  element: RefObject<HTMLAudioElement | null>;
  playing: boolean;
  /** Percent. */
  speed: number;
  /** Whether the browser keeps the pitch at other speeds. */
  keepsPitch: boolean;
  toggle(): void;
  seek(seconds: number): void;
  setSpeed(percent: number): void;
}

const keepsPitch = typeof HTMLMediaElement !== "undefined" && "preservesPitch" in HTMLMediaElement.prototype;

/**
 * @param stepPercent faster after each round
 * @param onMove where it is, once for each picture on the screen while it plays
 */
export function usePlayer(
  loop: Loop | null,
  stepPercent: number,
  onMove: (positionS: number) => void,
): Player {
  const element = useRef<HTMLAudioElement | null>(null);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(100);
  const latest = useRef({ loop, stepPercent, onMove });
  latest.current = { loop, stepPercent, onMove };

  useEffect(() => {
    const audio = element.current;
    if (audio === null) return;
    audio.preservesPitch = true;
    audio.playbackRate = speed / 100;
  });

  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    const look = () => {
      const audio = element.current;
      if (audio === null) return;
      const { loop: now, stepPercent: step, onMove: move } = latest.current;
      const back = jumpBack(now, audio.currentTime);
      if (back !== null) {
        if (now !== null && audio.currentTime >= now.toS && step > 0) setSpeed((each) => faster(each, step));
        audio.currentTime = back;
      }
      move(audio.currentTime);
    };
    const paint = () => {
      look();
      frame = requestAnimationFrame(paint);
    };
    frame = requestAnimationFrame(paint);
    // Nothing is painted in a tab in the background, but the loop goes on.
    const timer = window.setInterval(() => document.hidden && look(), 100);
    return () => {
      cancelAnimationFrame(frame);
      window.clearInterval(timer);
    };
  }, [playing]);

  useEffect(() => {
    const audio = element.current;
    if (audio === null) return;
    const done = new AbortController();
    const tell = () => setPlaying(!audio.paused && !audio.ended);
    const ended = () => {
      const { loop: now } = latest.current;
      if (now === null) return tell();
      audio.currentTime = now.fromS;
      void audio.play();
    };
    for (const event of ["play", "pause"]) audio.addEventListener(event, tell, { signal: done.signal });
    audio.addEventListener("ended", ended, { signal: done.signal });
    return () => done.abort();
  }, []);

  const toggle = useCallback(() => {
    const audio = element.current;
    if (audio === null) return;
    if (audio.paused) void audio.play().catch(() => {});
    else audio.pause();
  }, []);
  const seek = useCallback((seconds: number) => {
    const audio = element.current;
    if (audio === null) return;
    audio.currentTime = seconds;
    latest.current.onMove(seconds);
  }, []);
  return { element, playing, speed, keepsPitch, toggle, seek, setSpeed };
}
