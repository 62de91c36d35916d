// Pages of datasets and releases, of what changed in them, and of errors.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADDRESS, TOKENS, accessible, browser, close, fits, open } from "./kit.mjs";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

const COMPARED = "https://w3id.org/klimagraph/dataset/vergleich";
const RUNS = TOKENS.curator ? {} : { skip: "there are no tokens" };

/** Publish a dataset about one thing, or end it where nothing is said of that; return the release. */
async function publish(name) {
  const turtle = `<${COMPARED}> a <http://www.w3.org/ns/dcat#Dataset> ;
      <http://purl.org/dc/terms/title> "Vergleich"@de, "Comparison"@en .
    <https://w3id.org/klimagraph/id/thing/vergleich> a <http://www.w3.org/ns/org#Organization> ;
      <http://www.w3.org/2004/02/skos/core#prefLabel> "${name}"@de .`;
  const answer = await fetch(`${ADDRESS}/graphs?graph=${encodeURIComponent(COMPARED)}`, {
    method: name ? "PUT" : "DELETE",
    headers: { Authorization: `Bearer ${TOKENS.curator}`, "Content-Type": "text/turtle" },
    body: name ? turtle : undefined,
  });
  assert.ok(answer.ok, await answer.text());
  return answer.headers.get("klimagraph-release");
}

/** Close a page whose own address is answered with an error, which the console tells. */
async function closeFailed(page, status) {
  page.faults = page.faults.filter((fault) => !fault.includes(`status of ${status}`));
  await close(page);
}

/** Open a page in which no link leads anywhere else than its text says: an error, with its status. */
async function failed(path, status, options = {}) {
  const page = await open(chrome, path, options);
  assert.match(await page.locator(".eyebrow").textContent(), new RegExp(`Status ${status}`));
  return page;
}

test("from the catalogue to a dataset, to what changed in it, to a file", async () => {
  const page = await open(chrome, "/catalog.html");
  await accessible(page);
  await page.getByRole("link", { name: "Mitgliedschaften und Teilnahmen" }).click();
  assert.equal("Mitgliedschaften und Teilnahmen", await page.textContent("h1"));
  await accessible(page);
  await page.goto(`${ADDRESS}/dataset/memberships/changes`);
  assert.equal("Was sich änderte", await page.textContent("h1"));
  await accessible(page);
  await page
    .getByRole("link", { name: /^Mitgliedschaften/ })
    .first()
    .click();
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: /[(]Turtle[)]/ }).click();
  assert.equal("memberships.ttl", (await arriving).suggestedFilename());
  await close(page);
});

test("a dataset says how good it is and what it holds", async () => {
  const page = await open(chrome, "/dataset/memberships?lang=en");
  assert.equal("en", await page.getAttribute("html", "lang"));
  await page.getByRole("heading", { name: "Quality" }).waitFor();
  assert.match(await page.textContent(".measures"), /Claims with evidence\s*100/);
  assert.match(await page.textContent(".tally"), /Memberships\s*\d+/);
  assert.match(await page.textContent("#citation"), /Release/);
  await accessible(page);
  await close(page);
});

test("the query of a dataset opens in the editor", async () => {
  const page = await open(chrome, "/dataset/memberships", { script: false });
  const place = await page.getByRole("link", { name: "Im Editor öffnen" }).getAttribute("href");
  const query = new URL(place, ADDRESS).searchParams.get("query");
  assert.match(query, /FROM <https:[/][/]w3id.org[/]klimagraph[/]dataset[/]memberships>/);
  assert.equal(0, await page.locator("button[data-copy]:visible").count());
  await close(page);
});

test("a table shows its first rows", async () => {
  const page = await open(chrome, "/dataset/klimagraph/preview/Membership.csv", { width: 360 });
  assert.equal(20, await page.locator("table.preview tbody tr").count());
  await fits(page);
  await accessible(page);
  await close(page);
});

test("releases and how portals read us are there in both languages", async () => {
  for (const path of ["/releases", "/releases/compare", "/harvest-check", "/context"]) {
    for (const lang of ["de", "en"]) {
      const page = await open(chrome, `${path}?lang=${lang}`, { width: 360, dark: lang === "en" });
      assert.equal(1, await page.locator("h1").count());
      await fits(page);
      await accessible(page);
      await close(page);
    }
  }
});

test("a release says what it holds", async () => {
  const page = await open(chrome, "/releases", { width: 360 });
  await page.locator("tbody th a").first().click();
  assert.match(await page.textContent("h1"), /^Version \d/);
  await fits(page);
  await accessible(page);
  await close(page);
});

test("narrow pages of data fit", async () => {
  for (const path of ["/catalog.html", "/dataset/klimagraph", "/dataset/memberships"]) {
    const page = await open(chrome, path, { width: 360, dark: true });
    await fits(page);
    await accessible(page);
    await close(page);
  }
});

test("an error says in the language of the reader what happened, and exactly", async () => {
  const wrong = [
    ["/no-such-page", 404, "Nicht gefunden", "Not found"],
    ["/catalog.html?pages=2", 400, "Anfrage nicht angenommen", "Request not accepted"],
    ["/doc/municipality/15085055?format=docx", 404, "Nicht gefunden", "Not found"],
    ["/harvest-check?format=docx", 406, "Kein passendes Format", "No suitable format"],
    ["/releases/1999.1.0", 404, "Unbekannte Version", "Unknown release"],
  ];
  for (const [path, status, german, english] of wrong) {
    const page = await failed(path, status);
    assert.equal(german, await page.textContent("h1"));
    assert.equal("en", await page.locator(".detail p:last-child").getAttribute("lang"));
    await accessible(page);
    await closeFailed(page, status);
    const other = await failed(path, status, { locale: "en-GB", width: 360 });
    assert.equal(english, await other.textContent("h1"));
    await fits(other);
    await closeFailed(other, status);
  }
});

test("what an address says never becomes a part of the page", async () => {
  const page = await failed("/releases/%3Cscript%3Ewindow.bad=1%3C%2Fscript%3E", 404);
  assert.match(await page.textContent(".detail"), /<script>/);
  assert.equal(undefined, await page.evaluate(() => window.bad));
  await closeFailed(page, 404);
});

test("a page that loads itself anew stays when it shall, and says so", async () => {
  const page = await open(chrome, "/releases/1999.1.0");
  const notice = `<p class="notice" role="status">Diese Seite lädt sich in 30 Sekunden selbst neu.
    <button type="button" class="quiet" data-reload="30" hidden>Nicht neu laden</button></p><h1>`;
  let loaded = 0;
  await page.route(page.url(), async (route) => {
    loaded += 1;
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("<h1>", notice) });
  });
  await page.clock.install();
  await page.reload();
  await page.getByRole("button", { name: "Nicht neu laden" }).press("Enter");
  await page.getByText("Diese Seite lädt sich nicht mehr selbst neu.").waitFor();
  assert.equal("Jetzt neu laden", await page.evaluate(() => document.activeElement.textContent));
  await page.clock.fastForward(60_000);
  assert.equal(0, await page.getByRole("button", { name: "Nicht neu laden" }).count());
  await page.getByRole("button", { name: "Jetzt neu laden" }).click();
  await page.getByRole("button", { name: "Nicht neu laden" }).waitFor();
  assert.equal(2, loaded);
  await closeFailed(page, 404);
});

test("two releases are compared, and then a dataset in them", RUNS, async () => {
  const names = [`Vorher ${Date.now()}`, `Nachher ${Date.now()}`];
  const earlier = await publish(names[0]);
  const later = await publish(names[1]);
  await publish("");
  const page = await open(chrome, "/releases", { width: 360 });
  const form = page.getByRole("main").locator("form");
  await form.getByLabel("Von").selectOption(earlier);
  await form.getByLabel("Bis").selectOption(later);
  await form.getByRole("button", { name: "Vergleichen" }).click();
  const row = page.getByRole("row", { name: /^vergleich geändert/ });
  assert.equal(1, await page.getByRole("main").locator("tbody tr").count());
  await fits(page);
  await accessible(page);
  await row.getByRole("link", { name: "Was sich änderte" }).click();
  await page.getByText(`Von Version ${earlier} zu ${later}`).waitFor();
  const cells = page.getByRole("table").getByRole("cell");
  assert.deepEqual(["Name", ...names], await cells.allInnerTexts());
  await fits(page);
  await accessible(page);
  await page.getByLabel("Bis").selectOption(earlier);
  await page.getByRole("button", { name: "Vergleichen" }).click();
  await page.getByText("Beide Versionen enthalten genau dasselbe.").waitFor();
  await close(page);
});
