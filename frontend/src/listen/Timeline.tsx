import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { useTheme } from "../app/useTheme";
import { listening } from "../connection/browser";
import { type TimedChord, useSession } from "../connection/session";
import { spoken } from "../harmony/spoken";
import { shown } from "../harmony/symbol";
import { CorrectDialog } from "./CorrectDialog";
import { type Colours, coloursOf, paint } from "./paint";
import styles from "./Timeline.module.css";
import { chordAt, eased, furthestBack, leftEdge, visible, visibleBeats } from "./timeline";
import { useFrame } from "./useFrame";

const NOW_AT = 0.8;
/** Further than this, and a finger drags; nearer, and it taps. */
const DRAG_PX = 6;

/** What was played, running by; drag to look back, tap a chord to correct it. */
export function Timeline() {
  const { t } = useTranslation("listen");
  const notation = useSettings((settings) => settings.notation);
  const isDark = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useRef({ widthPx: 0, heightPx: 0, scale: 1 });
  const colours = useRef<Colours | null>(null);
  const clock = useRef(0);
  const back = useRef(0);
  const drag = useRef<{ x: number; backS: number; moved: boolean } | null>(null);
  const [lookingBack, setLookingBack] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [correcting, setCorrecting] = useState<TimedChord | null>(null);
  const count = useSession((session) => session.finals.length);
  const chosenChord = useSession((session) => session.finals[chosen]);

  useEffect(() => {
    const element = canvas.current!;
    const resized = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      const scale = devicePixelRatio;
      size.current = { widthPx: width, heightPx: height, scale };
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what changes the colours
  useEffect(() => {
    // After the theme was put on the document.
    const later = requestAnimationFrame(() => {
      colours.current = coloursOf(document.documentElement);
    });
    return () => cancelAnimationFrame(later);
  }, [isDark]);

  const scaleOf = () => {
    const { widthPx } = size.current;
    return { widthPx, pxPerS: widthPx > 700 ? 64 : 40 };
  };

  useFrame((_, passedMs) => {
    const context = canvas.current?.getContext("2d");
    const { heightPx, scale } = size.current;
    if (context == null || colours.current === null || heightPx === 0) return;
    const { finals, tentative, provisional, beats } = useSession.getState();
    const undecided = provisional === null ? tentative : [...tentative, provisional];
    clock.current = eased(clock.current, listening.nowS(), passedMs);
    const nowS = clock.current;
    const fromS = leftEdge(nowS, back.current, scaleOf(), NOW_AT);
    const view = { ...scaleOf(), fromS };
    context.setTransform(scale, 0, 0, scale, 0, 0);
    paint(context, {
      blocks: visible(finals, undecided, beats, view, nowS),
      beats: visibleBeats(beats, view),
      view,
      heightPx,
      nowX: (nowS - fromS) * view.pxPerS,
      chosen,
      name: (symbol) => shown(symbol, notation),
      colours: colours.current,
    });
  });

  const look = (backS: number) => {
    back.current = Math.max(0, Math.min(furthestBack(clock.current, scaleOf(), NOW_AT), backS));
    setLookingBack(back.current > 0);
  };
  /** Stands on a chord, and brings it into view. */
  const stand = (index: number) => {
    const { finals } = useSession.getState();
    const at = Math.max(0, Math.min(finals.length - 1, index));
    const chord = finals[at];
    if (chord === undefined) return;
    setChosen(at);
    const { widthPx, pxPerS } = scaleOf();
    look(clock.current - chord.start - (0.5 * widthPx) / pxPerS);
  };
  const down = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, backS: back.current, moved: false };
  };
  const move = (event: PointerEvent) => {
    if (drag.current === null) return;
    const passed = event.clientX - drag.current.x;
    if (Math.abs(passed) > DRAG_PX) drag.current.moved = true;
    if (drag.current.moved) look(drag.current.backS + passed / scaleOf().pxPerS);
  };
  const up = (event: PointerEvent) => {
    const moved = drag.current?.moved ?? true;
    drag.current = null;
    if (moved) return;
    const { finals } = useSession.getState();
    const x = event.clientX - canvas.current!.getBoundingClientRect().left;
    const time = leftEdge(clock.current, back.current, scaleOf(), NOW_AT) + x / scaleOf().pxPerS;
    const index = chordAt(finals, time);
    setChosen(index);
    if (index >= 0) setCorrecting(finals[index]!);
  };
  const press = (event: KeyboardEvent) => {
    switch (event.key) {
      case "ArrowLeft":
        stand(chosen < 0 ? count - 1 : chosen - 1);
        break;
      case "ArrowRight":
        stand(chosen < 0 ? count - 1 : chosen + 1);
        break;
      case "Home":
        stand(0);
        break;
      case "End":
        setChosen(-1);
        look(0);
        break;
      case "Enter":
        if (chosenChord !== undefined) setCorrecting(chosenChord);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const text = chosenChord && spoken(chosenChord.corrected ?? chosenChord, notation, t);

  return (
    <div ref={box} className={styles.box}>
      <div
        className={styles.strip}
        role="slider"
        tabIndex={0}
        aria-label={t("timeline.label")}
        aria-valuemin={0}
        aria-valuemax={count}
        aria-valuenow={chosen + 1}
        aria-valuetext={text ?? t("timeline.now")}
        onKeyDown={press}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => {
          drag.current = null;
        }}
      >
        <canvas ref={canvas} className={styles.canvas} />
      </div>
      {lookingBack && (
        <button type="button" className={styles.now} onClick={() => look(0)}>
          {t("timeline.toNow")}
        </button>
      )}
      {correcting !== null && <CorrectDialog chord={correcting} onClose={() => setCorrecting(null)} />}
    </div>
  );
}
