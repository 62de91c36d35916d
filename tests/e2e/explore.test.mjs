// Exploring without SPARQL: facets, comparing, coverage; by mouse, by keyboard, without a script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, close, fits, open, picture } from "./kit.mjs";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

const HARZ = "/explore?state=15&district=15085";
const THREE = "/compare?place=15085135&place=15085235&place=15085055";
const title = (page) => page.locator("#results-title").textContent();

async function retitled(page, before) {
  await page.waitForFunction(
    (old) => document.getElementById("results-title")?.textContent !== old,
    before,
  );
  return title(page);
}

test("from the start page two facets lead to a list whose SPARQL opens in the editor", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("link", { name: "Erkunden", exact: true }).first().click();
  await page.waitForURL(/[/]explore/);
  const all = await title(page);
  const box = page.getByRole("checkbox", { name: "Sachsen-Anhalt" });
  await box.check();
  const one = await retitled(page, all);
  assert.equal("248 Treffer", one);
  await page.getByRole("checkbox", { name: "5.000 bis unter 20.000" }).check();
  assert.equal("98 Treffer", await retitled(page, one));
  assert.match(page.url(), /state=15.*size=5000-20000/);
  assert.ok(await box.isChecked());
  await picture(page, "explore");
  await page.getByText("Diese Auswahl als SPARQL").click();
  assert.match(await page.locator("#as-sparql code").textContent(), /klima:inState/);
  const href = await page.getByRole("link", { name: "Im Editor öffnen" }).getAttribute("href");
  assert.match(href, /^[/]query[?]query=/);
  await close(page);
});

test("the page goes back to the selection before", async () => {
  const page = await open(chrome, "/explore?state=15");
  const before = await title(page);
  await page.getByRole("checkbox", { name: "unter 5.000" }).check();
  await retitled(page, before);
  await page.goBack();
  await page.waitForFunction(
    (old) => document.getElementById("results-title")?.textContent === old,
    before,
  );
  assert.equal(false, await page.getByRole("checkbox", { name: "unter 5.000" }).isChecked());
  await close(page);
});

test("a choice that cannot be loaded is told, and can be tried again", async () => {
  const page = await open(chrome, HARZ, { width: 360 });
  const before = await title(page);
  await page.route("**/explore?*", (route) => route.fulfill({ status: 503 }));
  const box = page.getByRole("checkbox", { name: "unter 5.000" });
  await box.check();
  const told = page.getByRole("alert").filter({ hasText: "konnte nicht geladen werden" });
  await told.waitFor();
  assert.ok(await told.evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight));
  assert.equal(before, await title(page));
  await fits(page);
  await accessible(page);
  await page.unroute("**/explore?*");
  await told.getByRole("button", { name: "Noch einmal versuchen" }).press("Enter");
  await retitled(page, before);
  assert.equal(0, await told.count());
  assert.ok(await box.evaluate((one) => one === document.activeElement));
  page.faults = page.faults.filter((fault) => !fault.includes("status of 503"));
  await close(page);
});

test("going to a part of the page loads nothing", async () => {
  const page = await open(chrome, HARZ);
  let asked = 0;
  page.on("request", (request) => {
    asked += request.isNavigationRequest();
  });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#main$/);
  await page.goBack();
  await page.waitForURL(/085$/);
  await page.getByRole("checkbox", { name: "unter 5.000" }).check();
  await page.waitForURL(/size=/);
  assert.equal(0, asked);
  await close(page);
});

test("choosing works with keys alone and keeps its place", async () => {
  const page = await open(chrome, HARZ);
  const before = await title(page);
  await page.locator("#facet-manager summary").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.equal("7 Treffer", await retitled(page, before));
  const focused = await page.evaluate(() => [
    document.activeElement.name,
    document.activeElement.value,
  ]);
  assert.deepEqual(["manager", "known"], focused);
  await close(page);
});

test("without a script the button and the links do the same", async () => {
  const page = await open(chrome, "/explore", { script: false });
  await page.getByRole("checkbox", { name: "Sachsen-Anhalt" }).check();
  await page.getByRole("button", { name: "Auswahl anzeigen" }).first().click();
  assert.equal("248 Treffer", await title(page));
  await page.getByRole("link", { name: /Land: Sachsen-Anhalt/ }).click();
  assert.equal("12.537 Treffer", await title(page));
  await page.goto(new URL("/compare", page.url()).href);
  await page.getByLabel("Ort hinzufügen").fill("Halberstadt");
  await page.getByRole("button", { name: "Hinzufügen" }).click();
  assert.match(page.url(), /place=15085135$/);
  await close(page);
});

test("three towns are compared, and an unclear name is asked back", async () => {
  const page = await open(chrome, "/compare");
  for (const name of ["Halberstadt", "Quedlinburg", "Blankenburg"]) {
    await page.getByLabel("Ort hinzufügen").fill(name);
    await page.keyboard.press("Enter");
    await page.waitForURL(/place=/);
    await page.waitForLoadState("load");
    if (name !== "Blankenburg") await page.getByRole("columnheader", { name }).waitFor();
  }
  await page.getByRole("link", { name: "Blankenburg (Harz), Stadt" }).click();
  await page.getByRole("columnheader", { name: "Blankenburg (Harz), Stadt" }).waitFor();
  assert.equal(3, await page.getByRole("columnheader").count());
  await picture(page, "compare");
  await close(page);
});

test("a place to compare is chosen from suggestions, and its key is sent", async () => {
  const page = await open(chrome, "/compare?place=15085135");
  const field = page.getByRole("combobox", { name: "Ort hinzufügen" });
  await field.fill("Konstanz");
  await page.getByRole("option", { name: /^Konstanz, Universitätsstadt/ }).waitFor();
  await accessible(page);
  await field.press("ArrowDown");
  await field.press("Enter");
  assert.equal("Konstanz, Universitätsstadt", await field.inputValue());
  await field.press("Enter");
  await page.waitForURL(/place=15085135&place=08335043$/);
  await close(page);
});

test("the coverage of a state leads into the facets", async () => {
  const page = await open(chrome, "/coverage");
  await page.getByRole("link", { name: "Sachsen-Anhalt" }).first().click();
  assert.equal("Sachsen-Anhalt", await page.locator("h1").textContent());
  await page.getByRole("row", { name: /Landkreis Harz/ }).getByRole("link", { name: "6" }).first().click();
  assert.equal("6 Treffer", await title(page));
  await close(page);
});

for (const [path, name] of [
  ["/explore?state=15", "facets"],
  ["/explore?plan=known&year-from=2090", "an empty list"],
  [THREE, "a comparison"],
  ["/compare?place=Blankenburg", "a doubt"],
  ["/coverage", "coverage"],
  ["/coverage/15", "coverage of a state"],
]) {
  test(`${name}: nothing hinders anybody, in both languages`, async () => {
    const page = await open(chrome, path);
    await accessible(page);
    await close(page);
    const dark = await open(chrome, path, { dark: true, locale: "en-GB", width: 360 });
    await fits(dark);
    await accessible(dark);
    await close(dark);
  });
}
