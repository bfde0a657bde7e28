/** Draws the timeline. `timeline.ts` says where everything stands. */
import type { Block, View } from "./timeline";

export interface Colours {
  ink: string;
  quiet: string;
  line: string;
  raised: string;
  sunken: string;
  accent: string;
}

export interface Picture {
  blocks: Block[];
  beats: { index: number; x: number }[];
  view: View;
  heightPx: number;
  /** Where now is, in px. */
  nowX: number;
  /** The chord that the keyboard stands on; −1: none. */
  chosen: number;
  name(symbol: string): string;
  colours: Colours;
}

const RULER_PX = 16;
const RADIUS_PX = 7;
const PAD_PX = 8;

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    quiet: colour("quiet"),
    line: colour("line"),
    raised: colour("raised"),
    sunken: colour("sunken"),
    accent: colour("accent"),
  };
}

export function paint(canvas: CanvasRenderingContext2D, picture: Picture): void {
  const { view, heightPx, colours } = picture;
  canvas.clearRect(0, 0, view.widthPx, heightPx);
  ruler(canvas, picture);
  canvas.fillStyle = colours.line;
  for (const { x } of picture.beats) canvas.fillRect(Math.round(x), RULER_PX, 1, heightPx - RULER_PX);
  for (const block of picture.blocks) chord(canvas, picture, block);
  canvas.fillStyle = colours.accent;
  canvas.fillRect(picture.nowX - 1, RULER_PX - 4, 2, heightPx - RULER_PX + 4);
}

function ruler(canvas: CanvasRenderingContext2D, { view, colours }: Picture): void {
  canvas.fillStyle = colours.quiet;
  canvas.font = "11px system-ui, sans-serif";
  canvas.textBaseline = "middle";
  const every = view.pxPerS > 40 ? 5 : 10;
  const toS = view.fromS + view.widthPx / view.pxPerS;
  for (let second = Math.max(0, Math.ceil(view.fromS / every) * every); second <= toS; second += every) {
    const text = `${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`;
    canvas.fillText(text, (second - view.fromS) * view.pxPerS + 2, RULER_PX / 2);
  }
}

function chord(canvas: CanvasRenderingContext2D, picture: Picture, { chord, index, x, width }: Block): void {
  const { colours, heightPx, view } = picture;
  const top = RULER_PX + 2;
  const height = heightPx - top - 2;
  const name = chord.corrected ?? chord;
  const silent = name.label === "N";
  const provisional = index === -1;
  if (width < 1) return;
  canvas.globalAlpha = provisional ? 0.6 : 1;
  canvas.beginPath();
  canvas.roundRect(x + 0.5, top, Math.max(1, width - 1.5), height, Math.min(RADIUS_PX, width / 2));
  canvas.fillStyle = silent ? colours.sunken : colours.raised;
  canvas.fill();
  const chosen = !provisional && index === picture.chosen;
  canvas.lineWidth = chosen ? 3 : 1;
  canvas.strokeStyle = chosen ? colours.accent : provisional ? colours.quiet : colours.line;
  if (provisional) canvas.setLineDash([4, 3]);
  canvas.stroke();
  canvas.setLineDash([]);
  if (!silent) {
    // How sure it is, as a line along the bottom.
    canvas.fillStyle = chord.corrected ? colours.quiet : colours.accent;
    canvas.fillRect(
      x + PAD_PX,
      top + height - 7,
      (width - 2 * PAD_PX) * (chord.corrected ? 1 : chord.confidence),
      3,
    );
    text(
      canvas,
      picture.name(name.symbol),
      Math.max(x, Math.min(0, x + width - 60)),
      x + width,
      top,
      height,
      {
        colour: colours.ink,
        toPx: view.widthPx,
      },
    );
  }
  canvas.globalAlpha = 1;
}

/** As large as fits; a name that would not be legible is left out. */
function text(
  canvas: CanvasRenderingContext2D,
  name: string,
  from: number,
  to: number,
  top: number,
  height: number,
  { colour, toPx }: { colour: string; toPx: number },
): void {
  const left = Math.max(from, 0) + PAD_PX;
  const room = Math.min(to, toPx + 200) - left - 3;
  let size = Math.min(30, height * 0.42);
  canvas.font = `650 ${size}px system-ui, sans-serif`;
  const wide = canvas.measureText(name).width;
  if (wide > room) size *= room / wide;
  if (size < 9) return;
  canvas.font = `650 ${size}px system-ui, sans-serif`;
  canvas.fillStyle = colour;
  canvas.textBaseline = "middle";
  canvas.fillText(name, left, top + height / 2 - 2);
}
