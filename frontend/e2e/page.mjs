/** Debian's Chromium with a recording for a microphone, and what can be seen on the page. */
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";
import { python } from "./server.mjs";

/**
 * The fake microphone takes 16-bit files only, and loops exactly at 44.1 kHz and whole 10 ms.
 * @param {string} from any recording @param {string} to
 */
export function toWav(from, to) {
  const program = `
import sys, soundfile
audio, rate = soundfile.read(sys.argv[1], always_2d=True)
assert rate == 44100, rate
soundfile.write(sys.argv[2], audio[: len(audio) // 441 * 441], rate, subtype="PCM_16")`;
  execFileSync(python, ["-c", program, from, to]);
}

/** @param {string | null} wav null: Chromium's own beeps @param {string[]} more */
export async function openBrowser(wav, more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--headless=new",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      ...(wav === null ? [] : [`--use-file-for-fake-audio-capture=${wav}`]),
      ...more,
    ],
  });
}

/** Notes each chord as it comes to the screen, and how long it took. Runs in the page, before its own scripts. */
export function watch() {
  window.shown = [];
  window.latencies = [];
  window.complaints = [];
  const look = () => {
    const chord = document.querySelector("[data-testid=chord]");
    const label = chord?.dataset.label;
    if (label && window.shown.at(-1)?.label !== label) window.shown.push({ label, at: performance.now() });
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-label"],
  });
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) {
      if (name === "chord-on-screen") window.latencies.push(duration);
    }
  }).observe({ type: "measure" });
  document.addEventListener("securitypolicyviolation", (event) => {
    window.complaints.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile ?? ""}`);
  });
}

/** @param {number[]} values @param {number} share */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
