// The main job of each user, from the start page; what the submitter does stands in submit.test.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADDRESS, browser, close, open } from "./kit.mjs";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

test("a researcher asks, sees rows, and takes a citation along that gives the same answer", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("link", { name: "Abfragen schreiben" }).click();
  await page.getByRole("button", { name: "Ausführen" }).click();
  await page.getByRole("cell", { name: "Amt Hohe Elbgeest" }).first().waitFor();
  await page.getByRole("button", { name: "Teilen und zitieren" }).click();
  await page.locator("#save button").click();
  const link = page.locator("#saved a[href*='/queries/saved/']").first();
  await link.waitFor();
  const path = new URL(await link.getAttribute("href"), ADDRESS).pathname;
  await close(page);
  const later = await open(chrome, path);
  assert.match(await later.textContent("main"), /unverändert|genauso|dieselbe/);
  await close(later);
});

test("the staff of a portal find the catalogue, and what a harvester gets", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("link", { name: "Datensätze" }).first().click();
  assert.match(await page.textContent("main"), /DCAT-AP/);
  await page.locator("main a[href^='/harvest-check']").first().click();
  assert.match(await page.textContent("main"), /CKAN/);
  await page.locator(".notice.good").first().waitFor();
  const catalogue = await page.request.get(`${ADDRESS}/catalog.ttl`);
  assert.equal(200, catalogue.status());
  await close(page);
});

test("whoever runs the service sees that all is well, or what needs attention", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("link", { name: "Zustand" }).click();
  const verdict = page.getByRole("main").getByRole("status");
  const said = (await verdict.locator("strong").textContent()).trim();
  assert.match(said, /^(Alles ist in Ordnung|Es läuft, aber etwas braucht Aufmerksamkeit)[.]$/);
  const findings = await verdict.getByRole("listitem").count();
  assert.equal(said === "Alles ist in Ordnung.", findings === 0);
  const { release } = await (await page.request.get(`${ADDRESS}/ready`)).json();
  const numbers = page.locator(".numbers").first();
  assert.match(await numbers.innerText(), new RegExp(`^${release}\\s+Version, die gilt`));
  await close(page);
});

test("someone who knows no SPARQL finds a town and what it has promised", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("combobox").first().fill("Konstanz");
  await page.getByRole("option", { name: /^Konstanz/ }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[/]doc[/]municipality[/]/);
  assert.match(await page.textContent("main"), /Klima-Bündnis/);
  await close(page);
});
