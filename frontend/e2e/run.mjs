/**
 * Every `*.e2e.mjs` in turn, or those named: `node e2e/run.mjs views firefox`. Prints the sum at last.
 * They need Debian's chromium, firefox-esr and pulseaudio, a built page, and `chordwork` (CHORDWORK, or .venv).
 */
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const names = (await readdir(here)).filter((name) => name.endsWith(".e2e.mjs")).sort();
let passed = 0;
let failed = 0;
for (const name of names) {
  if (wanted.length > 0 && !wanted.includes(name.replace(".e2e.mjs", ""))) continue;
  const { code, said } = await run(name);
  const [, some, none] = /(\d+) passed, (\d+) failed\s*$/.exec(said.trim()) ?? [];
  // A file that counts nothing is one test.
  passed += Number(some ?? (code === 0 ? 1 : 0));
  failed += Number(none ?? 0);
  if (code !== 0 && (none === undefined || none === "0")) {
    failed++;
    console.log(`FAILED  ${name} ended with ${code}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

function run(name) {
  const child = spawn(process.execPath, [`${here}${name}`], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (data) => {
    process.stdout.write(data);
    said += data;
  });
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, said })));
}
