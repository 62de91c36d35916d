// What the browser tests share: Debian's Chromium, pages of the running service, what went wrong.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const ADDRESS = process.env.KLIMAGRAPH_ADDRESS;
export const TOKENS = JSON.parse(process.env.KLIMAGRAPH_TOKENS ?? "{}");
export const PICTURES = process.env.KLIMAGRAPH_PICTURES;
const PROGRAM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Start a browser without a window. */
export async function browser() {
  return chromium.launch({ executablePath: PROGRAM, args: FLAGS });
}

/**
 * Open a page of the service and note its errors and its requests to other hosts in `page.faults`.
 * A failed request that a test provokes itself is taken out of there by the test.
 */
export async function open(chrome, path, options = {}) {
  const { width = 1440, height = 900, dark = false, locale = "de-DE", script = true } = options;
  const context = await chrome.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    locale,
    javaScriptEnabled: script,
    bypassCSP: options.bypassCSP ?? false,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => {
    if (message.type() === "error") page.faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(ADDRESS) && !/^(data|blob|about):/.test(url))
      page.faults.push(`other host: ${url}`);
  });
  await page.goto(ADDRESS + path, { waitUntil: "load" });
  return page;
}

/** Close a page and demand that nothing went wrong on it. */
export async function close(page) {
  const faults = page.faults;
  await page.context().close();
  assert.deepEqual([], faults);
}

/** Demand that axe-core finds nothing on the page as it is shown (WCAG 2.2 AA and good practice). */
export async function accessible(page) {
  await page.evaluate(await source());
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const told = violations.map(({ id, nodes }) => [
    id,
    nodes.slice(0, 5).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`),
  ]);
  assert.deepEqual([], told);
}

let text;
async function source() {
  text ??= (await import("node:fs/promises")).readFile(AXE, "utf-8");
  return text;
}

/** Keep a picture of the page where pictures are asked for (KLIMAGRAPH_PICTURES, outside of the repository). */
export async function picture(page, name) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** Demand that nothing is wider than the window. */
export async function fits(page) {
  const [inner, outer] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(inner <= outer, `the page is ${inner} wide, the window ${outer}`);
}
