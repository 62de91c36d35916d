// Views of results: the table with its hundred thousand rows, labels, map, chart, timeline, graph.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { ADDRESS, accessible, browser, close, fits, open, picture } from "./kit.mjs";

const FILES = new URL("../../src/klimagraph/web/static/", import.meta.url);
const PAGE = "/results-to-look-at";
const ALL = "SELECT ?thing ?property ?value WHERE { ?thing ?property ?value } LIMIT 100000";
const MEMBERS = "/queries/members-on-the-map.json";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

const asked = (query) => `/sparql?query=${encodeURIComponent(query)}`;

/** Return a page that holds nothing but results, under the policy of our pages. */
function fixture(address) {
  const chunks = JSON.parse(
    readFileSync(process.env.KLIMAGRAPH_MANIFEST ?? new URL("manifest.json", FILES), "utf-8"),
  );
  const styles = new Set();
  const walk = (name) => {
    for (const one of chunks[name].imports ?? []) walk(one);
    for (const one of chunks[name].css ?? []) styles.add(one);
  };
  const islands = ["source/site.ts", "source/results.ts"];
  islands.forEach(walk);
  const links = [...styles].map((one) => `<link rel="stylesheet" href="/assets/${one}">`);
  const scripts = islands.map(
    (name) => `<script type="module" src="/assets/${chunks[name].file}"></script>`,
  );
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Ergebnisse</title>
    <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
    ${links.join("")}${scripts.join("")}</head><body><main id="main"><h1>Ergebnisse</h1>
    <div data-results="${address.replaceAll("&", "&amp;")}"></div></main></body></html>`;
}

/** Open the results at an address; `answer` may stand in for what the service would say. */
async function results(address, { hash = "", answer, ...options } = {}) {
  const page = await open(chrome, "/health", options);
  page.faults.length = 0;
  const page_ = await fetch(`${ADDRESS}/releases`, { headers: { accept: "text/html" } });
  const policy = page_.headers.get("content-security-policy");
  const headers = { "content-security-policy": policy };
  await page.route(`**${PAGE}`, (route) =>
    route.fulfill({ contentType: "text/html", headers, body: fixture(address) }),
  );
  if (answer) await page.route("**/made-up", (route) => route.fulfill(answer));
  await page.goto(ADDRESS + PAGE + hash);
  return page;
}

const rows = (body) => ({ contentType: "text/tab-separated-values", body });

test("a hundred thousand rows are scrolled, sorted and filtered", async () => {
  const page = await results(asked(ALL));
  const grid = page.getByRole("grid");
  await grid.waitFor();
  assert.equal("100001", await grid.getAttribute("aria-rowcount"));
  assert.ok((await grid.getByRole("row").count()) < 80);
  await grid.focus();
  await page.keyboard.press("Control+End");
  await grid.locator("[aria-rowindex='100001']").waitFor();
  await page.keyboard.press("Control+Home");
  await page.getByRole("button", { name: "value" }).click();
  await page.getByText("sortiert nach value, aufsteigend").waitFor();
  assert.equal("ascending", await grid.locator("[aria-sort]").getAttribute("aria-sort"));
  await page.getByRole("searchbox").fill("Blankenburg");
  await page.getByText(/^[\d.]+ von 100\.000 Zeilen/).waitFor();
  assert.ok(Number(await grid.getAttribute("aria-rowcount")) < 2000);
  await accessible(page);
  await close(page);
});

test("the keys lead through the cells, and Enter shows one in full", async () => {
  const page = await results(asked(ALL));
  const grid = page.getByRole("grid");
  await grid.focus();
  for (const key of ["ArrowDown", "PageDown", "End"]) await page.keyboard.press(key);
  const active = await grid.getAttribute("aria-activedescendant");
  const cell = page.locator(`[id="${active}"]`);
  assert.equal("3", await cell.getAttribute("aria-colindex"));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await accessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await close(page);
});

test("things are called by their labels and lead to their pages", async () => {
  const page = await results(MEMBERS);
  const link = page.getByRole("link", { name: "Kiel, Landeshauptstadt" });
  assert.equal("/doc/municipality/01002000", await link.getAttribute("href"));
  await page.getByRole("button", { name: "population" }).click();
  const numbers = await page.locator("tbody td.number").allTextContents();
  const read = numbers.map((text) => Number(text.trim().replaceAll(".", "")));
  assert.deepEqual(
    read.toSorted((one, other) => one - other),
    read,
  );
  await accessible(page);
  await picture(page, "results-table");
  await close(page);
});

test("members stand on the map, coloured by what is chosen", async () => {
  const page = await results(MEMBERS, { hash: "#view=map" });
  await page.getByText(/Zeilen auf der Karte/).waitFor();
  await page.getByLabel("Farbe nach").selectOption({ label: "status" });
  await page.locator(".map-key").getByText("Aktiv").waitFor();
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await page.locator(".result-notice dd").first().waitFor();
  await accessible(page);
  await picture(page, "results-map");
  await close(page);
});

test("municipalities are drawn by their IRIs alone", async () => {
  const query = `SELECT DISTINCT ?place ?population WHERE { ?place a <https://w3id.org/klimagraph/ns#Municipality> ;
    <https://w3id.org/klimagraph/ns#population> ?population
    FILTER(STRSTARTS(STR(?place), "https://w3id.org/klimagraph/id/municipality/10")) }`;
  const page = await results(asked(query), { hash: "#view=map" });
  await page.getByText(/^\d+ Zeilen auf der Karte/).waitFor();
  await close(page);
});

test("growth is a line, and its values are a table as well", async () => {
  const page = await results("/queries/growth-of-an-alliance.json");
  await page.getByRole("tab", { name: "Diagramm" }).click();
  await page.getByRole("img", { name: /Linie: participants nach year/ }).waitFor();
  assert.match(page.url(), /#view=chart$/);
  await page.getByText("Werte als Tabelle").click();
  await page.getByRole("row").nth(2).waitFor();
  await accessible(page);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Als PNG speichern" }).click();
  assert.equal("line.png", (await saved).suggestedFilename());
  await page.getByLabel("Form").focus();
  await page.getByLabel("Form").selectOption("bars");
  await page.getByRole("img", { name: /Balken/ }).waitFor();
  await page.locator("label:has-text('Form') select:focus").waitFor();
  await close(page);
});

test("tenures stand over time", async () => {
  const page = await results("/queries/posts-held-on-a-day.json", {
    hash: "#view=timeline",
    dark: true,
  });
  await page.getByRole("img", { name: /Zeitleiste mit \d+ Einträgen/ }).waitFor();
  await accessible(page);
  await picture(page, "results-timeline");
  await close(page);
});

test("triples are a network that has a list", async () => {
  const query = `CONSTRUCT { ?member <http://www.w3.org/ns/org#memberOf> ?alliance } WHERE {
    ?claim a <https://w3id.org/klimagraph/ns#Membership> ; <http://www.w3.org/ns/org#member> ?member ;
      <http://www.w3.org/ns/org#organization> ?alliance }`;
  const page = await results(asked(query), { hash: "#view=graph" });
  await page.getByRole("img", { name: /Netz mit \d+ Knoten/ }).waitFor();
  await page.getByText("Verbindungen als Tabelle").click();
  await page.getByRole("row").nth(2).waitFor();
  await accessible(page);
  const dot = page.locator(".node").first();
  const before = await dot.getAttribute("transform");
  await dot.hover({ force: true });
  await page.mouse.down();
  await page.mouse.move(300, 500);
  await page.mouse.up();
  assert.notEqual(before, await dot.getAttribute("transform"));
  await close(page);
});

test("the keys choose among the views", async () => {
  const page = await results(MEMBERS, { width: 360 });
  await page.getByRole("tab", { name: "Tabelle" }).focus();
  await page.keyboard.press("End");
  assert.equal("true", await page.getByRole("tab", { name: "Netz" }).getAttribute("aria-selected"));
  await page.getByRole("img", { name: /Netz/ }).waitFor();
  await fits(page);
  await page.keyboard.press("Home");
  await page.getByRole("tabpanel", { name: "Tabelle" }).waitFor();
  await fits(page);
  await close(page);
});

test("hostile values stay texts", async () => {
  const long = "x".repeat(10_000);
  const body = `?name\t?where\n"<script>document.title='bad'</script>"@de\t<javascript:alert(1)>\n"\u202eevil ${long}"\t<https://example.org/${long}>\n`;
  const page = await results("/made-up", { answer: rows(body), width: 360 });
  await page.getByText("<script>").waitFor();
  assert.equal("Ergebnisse", await page.title());
  assert.equal(0, await page.locator("a[href^='javascript']").count());
  await fits(page);
  await accessible(page);
  await page.getByRole("button", { name: "ganz lesen" }).first().click();
  await page.getByRole("dialog").getByText(long).waitFor();
  await fits(page);
  await close(page);
});

test("an answer without rows says so, and a broken one does not pretend", async () => {
  const empty = await results("/made-up", { answer: rows("?name\n") });
  await empty.getByText("Dazu sagt der Graph nichts.").waitFor();
  await close(empty);
  const broken = await results("/made-up", { answer: { status: 503, body: "" } });
  await broken.getByRole("alert").waitFor();
  broken.faults.splice(0, 1);
  await close(broken);
});

test("yes and no are answers", async () => {
  const page = await results(asked("ASK { ?s ?p ?o }"));
  await page.getByText("Ja", { exact: true }).waitFor();
  await accessible(page);
  await close(page);
});
