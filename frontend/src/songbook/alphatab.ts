/**
 * Tabs as SVG by alphaTab, drawn here and now: no player, no worker.
 *
 * Only its renderer is used. Its own page component writes <style> elements and puts the SVG in with style attributes, which
 * the page's Content-Security-Policy forbids: every outlined shape would be filled, all text would be of one size. So
 * attributes become properties, the music font is loaded here, and colours follow the theme.
 */
import { importer, LayoutMode, model, NotationElement, rendering, Settings } from "@coderline/alphatab";
import bravura from "@coderline/alphatab/font/Bravura.woff2?url";

/** As in alphaTab's own style sheet. */
const FONT = "Bravura";
/** Of its colours, those that get a name in TabSheet.module.css. */
const COLOURS: Record<string, string> = {
  "#000000": "currentColor",
  "#010101": "var(--tab-secondary)",
  "#020202": "var(--tab-line)",
  "#030303": "var(--tab-number)",
};

/** On the page already, or of no use on a sheet of chords. */
const HIDDEN = [
  NotationElement.ScoreTitle,
  NotationElement.GuitarTuning,
  NotationElement.TrackNames,
  NotationElement.ChordDiagrams,
  NotationElement.EffectTempo,
  NotationElement.EffectDynamics,
];
/**
 * A section's name is drawn over the first chord of its bar: alphaTab takes both for things that can share a band. It gets a
 * font that it is known by, and is put above.
 */
const SECTION_FONT = "Chordwork-section";
const SECTION_RISE_PX = 15;

let font: Promise<unknown> | null = null;

function loadFont(): Promise<unknown> {
  font ??= new FontFace(FONT, `url(${JSON.stringify(bravura)})`).load().then(
    (loaded) => document.fonts.add(loaded),
    (error: unknown) => {
      font = null; // the network may be back next time
      throw error;
    },
  );
  return font;
}

export type Score = model.Score;

export function readTab(alphaTex: string): Score {
  return importer.ScoreLoader.loadAlphaTex(alphaTex, settingsFor(1));
}

/** The systems of a tab, one below the other, for a page of that width in CSS pixels. */
export async function drawTab(score: Score, widthPx: number): Promise<SVGSVGElement[]> {
  await loadFont();
  // Narrow pages get smaller notes rather than a bar a line.
  const renderer = new rendering.ScoreRenderer(settingsFor(widthPx < 600 ? 0.8 : 1));
  const systems: SVGSVGElement[] = [];
  let fault: Error | null = null;
  renderer.partialRenderFinished.on((part) => {
    if (typeof part.renderResult === "string") systems.push(toElement(part.renderResult));
  });
  renderer.error.on((error) => {
    fault = error;
  });
  renderer.width = widthPx;
  renderer.renderScore(score, [0]);
  renderer.destroy();
  if (fault !== null) throw fault;
  return systems;
}

function settingsFor(scale: number): Settings {
  const settings = new Settings();
  settings.core.engine = "svg";
  settings.core.useWorkers = false;
  settings.core.enableLazyLoading = false;
  settings.core.includeNoteBounds = false;
  settings.display.layoutMode = LayoutMode.Page;
  settings.display.scale = scale;
  for (const element of HIDDEN) settings.notation.elements.set(element, false);
  const { resources } = settings.display;
  resources.elementFonts.set(
    NotationElement.EffectMarker,
    model.Font.withFamilyList([SECTION_FONT, "sans-serif"], 13, model.FontStyle.Plain, model.FontWeight.Bold),
  );
  resources.mainGlyphColor = new model.Color(0, 0, 0);
  resources.scoreInfoColor = new model.Color(0, 0, 0);
  resources.secondaryGlyphColor = new model.Color(1, 1, 1);
  resources.staffLineColor = new model.Color(2, 2, 2);
  resources.barSeparatorColor = new model.Color(2, 2, 2);
  resources.barNumberColor = new model.Color(3, 3, 3);
  return settings;
}

/** Parsed as data; style attributes, which the policy would leave out, are set as properties. */
export function toElement(svg: string): SVGSVGElement {
  const harmless = svg.replace(/(\s)style=(["'])/g, "$1data-style=$2");
  const parsed = new DOMParser().parseFromString(harmless, "image/svg+xml");
  const element = document.importNode(parsed.documentElement as unknown as SVGSVGElement, true);
  for (const styled of element.querySelectorAll<SVGElement>("[data-style]")) {
    styled.style.cssText = styled.dataset["style"] ?? "";
    delete styled.dataset["style"];
    if (styled.style.fontFamily.includes(SECTION_FONT))
      styled.setAttribute("y", String(Number(styled.getAttribute("y")) - SECTION_RISE_PX));
  }
  for (const coloured of element.querySelectorAll("[fill], [stroke]"))
    for (const name of ["fill", "stroke"]) {
      const colour = COLOURS[coloured.getAttribute(name)?.toLowerCase() ?? ""];
      if (colour !== undefined) coloured.setAttribute(name, colour);
    }
  return element;
}
