/**
 * Writes `public/licences.txt`: what the page carries of others, with the licence texts that must go with it.
 * Everything that `dependencies` in package.json bring along, and what lies inside of it under another licence.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const root = new URL("../", import.meta.url).pathname;
/** Inside a package, but of others. */
const INSIDE = {
  "@coderline/alphatab": [
    ["Bravura (music font)", "OFL-1.1", "dist/font/Bravura-OFL.txt"],
    ["Sonivox GS (soundfont)", "Apache-2.0", "dist/soundfont/LICENSE"],
  ],
};

/** The folder of a package as another one finds it. */
async function folderOf(name, from) {
  for (const place of createRequire(join(from, "x.js")).resolve.paths(name) ?? []) {
    const folder = join(place, name);
    if (await readFile(join(folder, "package.json")).catch(() => null)) return folder;
  }
  return null;
}

async function licenceIn(folder) {
  const names = await readdir(folder);
  const name = names.find((each) => /^(licen[cs]e|copying)(\.|$)/i.test(each) && !/header/i.test(each));
  return name === undefined ? null : (await readFile(join(folder, name), "utf8")).trim();
}

const found = new Map();
async function visit(name, from) {
  const folder = await folderOf(name, from);
  if (folder === null || found.has(folder)) return;
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const source = typeof about.repository === "string" ? about.repository : about.repository?.url;
  found.set(folder, {
    title: `${about.name} ${about.version}`,
    licence: about.license ?? "see below",
    source: about.homepage ?? source ?? "",
    text: await licenceIn(folder),
  });
  for (const [title, licence, path] of INSIDE[about.name] ?? []) {
    const text = await readFile(join(folder, path), "utf8").catch(() => null);
    found.set(join(folder, path), {
      title,
      licence,
      source: about.homepage ?? "",
      text: text?.trim() ?? null,
    });
  }
  for (const needed of Object.keys(about.dependencies ?? {})) await visit(needed, folder);
}

const own = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
for (const name of Object.keys(own.dependencies)) await visit(name, root);

/** Packages of one author often carry the same text: it is printed once. */
const byText = new Map();
for (const each of [...found.values()].sort((a, b) => a.title.localeCompare(b.title))) {
  const text = each.text ?? `(${each.licence}; the package carries no text of it)`;
  byText.set(text, [...(byText.get(text) ?? []), each]);
}
const parts = [...byText].map(([text, those]) =>
  [
    ...those.map(({ title, licence, source }) => `${title} — ${licence}${source ? ` — ${source}` : ""}`),
    "",
    text,
  ].join("\n"),
);
const heading = "Chordwork (MIT) carries these works of others. Their sources are at the addresses given.";
await writeFile(
  join(root, "public/licences.txt"),
  `${[heading, ...parts].join(`\n\n${"=".repeat(78)}\n\n`)}\n`,
);
process.stdout.write(`licences of ${found.size} works\n`);
