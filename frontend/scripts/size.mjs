/**
 * JavaScript that the page loads before anything can be seen: the entry and what it imports at once, the view that opens
 * first included; compressed as it travels. Fails above the bound. Tab renderer and synthesiser come later, and do not count.
 */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const MOST_KB = 170;
const FIRST_VIEW = /["`]\.\/(ListenView-[\w-]+\.js)["`]/;
const built = new URL("../../http/chordwork/http/web/", import.meta.url);
const read = (name) => readFile(new URL(name, built), "utf8");

const page = await read("index.html").catch(() => {
  console.error("the page is not built: npm run build");
  process.exit(1);
});
const sizes = new Map();

/** A file and what it imports statically. */
async function take(name) {
  if (sizes.has(name)) return;
  const text = await read(name);
  sizes.set(name, gzipSync(text, { level: 9 }).length);
  for (const [, path] of text.matchAll(/(?:import|from)\s*["`](\.\/[^"`]+\.js)["`]/g)) {
    await take(new URL(path, `http://x/${name}`).pathname.slice(1));
  }
}

for (const [, name] of page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)) await take(name);
const entries = await Promise.all([...sizes.keys()].map(read));
const first = entries.map((text) => FIRST_VIEW.exec(text)?.[1]).find((found) => found !== undefined);
if (first === undefined) {
  console.error("which file is the first view's? None is named ListenView");
  process.exit(1);
}
await take(`assets/${first}`);

let sum = 0;
for (const [name, bytes] of [...sizes].sort((one, other) => other[1] - one[1])) {
  sum += bytes;
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${name}`);
}
console.log(`${(sum / 1000).toFixed(1).padStart(7)} kB  first load, gzip (at most ${MOST_KB})`);
process.exit(sum > MOST_KB * 1000 ? 1 : 0);
