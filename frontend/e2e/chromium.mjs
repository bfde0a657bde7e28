/** Debian's Chromium with a recording for a microphone, and pages that tell on themselves. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const DEVICES = {
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  laptop: { viewport: { width: 1280, height: 800 } },
};

/**
 * @param wav for the fake microphone; null: it beeps
 * @param args more of Chromium's
 */
export function openChromium({ wav = null, loop = true, args = [], microphone = true } = {}) {
  const fake = microphone
    ? [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        ...(wav === null ? [] : [`--use-file-for-fake-audio-capture=${wav}${loop ? "" : "%noloop"}`]),
      ]
    : [];
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // As root there is no sandbox to be had; the page is our own.
    args: ["--no-sandbox", "--disable-dev-shm-usage", ...fake, ...args],
  });
}

/**
 * A page of its own, with nothing kept from others.
 * @returns `page`, `faults` that it told of so far (console errors, exceptions, violations of the policy), `close`
 */
export async function openPage(
  browser,
  url,
  { device = "laptop", theme = "light", locale = "en", ...more } = {},
) {
  const context = await browser.newContext({
    ...DEVICES[device],
    colorScheme: theme,
    locale,
    reducedMotion: "reduce",
    serviceWorkers: "block",
    ...more,
  });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  await page.exposeFunction("__violated", (what) => faults.push(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.__violated(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  if (url !== null) await page.goto(url);
  return { page, faults, context, close: () => context.close() };
}

/** What axe finds that is serious or critical, in words. */
export async function seriousIssues(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 120)).join(" … ")}`,
    );
}

/** One view of the page, settled. */
export async function visit(page, url, view) {
  await page.goto(`${url}#/${view}`);
  await page.waitForSelector("main h1");
  await page.waitForFunction(() => document.querySelector(".waiting") === null);
}
