// The query editor and the finished questions: complete, run, cancel, mend, save, fill in.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import {
  ADDRESS,
  TOKENS,
  accessible,
  browser,
  close,
  fits,
  open as opened,
  picture,
} from "./kit.mjs";

const STATES = "SELECT ?s { ?s a <https://w3id.org/klimagraph/ns#State> }";
const LONG = `${STATES} # ${"lang ".repeat(400)}`;
const GRAPH = "https://w3id.org/klimagraph/dataset/zweite-version";
const PUBLISHES = TOKENS.admin && TOKENS.curator ? {} : { skip: "there are no tokens" };
const ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

async function open(...asked) {
  const page = await opened(...asked);
  page.setDefaultTimeout(10_000);
  return page;
}

const editor = (page) => page.locator(".cm-content");
const options = (page) => page.locator(".cm-tooltip-autocomplete li");
const text = (page) => page.inputValue("#query");

async function write(page, query) {
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(query);
}

async function asked(page, query) {
  await page.goto(`${ADDRESS}/query?${new URLSearchParams({ query })}`);
  await editor(page).waitFor();
}

/** Take the answer of the service, which a browser reports as an error, out of the faults. */
function expected(page, status) {
  const index = page.faults.findIndex((fault) => fault.includes(`status of ${status}`));
  assert.notEqual(-1, index, `no ${status} in ${page.faults}`);
  page.faults.splice(index, 1);
}

test("a name is completed, its prefix declared, the query run", async () => {
  const page = await open(chrome, "/query");
  await write(page, "SELECT ?x { ?x a ");
  await page.keyboard.type("Bündn", { delay: 20 });
  const option = options(page).filter({ hasText: "klima:Alliance" }).first();
  await option.waitFor();
  await picture(page, "query-completion");
  await option.click();
  await page.keyboard.type(" }");
  await page.waitForFunction(() => document.querySelector("#query").value.startsWith("PREFIX"));
  assert.equal(
    "PREFIX klima: <https://w3id.org/klimagraph/ns#>\nSELECT ?x { ?x a klima:Alliance }",
    (await text(page)).replace(" }}", " }"),
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.locator("#state .done").waitFor();
  assert.match(await page.textContent("#state"), /^14 Zeilen/);
  await page.getByRole("cell", { name: "Klima-Bündnis" }).first().waitFor();
  await accessible(page);
  await close(page);
});

test("properties of the class of the subject come first, and values from their list", async () => {
  const page = await open(chrome, "/query");
  await write(page, "SELECT * { ?x a klima:Membership ; klima:membership");
  await page.keyboard.type("S", { delay: 20 });
  await options(page).first().waitFor();
  assert.match(await options(page).first().textContent(), /klima:membershipStatus/);
  await options(page).first().click();
  await page.keyboard.type(" Akt", { delay: 20 });
  await options(page).filter({ hasText: "membership-status/active" }).waitFor();
  await close(page);
});

test("a town is found by its name", async () => {
  const page = await open(chrome, "/query");
  await write(page, "SELECT * { ?x org:member ");
  await page.keyboard.type("Halberst", { delay: 20 });
  const option = options(page).filter({ hasText: "Halberstadt" }).first();
  await option.waitFor();
  await option.click();
  assert.match(await text(page), /<https:\/\/w3id.org\/klimagraph\/id\/municipality\/15085135>/);
  await close(page);
});

test("a fault is marked at its place while typing, and where the server names one", async () => {
  const page = await open(chrome, "/query");
  await write(page, "SELECT * {\n  ?s ?p ?o .\n  FILTER(?o = )\n}");
  await page.locator(".cm-lintRange-error").waitFor();
  assert.equal(")", await page.locator(".cm-lintRange-error").first().textContent());
  await page.locator("#run").click();
  await page.locator("#state .notice").waitFor();
  await page.getByRole("button", { name: /Zur Stelle: Zeile 4/ }).click();
  await page.locator(".cm-activeLineGutter", { hasText: "4" }).waitFor();
  await accessible(page);
  expected(page, 400);
  await close(page);
});

test("cancelling ends the query on the server", async () => {
  const page = await open(chrome, "/query");
  await asked(page, ENDLESS);
  await page.locator("#run").click();
  await until(async () => 1 <= (await running()));
  await page.locator("#cancel").click();
  await page.getByText("Der Server hat die Abfrage beendet").waitFor();
  await until(async () => 0 === (await running()));
  assert.equal("run", await page.evaluate(() => document.activeElement.id));
  await close(page);
});

async function running() {
  const metrics = await (await fetch(`${ADDRESS}/metrics`)).text();
  return Number(/^klimagraph_workers_running(?:\{[^}]*\})? (\S+)$/m.exec(metrics)?.[1]);
}

async function until(holds) {
  const end = Date.now() + 10_000;
  while (!(await holds())) assert.ok(Date.now() < end, "it does not come to hold");
}

test("a service that cannot be reached is named, and nothing is shown", async () => {
  const page = await open(chrome, "/query");
  await page.route("**/sparql?*", (route) => route.abort("connectionreset"));
  await asked(page, STATES);
  await page.locator("#run").click();
  await page.getByText("nicht erreichbar").waitFor();
  assert.equal("", await page.textContent("#results"));
  page.faults.length = 0;
  await close(page);
});

test("what broke off in the middle is not shown as a result", async (context) => {
  const broken = await cutting(context);
  const page = await open(chrome, "/query");
  await page.route("**/sparql?*", (route) => {
    const { pathname, search } = new URL(route.request().url());
    return route.continue({ url: broken.address + pathname + search });
  });
  await asked(page, STATES);
  const begun = page.waitForResponse(/\/sparql\?/);
  await page.locator("#run").click();
  await begun;
  broken.cut();
  await page.getByText("ist unvollständig und wird nicht gezeigt").waitFor();
  assert.equal(3, broken.lines());
  assert.equal("", await page.textContent("#results"));
  assert.match(page.faults.join(), /ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/);
  page.faults.length = 0;
  await close(page);
});

/**
 * Start a proxy, until the test ends, that lets three lines of an answer through.
 * It drops the connection when `cut` is called.
 */
async function cutting(context) {
  let sent = "";
  let cut;
  const told = new Promise((resolve) => {
    cut = resolve;
  });
  const server = createServer(async (request, response) => {
    const headers = { accept: request.headers.accept };
    const answer = await fetch(ADDRESS + request.url, { headers });
    sent = (await answer.text()).split("\n").slice(0, 3).join("\n");
    response.writeHead(200, { "content-type": answer.headers.get("content-type") });
    response.write(`${sent}\n`);
    await told;
    response.socket.destroy();
  });
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const address = `http://127.0.0.1:${server.address().port}`;
  return { address, cut, lines: () => sent.split("\n").length };
}

test("where too many ask, another try is offered after the wait, and the focus stays", async () => {
  const page = await open(chrome, "/query");
  const problem = { type: "https://w3id.org/klimagraph/problem/overloaded", detail: "busy" };
  const refused = (route) =>
    route.fulfill({ status: 429, headers: { "retry-after": "1" }, json: problem });
  await page.route("**/sparql?*", refused, { times: 1 });
  await asked(page, STATES);
  await page.locator("#run").click();
  await page.getByText("Gerade laufen zu viele Abfragen.").waitFor();
  const again = page.getByRole("button", { name: /Noch einmal versuchen/ });
  assert.equal(true, await again.isDisabled());
  await accessible(page);
  await again.click();
  await page.locator("#state .done").waitFor();
  await page.waitForFunction(() => document.activeElement.id === "run");
  expected(page, 429);
  await close(page);
});

test("a release that cannot be asked stays chosen, and no other answers", async () => {
  const page = await open(chrome, `/query?${new URLSearchParams({ query: STATES, release: "2001.9.0" })}`);
  assert.equal("2001.9.0", await page.inputValue("#release"));
  await page.locator("#run").click();
  await page.getByText("Diese Version gibt es nicht.").waitFor();
  assert.equal("", await page.textContent("#results"));
  assert.match(page.url(), /release=2001\.9\.0/);
  expected(page, 404);
  await close(page);
});

test("answers of an older release lead to the things of that release", PUBLISHES, async () => {
  const earlier = await served();
  await published();
  const page = await open(chrome, `/query?${new URLSearchParams({ query: STATES, release: earlier })}`);
  await page.locator("#run").click();
  await page.locator("#state .done", { hasText: `Version ${earlier}` }).waitFor();
  const link = page.getByRole("link", { name: "Hessen" });
  assert.equal(`/doc/state/06?release=${earlier}`, await link.getAttribute("href"));
  await page.selectOption("#release", "");
  await page.locator("#run").click();
  await page.locator("#state .done", { hasNotText: earlier }).waitFor();
  assert.equal("/doc/state/06", await link.getAttribute("href"));
  await page.goto(`${ADDRESS}/queries/alliances-by-kind?release=${earlier}`);
  await page.locator("#results [role=tablist]").waitFor({ state: "attached" });
  await page.getByText(`Dies ist der Stand der Version ${earlier}.`).waitFor();
  const thing = page.locator("#results td a").first();
  assert.match(await thing.getAttribute("href"), new RegExp(`[?]release=${earlier}$`));
  await page.getByRole("link", { name: "Zum heutigen Stand" }).click();
  await page.locator("#results [role=tablist]").waitFor({ state: "attached" });
  assert.doesNotMatch(await thing.getAttribute("href"), /release/);
  await close(page);
  const sent = { Authorization: `Bearer ${TOKENS.admin}` };
  const back = await fetch(`${ADDRESS}/releases/${earlier}/rollback`, { method: "POST", headers: sent });
  assert.ok(back.ok, await back.text());
});

async function served() {
  return (await (await fetch(`${ADDRESS}/ready`)).json()).release;
}

/** Publish a dataset, so that there is a release after the present one. */
async function published() {
  const answer = await fetch(`${ADDRESS}/graphs?graph=${encodeURIComponent(GRAPH)}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${TOKENS.curator}`, "Content-Type": "text/turtle" },
    body: `<${GRAPH}> a <http://www.w3.org/ns/dcat#Dataset> ;
      <http://purl.org/dc/terms/title> "Zweite Version ${Date.now()}"@de, "Second version"@en .`,
  });
  assert.ok(answer.ok, await answer.text());
}

test("the address holds the query that was run, or none, and keeps the view", async () => {
  const page = await open(chrome, "/query");
  await page.goto(`${ADDRESS}/query?${new URLSearchParams({ query: STATES, lang: "de" })}#view=map`);
  await editor(page).waitFor();
  await page.locator("#run").click();
  await page.locator("#state .done").waitFor();
  assert.match(page.url(), /[?]query=SELECT.*&lang=de#view=map$/);
  await write(page, LONG);
  await page.locator("#run").click();
  await page.waitForURL(/\/query\?lang=de#view=map$/);
  await close(page);
});

test("where saving fails, the page says why", async () => {
  const page = await open(chrome, "/query");
  await asked(page, STATES);
  await page.getByRole("button", { name: "Teilen und zitieren" }).click();
  await page.route("**/queries/saved", (route) => route.abort("connectionreset"));
  await page.getByRole("button", { name: "Speichern und zitieren" }).click();
  await page.locator("#saved").getByText("Der Dienst ist nicht erreichbar.").waitFor();
  await page.unroute("**/queries/saved");
  await page.route("**/queries/saved/*?format=bibtex", (route) => route.fulfill({ status: 503 }));
  await page.getByRole("button", { name: "Speichern und zitieren" }).click();
  await page.getByText("Nicht jede Form des Zitats ließ sich laden").waitFor();
  assert.equal(4, await page.locator("#saved pre").count());
  assert.equal(2, page.faults.length);
  page.faults.length = 0;
  await close(page);
});

test("a saved query has a permanent address and its citation", async () => {
  const page = await open(chrome, "/query");
  await asked(page, STATES);
  await page.getByRole("button", { name: "Teilen und zitieren" }).click();
  assert.match(await page.textContent("#share-address"), /query\?query=SELECT/);
  await page.getByLabel("Titel für das Zitat").fill("Die Länder");
  await page.getByRole("button", { name: "Speichern und zitieren" }).click();
  const link = page.getByRole("link", { name: "Seite der gespeicherten Abfrage" });
  await link.waitFor();
  assert.match(await page.textContent("#saved"), /“Die Länder”[.] Klimagraph, release/);
  await accessible(page);
  const path = await link.getAttribute("href");
  await page.goto(`${ADDRESS}/query?saved=${path.split("/").at(-1)}`);
  assert.equal(STATES, (await text(page)).trim());
  await page.goto(ADDRESS + path);
  await page.getByText("Die Antwort ist dieselbe wie beim Speichern.").waitFor();
  await close(page);
});

test("the last queries are kept here until they are cleared", async () => {
  const page = await open(chrome, "/query");
  await asked(page, STATES);
  await page.locator("#run").click();
  await page.locator("#state .done").waitFor();
  await page.getByText("Letzte Abfragen").click();
  await page.getByRole("button", { name: STATES }).waitFor();
  await page.getByRole("button", { name: "Verlauf löschen" }).click();
  assert.equal("[]", await page.evaluate(() => localStorage.getItem("klimagraph.queries")));
  await close(page);
});

test("a pattern and a finished question go into the editor", async () => {
  const page = await open(chrome, "/query");
  await asked(page, "SELECT * {\n}");
  await page.getByRole("button", { name: "Name eines Dings" }).click();
  await page.waitForFunction(() => document.querySelector("#query").value.startsWith("PREFIX"));
  assert.match(await text(page), /SELECT \* \{\n {2}\?thing skos:prefLabel \?name/);
  await page.locator("#library > summary").click();
  await page.locator("#library").getByLabel("Fragen filtern").fill("mitglieder eines");
  await page.getByRole("link", { name: "Mitglieder eines Bündnisses", exact: true }).click();
  await page.waitForFunction(() => document.querySelector("#query").value.includes("klima-buendnis"));
  await close(page);
});

test("Escape, then Tab leaves the editor", async () => {
  const page = await open(chrome, "/query");
  await editor(page).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => document.activeElement.classList.contains("editor-host"));
  assert.equal(false, inside);
  await close(page);
});

test("a finished question has fields, an answer and a way into the editor", async () => {
  const page = await open(chrome, "/queries");
  await page.getByLabel("Fragen filtern").fill("Nachbar Kreis");
  await accessible(page);
  await page.getByRole("link", { name: "Nachbargemeinden" }).click();
  await page.getByRole("combobox", { name: "Gemeinde" }).fill("Quedlin");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Fragen", exact: true }).click();
  await page.waitForURL(/15085235/);
  await page.locator("#results").getByText("Thale").first().waitFor();
  await accessible(page);
  await page.getByRole("link", { name: "Im Editor öffnen" }).click();
  assert.match(await text(page), /municipality\/15085235/);
  await close(page);
});

test("without scripts the form answers as a file", async () => {
  const page = await open(chrome, "/query", { script: false });
  await page.fill("#query", "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/klimagraph/ns#State> }");
  await page.selectOption("#format", "xlsx");
  const kept = page.waitForEvent("download");
  await page.getByRole("button", { name: "Herunterladen" }).click();
  assert.equal("klimagraph.xlsx", (await kept).suggestedFilename());
  await page.goto(`${ADDRESS}/queries/alliances-by-kind`);
  assert.ok((await page.locator("tbody tr").count()) > 0);
  await close(page);
});

test("narrow pages have no scroll bar below", async () => {
  for (const path of ["/query", "/queries", "/queries/members-of-an-alliance"]) {
    const page = await open(chrome, path, { width: 360, dark: true });
    await fits(page);
    await accessible(page);
    await picture(page, `narrow${path.replaceAll("/", "-")}`);
    await close(page);
  }
});
