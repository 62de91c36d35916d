// Views of results: the table with its hundred thousand rows, labels, map, chart, timeline, graph.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, close, fits, open, picture } from "./kit.mjs";

const ALL = "SELECT ?thing ?property ?value WHERE { ?thing ?property ?value } LIMIT 100000";
const MADE_UP = "SELECT * WHERE { ?made ?up ?answer }";
const MUNICIPALITIES = "SELECT ?s { ?s a <https://w3id.org/klimagraph/ns#Municipality> } LIMIT 3000";
const MEMBERS = "/queries/members-on-the-map";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

/** Open the page of a finished question, of which the server has written the first rows. */
async function question(path, { hash = "", ...options } = {}) {
  const page = await open(chrome, path + hash, options);
  await page.locator("#results [role=tablist]").waitFor({ state: "attached" });
  return page;
}

/** Run a query in the editor; `answer` may stand in for what the service would say. */
async function asked(query, { hash = "", answer, ...options } = {}) {
  const page = await open(chrome, `/query?${new URLSearchParams({ query })}${hash}`, options);
  if (answer) await page.route("**/sparql?*", (route) => route.fulfill(answer));
  await page.locator("#run").click();
  return page;
}

const rows = (body) => ({ contentType: "text/tab-separated-values", body });
const filter = (page) => page.getByLabel("Zeilen filtern");

test("a hundred thousand rows are scrolled, sorted and filtered", async () => {
  const page = await asked(ALL);
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
  await filter(page).fill("Blankenburg");
  await page.getByText(/^[\d.]+ von 100\.000 Zeilen/).waitFor();
  assert.ok(Number(await grid.getAttribute("aria-rowcount")) < 2000);
  await accessible(page);
  await close(page);
});

test("the keys lead through the cells, and Enter shows one in full", async () => {
  const page = await asked(ALL);
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
  const page = await question(MEMBERS);
  const link = page.getByRole("link", { name: "Kiel, Landeshauptstadt" });
  assert.equal("/doc/municipality/01002000", await link.getAttribute("href"));
  await page.getByRole("button", { name: "Einwohner" }).click();
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
  const page = await question(MEMBERS, { hash: "#view=map" });
  await page.getByText(/Zeilen auf der Karte/).waitFor();
  await page.getByLabel("Farbe nach").selectOption({ label: "Status" });
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
  const page = await asked(query, { hash: "#view=map" });
  await page.getByText(/^\d+ Zeilen auf der Karte/).waitFor();
  await close(page);
});

test("growth is a line, and its values are a table as well", async () => {
  const page = await question("/queries/growth-of-an-alliance");
  await page.getByRole("tab", { name: "Diagramm" }).click();
  await page.getByRole("img", { name: /Linie: Zahl der Beteiligten nach Jahr/ }).waitFor();
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
  const page = await question("/queries/posts-held-on-a-day", {
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
  const page = await asked(query, { hash: "#view=graph" });
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
  const page = await question(MEMBERS, { width: 360 });
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
  const page = await asked(MADE_UP, { answer: rows(body), width: 360 });
  await page.getByText("<script>").waitFor();
  assert.equal("Abfragen · Klimagraph", await page.title());
  assert.equal(0, await page.locator("a[href^='javascript']").count());
  await fits(page);
  await accessible(page);
  await page.getByRole("button", { name: "ganz lesen" }).first().click();
  await page.getByRole("dialog").getByText(long).waitFor();
  await fits(page);
  await close(page);
});

test("an answer without rows says so, and a broken one leaves what was there", async () => {
  const empty = await asked(MADE_UP, { answer: rows("?name\n") });
  await empty.getByText("Dazu sagt der Graph nichts.").waitFor();
  await close(empty);
  const page = await open(chrome, "/queries");
  await page.route("**/alliances-by-kind", (route) =>
    route.request().resourceType() === "fetch" ? route.fulfill({ status: 503 }) : route.continue(),
  );
  await page.locator('main a[href="/queries/alliances-by-kind"]').click();
  await page.getByRole("alert").getByText("ließen sich nicht laden").waitFor();
  assert.ok((await page.locator("#results tbody tr").count()) > 5);
  await accessible(page);
  page.faults.splice(0, 1);
  await close(page);
});

test("the filter reads the labels of rows that were never on the screen", async () => {
  const page = await asked(MUNICIPALITIES);
  await filter(page).fill("berg");
  await page.getByText(/^1\d\d von 3\.000 Zeilen$/).waitFor();
  await close(page);
});

test("where labels cannot be had, filter and order say so", async () => {
  const page = await asked(MUNICIPALITIES);
  await page.route("**/labels.json?*", (route) => route.fulfill({ status: 429 }));
  await filter(page).fill("berg");
  await page.getByText(/^\d+ von 3\.000 Zeilen, nach Kürzeln, da sich die Namen nicht/).waitFor();
  await filter(page).fill("");
  await page.locator("#results").getByRole("button", { name: /^s\b/ }).click();
  await page.getByText(/sortiert nach s, aufsteigend, nach Kürzeln, da sich/).waitFor();
  assert.ok(page.faults.every((fault) => fault.includes("429")));
  page.faults.length = 0;
  await close(page);
});

test("more rows than a browser can draw are not passed over in silence", async () => {
  const body = `?n\n${"1\n".repeat(833_334)}`;
  const page = await asked(MADE_UP, { answer: rows(body) });
  await page.getByText("833.334 Zeilen, gezeigt werden die ersten 833.333").waitFor();
  await close(page);
});

test("paper gets the first five hundred rows, the query, and how many there are", async () => {
  const page = await asked(MUNICIPALITIES);
  await page.getByRole("grid").waitFor();
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.getByText("500 von 3.000 Zeilen; alle stehen in der Datei.").waitFor();
  assert.equal(500, await page.locator(".result-paper tbody tr").count());
  assert.equal(false, await page.getByRole("grid").isVisible());
  assert.equal(MUNICIPALITIES, await page.locator("#asked").innerText());
  await picture(page, "results-print");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  assert.equal(0, await page.locator(".result-paper").count());
  assert.equal(true, await page.getByRole("grid").isVisible());
  await close(page);
});

test("a view that could not be loaded can be tried again", async () => {
  const page = await question("/queries/growth-of-an-alliance");
  await page.route("**/assets/chart-*.js", (route) => route.abort("connectionreset"));
  await page.getByRole("tab", { name: "Diagramm" }).click();
  await page.getByText("Diese Ansicht ließ sich nicht laden.").waitFor();
  assert.ok(page.faults.length > 0);
  page.faults.length = 0;
  await page.unroute("**/assets/chart-*.js");
  await page.getByRole("button", { name: "Noch einmal versuchen" }).click();
  await page.getByRole("img", { name: /Linie/ }).waitFor();
  assert.equal("tab", await page.evaluate(() => document.activeElement.getAttribute("role")));
  await close(page);
});

test("months on an axis are in the language of the page", async () => {
  const body = '?name\t?day\n"A"\t"2024-02-10"\n"B"\t"2024-12-05"\n';
  for (const [locale, wanted] of [["de-DE", /^Okt\. 2024$/], ["en-GB", /^Oct 2024$/]]) {
    const page = await asked(MADE_UP, { answer: rows(body), hash: "#view=timeline", locale });
    await page.locator(".axis text").filter({ hasText: wanted }).waitFor();
    await close(page);
  }
});

test("yes and no are answers", async () => {
  const page = await asked("ASK { ?s ?p ?o }");
  await page.locator("#results").getByText("Ja", { exact: true }).waitFor();
  await accessible(page);
  await close(page);
});
