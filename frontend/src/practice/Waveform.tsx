import { type PointerEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useTheme } from "../app/useTheme";
import type { Loop } from "./loop";
import styles from "./Waveform.module.css";

interface Props {
  peaks: Float32Array;
  durationS: number;
  loop: Loop | null;
  /** Dragged from one place to another; the same place twice is a tap. */
  onDrag(fromS: number, toS: number): void;
  onTap(atS: number): void;
}

/** Shorter is a tap, px. */
const TAP_PX = 6;

/** The outline of the recording. Drag to choose a loop; the sliders beside it do the same by keyboard. */
export function Waveform({ peaks, durationS, loop, onDrag, onTap }: Props) {
  const { t } = useTranslation("practice");
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useTheme();
  const began = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: in the dark it is painted in other colours
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const paint = () => draw(element, peaks);
    paint();
    const watch = new ResizeObserver(paint);
    watch.observe(element);
    return () => watch.disconnect();
  }, [peaks, isDark]);

  const place = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / width)) * durationS;
  };
  const up = (event: PointerEvent) => {
    if (began.current === null) return;
    const pixels = (Math.abs(place(event) - began.current) / durationS) * event.currentTarget.clientWidth;
    if (pixels < TAP_PX) onTap(began.current);
    else onDrag(began.current, place(event));
    began.current = null;
  };
  return (
    <div
      className={styles.wave}
      role="img"
      aria-label={t("slow.wave")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        began.current = place(event);
      }}
      onPointerUp={up}
      onPointerCancel={() => {
        began.current = null;
      }}
    >
      <canvas ref={canvas} className={styles.canvas} />
      {loop !== null && (
        <div
          className={styles.loop}
          style={{
            left: `${(100 * loop.fromS) / durationS}%`,
            width: `${(100 * (loop.toS - loop.fromS)) / durationS}%`,
          }}
        />
      )}
    </div>
  );
}

function draw(element: HTMLCanvasElement, peaks: Float32Array) {
  const scale = window.devicePixelRatio || 1;
  const width = Math.round(element.clientWidth * scale);
  const height = Math.round(element.clientHeight * scale);
  element.width = width;
  element.height = height;
  const context = element.getContext("2d");
  if (context === null) return;
  context.fillStyle = getComputedStyle(element).color;
  for (let x = 0; x < width; x++) {
    const peak = peaks[Math.floor((x * peaks.length) / width)] ?? 0;
    const half = Math.max(0.5, (peak * height) / 2);
    context.fillRect(x, height / 2 - half, 1, 2 * half);
  }
}
