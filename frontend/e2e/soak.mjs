/**
 * A page that listens for minutes, watched from outside; for `python -m bench web`, which reads the last line: JSON.
 * `node e2e/soak.mjs page|bare MINUTES EVERY_S`: the whole page, or one that captures as it does and throws it away.
 */
import { clip, eventually, folder, openChromium, openPage, openServer } from "./rig.mjs";

const [what, minutes, everyS] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const place = await folder();
const { url, close } = await openServer();
const browser = await openChromium({ wav: await clip("band", place.path) });

/** Frames of 20 ms to the page's own thread, where they end. */
const BARE = `<!doctype html><title>bare</title><h1>bare</h1><script type="module">
const source = \`registerProcessor("capture", class extends AudioWorkletProcessor {
  #frame = new Int16Array(Math.round(sampleRate / 50)); #filled = 0;
  process([[channel]]) {
    for (const sample of channel ?? []) {
      this.#frame[this.#filled++] = 32767 * sample;
      if (this.#filled === this.#frame.length) { this.port.postMessage(this.#frame.slice()); this.#filled = 0; }
    }
    return true;
  }
});\`;
const off = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const stream = await navigator.mediaDevices.getUserMedia({ audio: off });
const context = new AudioContext();
await context.audioWorklet.addModule(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
window.frames20 = 0;
node.port.onmessage = () => { window.frames20++; };
context.createMediaStreamSource(stream).connect(node);
await context.resume();
</script>`;

async function opened() {
  const { page, faults } = await openPage(browser, null, { reducedMotion: "no-preference" });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ startTime, duration });
    }).observe({ type: "longtask" });
  });
  if (what === "bare") {
    await page.route("**/bare", (route) => route.fulfill({ contentType: "text/html", body: BARE }));
    await page.goto(`${url}bare`);
    await eventually("frames", () => page.evaluate(() => window.frames20 > 10));
  } else {
    await page.goto(`${url}#/listen`);
    await page.getByRole("button", { name: "Listen", exact: true }).click();
    await page.locator('[data-phase="live"]').waitFor({ timeout: 60_000 });
    await page.locator("[data-testid=chord][data-label]").waitFor({ timeout: 60_000 });
  }
  return { page, faults };
}

/** CPU seconds of Chromium's processes, by kind: `renderer` has the page's threads, `utility` the audio. */
async function cpu(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sums = {};
  for (const { type, cpuTime } of processInfo) sums[type] = (sums[type] ?? 0) + cpuTime;
  return sums;
}

try {
  const { page, faults } = await opened();
  const whole = await browser.newBrowserCDPSession();
  const own = await page.context().newCDPSession(page);
  await own.send("Performance.enable");
  await own.send("HeapProfiler.enable");
  const samples = [];
  const begunMs = performance.now();
  const cpuBefore = await cpu(whole);
  const tasksBefore = await page.evaluate(() => window.longTasks.length);
  // What the garbage collector is asked for here is no task of the page's own.
  const asked = [];
  while (performance.now() - begunMs < minutes * 60_000) {
    await new Promise((resolve) => setTimeout(resolve, everyS * 1000));
    const from = await page.evaluate(() => performance.now());
    await own.send("HeapProfiler.collectGarbage");
    asked.push([from, await page.evaluate(() => performance.now())]);
    const { metrics } = await own.send("Performance.getMetrics");
    const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    samples.push({
      at_s: (performance.now() - begunMs) / 1000,
      heap_mb: named.JSHeapUsedSize / 1e6,
      nodes: named.Nodes,
      listeners: named.JSEventListeners,
    });
  }
  const wallS = (performance.now() - begunMs) / 1000;
  const cpuAfter = await cpu(whole);
  const tasks = (await page.evaluate(() => window.longTasks)).slice(tasksBefore);
  const ours = tasks.filter(
    ({ startTime, duration }) => !asked.some(([from, to]) => startTime < to && startTime + duration > from),
  );
  const share = Object.fromEntries(
    Object.entries(cpuAfter).map(([type, seconds]) => [type, (seconds - (cpuBefore[type] ?? 0)) / wallS]),
  );
  console.log(
    JSON.stringify({
      what,
      browser: browser.version(),
      wall_s: wallS,
      samples,
      long_tasks_ms: ours.map(({ duration }) => duration),
      cpu_share: share,
      faults,
    }),
  );
} finally {
  await browser.close();
  await close();
  await place.remove();
}
