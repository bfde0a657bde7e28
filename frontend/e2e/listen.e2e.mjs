/**
 * The page in a real browser, with a recording for a microphone:
 *
 * 1. The chords come to the screen in the order in which `chordwork analyze --tier live` says they would.
 * 2. The server is killed and brought back in mid-song: the timeline goes on, and nothing that was heard is lost.
 *
 * `node e2e/listen.e2e.mjs`; CHORDWORK_URL: a page that is served already (then without 2).
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openBrowser, percentile, toWav, watch } from "./page.mjs";
import { chordwork, freePort, Server } from "./server.mjs";

const clip = fileURLToPath(new URL("../../http/chordwork/analysis/clips/band.ogg", import.meta.url));
const LENGTH_S = 33;
const SETTLES_S = 1;
const A_MOMENT_S = 0.4;
const BETWEEN_PICTURES_S = 0.25;
const KILLED_AT_S = 12;
const CATCHES_UP_S = 6;

const folder = mkdtempSync(join(tmpdir(), "chordwork-listen-"));
const wav = join(folder, "band.wav");
toWav(clip, wav);

/** @param {string} tier @param {string} recording */
function analysed(tier, recording) {
  const format = ["--format", "lab"];
  return fromLab(
    execFileSync(chordwork, ["analyze", "--tier", tier, ...format, recording], { encoding: "utf8" }),
  );
}

/** @param {string} lines */
function fromLab(lines) {
  return lines
    .trim()
    .split("\n")
    .map((line) => line.split("\t"))
    .map(([start, end, label]) => ({ start: Number(start), end: Number(end), label }));
}

/** Those that lasted so long have to be among the others, in their order. */
function among(chords, others, seconds, what) {
  let at = 0;
  for (const { start, end, label } of chords) {
    if (end - start < seconds) continue;
    const found = others.findIndex((other, index) => index >= at && other.label === label);
    assert.ok(found >= 0, `${what}: ${label} of ${start.toFixed(2)} s is missing after the first ${at}`);
    at = found + 1;
  }
}

async function newPage(browser, url) {
  const context = await browser.newContext({ acceptDownloads: true, locale: "en-US" });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.addInitScript(watch);
  await page.goto(url);
  const listen = page.getByRole("button", { name: "Listen", exact: true });
  await listen.waitFor();
  return { page, listen, errors };
}

async function untilPhase(page, wanted) {
  await page.locator(`[data-phase="${wanted}"]`).waitFor({ timeout: 60_000 });
}

/** @param {RegExp} form @returns {Promise<string>} the path of the file */
async function exported(page, form) {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: form }).click(),
  ]);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  return download.path();
}

const exportedLab = async (page) => fromLab(readFileSync(await exported(page, /^lab/), "utf8"));

async function inOrder(url) {
  const browser = await openBrowser(wav);
  try {
    const { page, listen, errors } = await newPage(browser, url);
    await listen.click();
    await untilPhase(page, "live");
    const begunAt = await page.evaluate(() => performance.now());
    await sleep((LENGTH_S - 1) * 1000);
    const { shown, stoppedAt, latencies, complaints } = await page.evaluate(() => ({
      stoppedAt: performance.now(),
      shown: window.shown,
      latencies: window.latencies,
      complaints: window.complaints,
    }));
    await page.getByRole("button", { name: "Stop" }).click();
    assert.deepEqual(errors, []);
    assert.deepEqual(complaints, [], "the Content-Security-Policy forbade something");
    const seen = shown.map(({ label, at }, index) => ({
      label,
      start: (at - begunAt) / 1000,
      end: ((shown[index + 1]?.at ?? stoppedAt) - begunAt) / 1000,
    }));
    const names = (chords) => chords.map(({ label }) => label).join(" ");
    console.log("shown   ", names(seen));

    // What the server got is what was recorded: the screen showed what the engine says of it, chord for chord. Only
    // what came and went between two pictures may be missing.
    const took = join(folder, "took.wav");
    copyFileSync(await exported(page, /WAV/), took);
    const own = analysed("live", took);
    console.log("heard   ", names(own));
    among(seen, own, 0, "shown, but not by the engine");
    // Before the first chord nothing is shown, not even that.
    among(
      own.slice(own[0].label === "N" ? 1 : 0, -1),
      seen,
      BETWEEN_PICTURES_S,
      "said by the engine, but not shown",
    );

    // The fake microphone leaves out 20 ms and puts in silences of 10 ms, so that guesses of a moment may differ.
    const played = analysed("live", wav);
    console.log("expected", names(played));
    const settled = (chords) => chords.filter(({ end }) => end > SETTLES_S);
    among(settled(seen).slice(0, -1), played, A_MOMENT_S, "shown, but not expected");
    among(
      settled(played).filter(({ end }) => end < LENGTH_S - 2),
      seen,
      A_MOMENT_S,
      "expected, but not shown",
    );

    console.log(
      `capture to screen, beyond the engine's own delay: p50 ${percentile(latencies, 0.5).toFixed(0)} ms,` +
        ` p95 ${percentile(latencies, 0.95).toFixed(0)} ms, of ${latencies.length} chords`,
    );
  } finally {
    await browser.close();
  }
}

async function overARestart(server) {
  const browser = await openBrowser(wav);
  try {
    const { page, listen } = await newPage(browser, server.url);
    await listen.click();
    await untilPhase(page, "live");
    const begunAt = Date.now();
    await sleep(KILLED_AT_S * 1000);
    await server.kill();
    await untilPhase(page, "reconnecting");
    const before = await exportedLab(page);
    await sleep(3000);
    await server.start();
    await untilPhase(page, "live");
    await sleep(Math.max(CATCHES_UP_S * 1000, (LENGTH_S - 1) * 1000 - (Date.now() - begunAt)));
    await page.getByRole("button", { name: "Stop" }).click();
    await untilPhase(page, "ended");
    await sleep(CATCHES_UP_S * 1000);
    const after = await exportedLab(page);
    console.log("before  ", before.map(({ label }) => label).join(" "));
    console.log("after   ", after.map(({ label }) => label).join(" "));
    for (const [index, chord] of before.slice(0, -2).entries()) assert.deepEqual(after[index], chord);
    for (const [index, chord] of after.slice(1).entries()) {
      assert.ok(chord.start >= after[index].end - 1e-6, "chords overlap");
      assert.ok(chord.start - after[index].end < 1.5, `a gap before ${chord.start}`);
    }
    // Each chord that lasts stands where it was played, before, during and after the absence.
    for (const { start, end, label } of analysed("final", wav)) {
      if (end - start < 1 || end > LENGTH_S - 2 || label === "N") continue;
      const middle = (start + end) / 2;
      const there = after.find((chord) => chord.start <= middle && middle < chord.end);
      // Where one session ended and another began, both had less to go by than one that heard it all.
      if (middle > KILLED_AT_S - 2 && start < KILLED_AT_S + 1) continue;
      assert.equal(there?.label, label, `at ${middle.toFixed(2)} s`);
    }
  } finally {
    await browser.close();
  }
}

const given = process.env.CHORDWORK_URL;
const server = given ? null : await new Server(await freePort()).start();
try {
  await inOrder(given ?? server.url);
  if (server !== null) await overARestart(server);
  console.log("listen: all as expected");
} finally {
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
}
