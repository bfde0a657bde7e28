// Reads one exported file and prints what it found as one line of JSON.
//   node read.mjs alphatab song.atex page.html      bars of struck pitches; the rendered tab as a page
//   node read.mjs chordpro song.cho                 title and defined shapes
import fs from "node:fs";

const [what, path, page] = process.argv.slice(2);
const answer = { alphatab, chordpro };
try {
  console.log(JSON.stringify(await answer[what]()));
} catch (error) {
  console.log(JSON.stringify({ error: reasons(error).join("; ") }));
}

async function alphatab() {
  const { importer, rendering, Settings } = await import("@coderline/alphatab");
  const settings = new Settings();
  if (path.endsWith(".gp5")) settings.importer.encoding = "windows-1252"; // it takes UTF-8 for every format unless told
  settings.core.engine = "svg";
  settings.core.useWorkers = false;
  settings.core.enableLazyLoading = false;
  const score = importer.ScoreLoader.loadScoreFromBytes(new Uint8Array(fs.readFileSync(path)), settings);
  const staff = score.tracks[0].staves[0];
  const bars = staff.bars.map((bar) =>
    bar.voices[0].beats.flatMap((beat) => beat.notes.filter((note) => !note.isTieDestination).map((note) => note.realValue)),
  );
  const parts = [];
  const renderer = new rendering.ScoreRenderer(settings);
  renderer.width = 960;
  renderer.partialLayoutFinished.on((part) => renderer.renderResult(part.id));
  renderer.partialRenderFinished.on((part) => parts.push(part));
  renderer.error.on((error) => {
    throw error;
  });
  renderer.renderScore(score, [0]);
  const font = new URL("node_modules/@coderline/alphatab/dist/font/Bravura.woff2", import.meta.url);
  const body = parts.map((part) => `<div style="position:absolute;left:${part.x}px;top:${part.y}px">${part.renderResult}</div>`);
  fs.writeFileSync(
    page,
    `<meta charset="utf-8"><style>@font-face{font-family:alphaTab;src:url(${font})}.at{font-family:alphaTab;font-size:34px}` +
      `</style><body style="background:#fff">${body.join("")}`,
  );
  return { title: score.title, bars, svg: body.join("").length };
}

async function chordpro() {
  const { default: sheets } = await import("chordsheetjs");
  const parser = new sheets.ChordProParser();
  const song = parser.parse(fs.readFileSync(path, "utf8"));
  return {
    title: song.title,
    shapes: Object.keys(song.getChordDefinitions()),
    warnings: parser.warnings.map((warning) => warning.toString()),
  };
}

function reasons(error) {
  const said = [error.message ?? String(error)];
  for (let cause = error; cause; cause = cause.cause) {
    for (const kind of ["lexerDiagnostics", "parserDiagnostics", "semanticDiagnostics"]) {
      for (const each of cause[kind]?.items ?? []) {
        said.push(`line ${each.start?.line}: ${each.message}`);
      }
    }
  }
  return said;
}
