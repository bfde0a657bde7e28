import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds a running `chordwork serve`. */
const server = process.env["CHORDWORK_URL"] ?? "http://127.0.0.1:8765";
const proxied = [
  "/analyze",
  "/tabs",
  "/suggest",
  "/harmony",
  "/accompaniment",
  "/practice",
  "/instructions",
  "/instruments",
  "/grooves",
  "/healthz",
  "/readyz",
  "/openapi.json",
  "/docs",
];

/** The server takes pages of its own origin only. */
const asItsOwn = { changeOrigin: true, headers: { origin: server } };

const outDir = "../http/chordwork/http/web";

/** A compressed copy beside each file that gains from it: the server compresses nothing by itself. */
function compressed() {
  return {
    name: "compressed",
    apply: "build" as const,
    enforce: "post" as const,
    closeBundle: {
      order: "post" as const,
      sequential: true,
      async handler() {
        const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
        for (const entry of entries) {
          if (!entry.isFile() || !/\.(html|js|mjs|css|svg|txt|webmanifest|sf2)$/.test(entry.name)) continue;
          const path = join(entry.parentPath, entry.name);
          const body = await readFile(path);
          const small = await promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION });
          if (small.length < 0.9 * body.length) await writeFile(`${path}.gz`, small);
        }
      },
    },
  };
}

export default defineConfig({
  // Relative, so that the page works behind any path prefix.
  base: "./",
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  plugins: [
    react(),
    VitePWA({
      registerType: "prompt",
      injectRegister: null,
      includeAssets: ["icon.svg"],
      manifest: {
        name: "Chordwork",
        short_name: "Chordwork",
        description: "Play, and see the chord while it still rings.",
        theme_color: "#1d2733",
        background_color: "#14161a",
        display: "standalone",
        start_url: ".",
        scope: ".",
        icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
      },
      workbox: {
        // Workbox leaves out what is larger than this without a word: alphaTab and the soundfont would be missing offline.
        maximumFileSizeToCacheInBytes: 6 * 1024 * 1024,
        globPatterns: ["**/*.{html,js,css,svg,woff2,sf2,txt,webmanifest}"],
        navigateFallback: "index.html",
        navigateFallbackDenylist: [/\/(docs|openapi\.json|metrics|healthz|readyz|ws|analyze|tabs)/],
      },
    }),
    compressed(),
  ],
  server: {
    // The demo recordings lie beside the command line.
    fs: { allow: [".."] },
    proxy: {
      "/ws": { target: server.replace(/^http/, "ws"), ws: true, ...asItsOwn },
      ...Object.fromEntries(proxied.map((path) => [path, { target: server, ...asItsOwn }])),
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing.ts"],
  },
});
