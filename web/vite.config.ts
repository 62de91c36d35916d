import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

/** Every file directly in `source/` is an island: `asset("map")` in a template is `source/map.ts`. */
const islands = readdirSync("source")
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => `source/${name}`);

export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "../src/klimagraph/web/static",
    emptyOutDir: true,
    assetsDir: ".",
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2022",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    rolldownOptions: { input: islands },
  },
});
