// The frame of all pages: languages, the way past the navigation, suggestions in the search field.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, close, fits, open } from "./kit.mjs";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

test("the first key leads past the navigation", async () => {
  const page = await open(chrome, "/releases");
  await page.keyboard.press("Tab");
  assert.equal("Zum Inhalt", await page.evaluate(() => document.activeElement.textContent));
  await page.keyboard.press("Enter");
  assert.equal("main", await page.evaluate(() => document.activeElement.id));
  await close(page);
});

test("the language comes from the browser, and from the address before it", async () => {
  const page = await open(chrome, "/releases", { locale: "en-GB" });
  assert.equal("en", await page.getAttribute("html", "lang"));
  await page.getByRole("link", { name: "Deutsch" }).click();
  assert.equal("de", await page.getAttribute("html", "lang"));
  await page.getByRole("link", { name: "Abfragen" }).click();
  assert.match(page.url(), /[?]lang=de/);
  assert.equal("de", await page.getAttribute("html", "lang"));
  await close(page);
});

test("suggestions are chosen with the keyboard", async () => {
  const page = await open(chrome, "/releases");
  await page.getByRole("combobox").fill("Blanken");
  await page.getByRole("option").first().waitFor();
  await accessible(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[/]doc[/]municipality[/]/);
  await close(page);
});

test("a narrow page has no scroll bar below", async () => {
  const page = await open(chrome, "/releases", { width: 360 });
  await fits(page);
  await close(page);
});
