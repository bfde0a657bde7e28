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

export default defineConfig({
  // Relative, so that the page works behind any path prefix.
  base: "./",
  build: {
    outDir: "../http/chordwork/http/web",
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
        globPatterns: ["**/*.{html,js,css,svg,woff2,sf3,webmanifest}"],
        navigateFallback: "index.html",
        navigateFallbackDenylist: [/\/(docs|openapi\.json|metrics|healthz|readyz|ws|analyze|tabs)/],
      },
    }),
  ],
  server: {
    proxy: {
      "/ws": { target: server.replace(/^http/, "ws"), ws: true, changeOrigin: true },
      ...Object.fromEntries(proxied.map((path) => [path, { target: server, changeOrigin: true }])),
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing.ts"],
  },
});
