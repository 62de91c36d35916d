// Handing in: a clerk's way from the start page to the published town, curators, hostile data, keys only.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ADDRESS, TOKENS, accessible, browser, close, fits, open, picture } from "./kit.mjs";

const PYTHON = process.env.KLIMAGRAPH_PYTHON ?? "../../.venv/bin/python";
const TOWN = { key: "15085285", name: "Schwanebeck", alliance: "Klima-Bündnis" };
const ROW = {
  Kennung: "1",
  Mitglied: TOWN.key,
  Bündnis: TOWN.alliance,
  "Stand der Mitgliedschaft": "aktif",
  "Art der Beteiligung": "Mitglied",
  "Zeitraum: Beginn": "31.02.2017",
  "Zeitraum: Ende": "offen",
  "Beleg: Sicherheit": "Ausdrücklich",
  "Quelle: Titel": "Beschluss des Rates",
};
const MENDED = { ...ROW, "Stand der Mitgliedschaft": "Aktiv", "Zeitraum: Beginn": "23.06.2017" };
const SCRIPT = "<script>alert(1)</script>";
const HOSTILE = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/klimagraph/id/thing/> .
id:hostile a <http://www.w3.org/ns/org#Organization> ;
  skos:prefLabel "${SCRIPT}\\u202Egnp.exe"@de, "${SCRIPT}"@en ; dcterms:source <javascript:alert(2)> .
id:endless a <http://www.w3.org/ns/org#Organization> ; skos:prefLabel "${"x".repeat(10000)}"@de .
`;
const FAULTY = `${HOSTILE}@prefix klima: <https://w3id.org/klimagraph/ns#> .
id:hostile a klima:Membership ; klima:period "${SCRIPT}\\u202Egnp.exe${"y".repeat(10000)}" .
`;
const folder = mkdtempSync(join(tmpdir(), "klimagraph-"));

let chrome;
before(async () => {
  chrome = await browser();
});
after(async () => {
  await chrome.close();
  rmSync(folder, { recursive: true });
});

/** Return the path of a file with a text. */
function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Fill in a template as a person does, and return the path of the workbook. */
function filled(template, name, values) {
  const path = join(folder, name);
  const done = spawnSync(PYTHON, ["workbook.py", template, path, JSON.stringify(values)]);
  assert.equal(0, done.status, String(done.stderr));
  return path;
}

function csv(values) {
  return `${Object.keys(values).join(";")}\n${Object.values(values).join(";")}\n`;
}

async function visit(page, path) {
  return page.goto(ADDRESS + path, { waitUntil: "load" });
}

async function signIn(page, who) {
  await visit(page, "/submissions");
  await page.getByLabel("Token").fill(TOKENS[who]);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.getByRole("button", { name: "Abmelden" }).waitFor();
}

/** Hand a file in and return the address of the submission, once it is checked. */
async function handIn(page, path) {
  await visit(page, "/submissions");
  await page.getByLabel("Datei", { exact: true }).setInputFiles(path);
  await page.getByRole("button", { name: "Einreichen und prüfen" }).click();
  await page.waitForURL(/submissions[/][0-9a-f]+/);
  await page.getByRole("heading", { name: "Was gefunden wurde" }).waitFor();
  return new URL(page.url()).pathname;
}

/** Take out of the faults of a page that a page was refused, as the test wanted. */
function refused(page, status) {
  const left = page.faults.filter((fault) => !fault.includes(`status of ${status}`));
  assert.notEqual(left.length, page.faults.length, `nothing was refused with ${status}`);
  page.faults = left;
}

function noDialogs(page) {
  page.on("dialog", (dialog) => {
    page.faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
}

/** Demand that nothing of hostile data is alive on a page, and that it fits. */
async function harmless(page) {
  await fits(page);
  assert.equal(0, await page.locator("a[href^='javascript:' i], main script:not([type])").count());
}

test("a clerk gets from the start page to the published town", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("link", { name: "Beitragen", exact: true }).first().click();
  await page.getByRole("link", { name: "Vorlage holen" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Mitgliedschaft als Excel" }).click();
  const template = join(folder, "vorlage.xlsx");
  await (await coming).saveAs(template);
  await page.getByRole("link", { name: "Datei prüfen" }).first().click();
  await page.getByLabel("Datei", { exact: true }).setInputFiles(filled(template, "liste.xlsx", ROW));
  await page.getByRole("button", { name: "Prüfen" }).click();
  await page.getByRole("heading", { name: "✗ Nicht gültig" }).waitFor();
  await accessible(page);
  await picture(page, "report");
  assert.match(await page.locator("mark").allInnerTexts().then(String), /aktif/);
  assert.match(await page.locator(".where").allInnerTexts().then(String), /Zelle D3/);
  assert.match(await page.locator(".repair").first().innerText(), /Aktiv/);
  await page.getByLabel("Berichtigte Datei").setInputFiles(filled(template, "liste.xlsx", MENDED));
  await page.getByRole("button", { name: "Noch einmal prüfen" }).click();
  await page.getByRole("heading", { name: "✓ Gültig" }).waitFor();
  assert.match(await page.locator(".outcome .good").innerText(), /^[1-9]\d*\s+behoben/);
  await page.getByRole("link", { name: "Datei einreichen" }).click();
  await signIn(page, "submitter");
  await accessible(page);
  const place = await handIn(page, join(folder, "liste.xlsx"));
  await accessible(page);
  await picture(page, "submission");
  await page.getByRole("button", { name: "Abmelden" }).click();
  await published(page, place);
  await close(page);
});

/** Publish a submission at the desk and look at the town. */
async function published(page, place) {
  await signIn(page, "curator");
  await page.getByRole("link", { name: "Redaktion" }).click();
  await accessible(page);
  await picture(page, "desk");
  await page.locator(`a[href^="${place}/publish"]`).click();
  await accessible(page);
  await page.getByRole("button", { name: "Ja, veröffentlichen" }).dblclick();
  await page.locator("b", { hasText: /^veröffentlicht$/ }).first().waitFor();
  await page.goBack();
  await visit(page, `/doc/municipality/${TOWN.key}`);
  assert.match(await page.locator("main").innerText(), new RegExp(TOWN.alliance));
}

test("the last check of a file is compared with, in the same window", async () => {
  const page = await open(chrome, "/validate");
  const check = async (values) => {
    await visit(page, "/validate");
    await page.getByLabel("Datei", { exact: true }).setInputFiles(file("tabelle.csv", csv(values)));
    await page.getByLabel("Vorlage").selectOption("membership");
    const kept = page.waitForResponse(/reports[/].*format=json/);
    await page.getByRole("button", { name: "Prüfen" }).click();
    await kept;
  };
  await check(ROW);
  assert.equal(0, await page.locator(".outcome").count());
  await check(MENDED);
  assert.match(await page.locator(".outcome .good").innerText(), /^[1-9]/);
  await page.reload();
  assert.equal(1, await page.locator(".outcome").count());
  await close(page);
});

test("findings are shown by severity, and a place leads to its finding", async () => {
  const page = await open(chrome, "/validate");
  await page.getByText("Oder Text einfügen").click();
  await page.getByLabel("Text, oder Zellen").fill(csv({ ...ROW, "Art der Beteiligung": "?" }));
  await page.getByRole("button", { name: "Prüfen" }).click();
  await page.waitForURL(/reports/);
  const error = page.locator(".cause.of-violation").first();
  assert.ok(await error.isVisible());
  const show = page.getByRole("group", { name: "Zeigen" }).locator("#show-violation");
  await show.uncheck();
  assert.ok(!(await error.isVisible()));
  assert.ok(await page.locator(".cause.of-warning").first().isVisible());
  await show.check();
  assert.ok(await error.isVisible());
  await close(page);
});

test("a page that waits for a check asks with pauses, whatever it is answered", async () => {
  const page = await open(chrome, "/submissions");
  const held = [];
  let loaded = 0;
  await page.route(`${ADDRESS}/submissions`, async (route) => {
    const response = await route.fetch();
    const waiting = '<h1 data-waiting="/submissions/0">';
    const body = await response.text();
    await route.fulfill({ response, body: loaded++ ? body : body.replace("<h1>", waiting) });
  });
  await page.route(`${ADDRESS}/submissions/0?wait=25`, (route) => held.push(route));
  await page.clock.install();
  await visit(page, "/submissions");
  for (const [status, state] of [[503], [429], [200, "checking"], [200, "valid"]]) {
    for (let round = 0; !held.length && round < 1000; round++) await page.clock.fastForward(7000);
    assert.equal(1, loaded);
    await held.shift().fulfill({ status, json: { state }, headers: { "Retry-After": "7" } });
  }
  await page.waitForFunction(() => !document.querySelector("[data-waiting]"));
  assert.equal(2, loaded);
  refused(page, 503);
  refused(page, 429);
  await close(page);
});

test("a form whose sending was stopped can be sent again", async () => {
  const page = await open(chrome, "/submissions");
  let sent = 0;
  await page.route(`${ADDRESS}/session`, (route) => {
    sent += 1;
    return route.fulfill({ status: 204 });
  });
  await page.getByLabel("Token").fill(TOKENS.submitter);
  const button = page.getByRole("button", { name: "Anmelden" });
  const answered = page.waitForResponse(`${ADDRESS}/session`);
  await button.click();
  await answered;
  await button.click();
  assert.equal("true", await button.getAttribute("aria-busy"));
  assert.equal(1, sent);
  await page.unroute(`${ADDRESS}/session`);
  await page.keyboard.press("Escape");
  assert.equal(null, await button.getAttribute("aria-busy"));
  await button.click();
  await page.getByRole("button", { name: "Abmelden" }).waitFor();
  await close(page);
});

test("a text is pasted and checked with keys only", async () => {
  const page = await open(chrome, "/validate");
  await reach(page, "summary");
  await page.keyboard.press("Enter");
  await reach(page, "#text");
  await page.keyboard.insertText("<http://example.org/a> nonsense .");
  await reach(page, "#text_format");
  await page.keyboard.type("RDF: T");
  await reach(page, "main form button");
  await page.keyboard.press("Enter");
  await page.locator("[data-problem]", { hasText: "Zeile 1" }).waitFor();
  refused(page, 400);
  await close(page);
});

/** Press the tabulator until something has the focus. */
async function reach(page, selector) {
  for (let pressed = 0; pressed < 40; pressed++) {
    if (await page.evaluate((one) => document.activeElement.matches(one), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no way to ${selector} by keys`);
}

test("without scripts a file is checked, handed in, published and withdrawn", async () => {
  const page = await open(chrome, "/validate", { script: false, width: 360 });
  await page.getByText("Oder Text einfügen").click();
  await page.getByLabel("Text, oder Zellen").fill(csv(ROW).replaceAll(";", "\t"));
  await page.getByRole("button", { name: "Prüfen" }).click();
  await page.getByRole("heading", { name: "✗ Nicht gültig" }).waitFor();
  await fits(page);
  await page.getByLabel("Berichtigte Datei").setInputFiles(file("text.csv", csv(MENDED)));
  await page.getByRole("button", { name: "Noch einmal prüfen" }).click();
  assert.match(await page.locator(".outcome .good").innerText(), /^[1-9]/);
  await signIn(page, "curator");
  await page.getByLabel("Datensatz").first().fill("stadt-schwanebeck");
  const path = file("ohne.csv", csv({ ...MENDED, Kennung: "ohne-script" }));
  await page.getByLabel("Datei", { exact: true }).setInputFiles(path);
  await page.getByRole("button", { name: "Einreichen und prüfen" }).click();
  await fits(page);
  for (const what of ["Veröffentlichen", "Zurückziehen"]) {
    await page.getByRole("link", { name: what, exact: true }).click();
    await page.getByRole("button", { name: `Ja, ${what.toLowerCase()}` }).click();
  }
  await page.locator("b", { hasText: /^zurückgezogen$/ }).first().waitFor();
  await close(page);
});

test("hostile data is harmless wherever it is shown", async () => {
  const page = await open(chrome, "/validate", { width: 360, dark: true });
  noDialogs(page);
  await page.getByLabel("Datei", { exact: true }).setInputFiles(file("böse.ttl", FAULTY));
  await page.getByRole("button", { name: "Prüfen" }).click();
  await page.waitForURL(/reports/);
  assert.match(await page.locator("main").innerText(), /<script>/);
  await harmless(page);
  await accessible(page);
  await signIn(page, "curator");
  await page.getByLabel("Datensatz").first().fill("hostile");
  await page.getByLabel("Bemerkung").fill(SCRIPT);
  await page.getByLabel("Datei", { exact: true }).setInputFiles(file(`${"x".repeat(180)}.ttl`, HOSTILE));
  await page.getByRole("button", { name: "Einreichen und prüfen" }).click();
  await page.waitForURL(/submissions[/][0-9a-f]+/);
  const place = new URL(page.url()).pathname;
  assert.match(await page.locator("main").innerText(), /<script>/);
  for (const path of [place, "/desk", "/submissions", `${place}/publish`]) {
    await visit(page, path);
    await harmless(page);
    await accessible(page);
  }
  await page.getByRole("button", { name: "Ja, veröffentlichen" }).click();
  for (const path of ["/doc/thing/hostile", "/doc/thing/endless"]) {
    await visit(page, path);
    await harmless(page);
  }
  await visit(page, `${place}/withdraw`);
  await page.getByRole("button", { name: "Ja, zurückziehen" }).click();
  await page.locator("b", { hasText: /^zurückgezogen$/ }).first().waitFor();
  await close(page);
});

test("the desk asks for a correction, and two curators do not get in each other's way", async () => {
  const page = await open(chrome, "/desk");
  refused(page, 401);
  await accessible(page);
  await signIn(page, "curator");
  await page.getByLabel("Datensatz").first().fill("hostile-not");
  await page.getByLabel("Datei", { exact: true }).setInputFiles(file("a.csv", csv(MENDED)));
  await page.getByRole("button", { name: "Einreichen und prüfen" }).click();
  await page.waitForURL(/submissions[/][0-9a-f]+/);
  const place = new URL(page.url()).pathname;
  await page.getByLabel("Was berichtigt werden soll").fill(`Bitte die Quelle nennen ${SCRIPT}`);
  await page.getByRole("button", { name: "Bitte schicken" }).click();
  await page.getByText("Die Redaktion bittet um eine Berichtigung").waitFor();
  const other = await open(chrome, "/submissions");
  await signIn(other, "admin");
  await visit(other, `${place}/publish`);
  await visit(page, `${place}/withdraw`);
  await page.getByRole("button", { name: "Ja, zurückziehen" }).click();
  await page.locator("b", { hasText: /^zurückgezogen$/ }).first().waitFor();
  await other.getByRole("button", { name: "Ja, veröffentlichen" }).click();
  await other.getByRole("heading", { name: "Das geht nicht mehr" }).waitFor();
  refused(other, 409);
  await accessible(other);
  await close(other);
  await close(page);
});

test("what is refused says what to do", async () => {
  const page = await open(chrome, "/validate/reports/nothing", { width: 360 });
  refused(page, 404);
  await page.getByRole("heading", { name: "Das gibt es hier nicht" }).waitFor();
  await signIn(page, "submitter");
  await visit(page, "/desk");
  refused(page, 403);
  await page.getByRole("heading", { name: "Das ist mit diesem Token nicht erlaubt" }).waitFor();
  await accessible(page);
  await page.context().addCookies([{ name: "klimagraph-token", value: "old", url: ADDRESS }]);
  await visit(page, "/submissions");
  await page.getByText("Ihre Anmeldung gilt nicht mehr").waitFor();
  await visit(page, "/validate");
  await page.locator("#file").evaluate((field) => field.setAttribute("data-limit", "3"));
  await page.getByLabel("Datei", { exact: true }).setInputFiles(file("groß.ttl", HOSTILE));
  await page.getByRole("button", { name: "Prüfen" }).click();
  assert.match(await page.locator("[data-problem]").innerText(), /nicht gesendet/);
  assert.equal("/validate", new URL(page.url()).pathname);
  await close(page);
});

test("every page of the room speaks English and fits a narrow window", async () => {
  const page = await open(chrome, "/submit?lang=en", { width: 360, dark: true });
  for (const [path, heading] of [
    ["/submit", "Contribute data"],
    ["/validate", "Check a file"],
    ["/templates", "Templates"],
    ["/submissions", "Hand in data"],
  ]) {
    await visit(page, `${path}?lang=en`);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await fits(page);
    await accessible(page);
  }
  await close(page);
});
