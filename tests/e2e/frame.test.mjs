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
  await page.getByRole("combobox", { name: "Suchen" }).fill("Blanken");
  await page.locator(".suggestions [role=option]:visible").first().waitFor();
  await accessible(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[/]doc[/]municipality[/]/);
  await close(page);
});

test("a suggestion leads to the page of a concept as well", async () => {
  const page = await open(chrome, "/releases?lang=de");
  const field = await suggested(page, "Klimaschutzkoordination");
  await field.press("ArrowDown");
  await field.press("Enter");
  await page.waitForURL(/[/]concept[/]function[/]climate-coordinator[?]lang=de$/);
  assert.equal("Klimaschutzkoordination", await page.textContent("h1"));
  await close(page);
});

test("what was suggested for another text is not opened", async () => {
  const page = await open(chrome, "/releases");
  const field = await suggested(page, "Halberstadt");
  await field.press("ArrowDown");
  await field.fill("Konstanz");
  await field.press("Enter");
  await page.waitForURL(/[/]search[?]q=Konstanz/);
  await close(page);
});

test("suggestions go when the service has none for the next letter", async () => {
  const page = await open(chrome, "/releases");
  const field = await suggested(page, "Halber");
  await page.route("**/search.json?*", (route) => route.fulfill({ status: 503, body: "" }));
  const refused = page.waitForResponse(/search[.]json/);
  await field.press("s");
  await refused;
  assert.equal("false", await field.getAttribute("aria-expanded"));
  assert.equal(0, await page.locator(".suggestions [role=option]:visible").count());
  page.faults = page.faults.filter((fault) => !fault.includes("status of 503"));
  await close(page);
});

test("suggestions do not come to a field that was left", async () => {
  const page = await open(chrome, "/releases");
  const field = page.getByRole("combobox", { name: "Suchen" });
  let answer;
  const held = new Promise((asked) => {
    page.route("**/search.json?*", (route) => {
      answer = () => route.continue();
      asked();
    });
  });
  await field.fill("Halberstadt");
  await held;
  const over = page.waitForEvent("requestfailed", { predicate: isSearch });
  await field.blur();
  await over;
  await answer().catch(() => {});
  assert.equal("false", await field.getAttribute("aria-expanded"));
  await close(page);
});

/** Write into the search field of the page and wait for suggestions. */
async function suggested(page, text) {
  const field = page.getByRole("combobox", { name: "Suchen" });
  await field.fill(text);
  await page.locator(".suggestions [role=option]:visible").first().waitFor();
  return field;
}

function isSearch(request) {
  return request.url().includes("/search.json");
}

test("what is copied is said, also where the browser refuses", async () => {
  const page = await open(chrome, "/concept/function/climate-coordinator");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const button = page.locator("button[data-copy=iri]");
  await button.click();
  await page.getByRole("button", { name: "Kopiert" }).waitFor();
  const iri = await page.locator("#iri").textContent();
  assert.equal(iri, await page.evaluate(() => navigator.clipboard.readText()));
  await page.getByRole("button", { name: "Kopieren" }).waitFor();
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"));
  });
  await button.click();
  await page.getByText("Der Text ist ausgewählt").waitFor();
  assert.equal(iri, await page.evaluate(() => String(getSelection())));
  await close(page);
});

test("a narrow page has no scroll bar below", async () => {
  const page = await open(chrome, "/releases", { width: 360 });
  await fits(page);
  await close(page);
});
