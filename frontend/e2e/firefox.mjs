/** Debian's Firefox over WebDriver BiDi, with its fake microphone: a tone of 1 kHz. */
import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { folder } from "./sounds.mjs";

export const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

/** Without a sound device Firefox's audio contexts never start: a PulseAudio with nothing behind it is one. */
async function openSoundDevice() {
  const place = await folder();
  const socket = join(place.path, "native");
  const load = (module) => ["-L", module];
  const child = spawn(
    "pulseaudio",
    [
      "-n",
      "--daemonize=no",
      "--exit-idle-time=-1",
      "--use-pid-file=no",
      ...load("module-null-sink"),
      ...load(`module-native-protocol-unix auth-anonymous=1 socket=${socket}`),
    ],
    { stdio: "ignore", env: { ...process.env, XDG_RUNTIME_DIR: place.path, HOME: place.path } },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.once("error", () => {});
  for (let turn = 0; turn < 100; turn++) {
    if (
      await access(socket).then(
        () => true,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    address: `unix:${socket}`,
    async close() {
      child.kill("SIGTERM");
      if (child.pid !== undefined) await ended;
      await place.remove();
    },
  };
}

export async function openFirefox() {
  const device = await openSoundDevice();
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    env: { ...process.env, PULSE_SERVER: device.address },
    extraPrefsFirefox: {
      "media.navigator.streams.fake": true,
      "media.navigator.permission.disabled": true,
      "media.autoplay.default": 0,
      "intl.accept_languages": "en",
    },
  });
  return {
    browser,
    async openPage(url) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1280, height: 800 });
      const faults = [];
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
      await page.goto(url);
      return { page, faults };
    },
    async close() {
      await browser.close();
      await device.close();
    },
  };
}
