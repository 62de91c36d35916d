// What holds for every kind of page: nothing that axe-core minds, no errors, no other host, no shift.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, close, fits, open } from "./kit.mjs";

const KINDS = [
  "/",
  "/search?q=Halle",
  "/search?q=nichts-dergleichen",
  "/doc/municipality/15085040",
  "/doc/alliance/klima-buendnis",
  "/dataset/klima-buendnis",
  "/concept/certainty/explicit",
  "/concept",
  "/ontology",
  "/ontology/Membership",
  "/shapes",
  "/query",
  "/queries",
  "/queries/members-of-an-alliance",
  "/explore",
  "/compare?place=15085040&place=05315000",
  "/coverage",
  "/coverage/15",
  "/submit",
  "/validate",
  "/submissions",
  "/templates",
  "/catalog.html",
  "/harvest-check",
  "/releases",
  "/releases/2026.1.0",
  "/context",
  "/status",
];
const MOST_SHIFT = 0.05;

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

for (const [at, path] of KINDS.entries()) {
  test(`${path} is sound, in one language light, in the other dark`, async () => {
    for (const [locale, dark, width] of [
      ["de-DE", at % 2 === 0, 1440],
      ["en-GB", at % 2 === 1, 360],
    ]) {
      const page = await open(chrome, path, { locale, dark, width });
      await accessible(page);
      await fits(page);
      const moved = await shift(page);
      assert.ok(moved <= MOST_SHIFT, `the page moved by ${moved}`);
      await close(page);
    }
  });
}

/** Return how much of the page has moved by itself (https://wicg.github.io/layout-instability/). */
function shift(page) {
  return page.evaluate(
    () =>
      new Promise((tell) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => tell(sum)));
      }),
  );
}
