// Those who run the service: is all well, and back to an earlier release after a mistake.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADDRESS, TOKENS, accessible, browser, close, fits, open, picture } from "./kit.mjs";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

const GRAPH = "https://w3id.org/klimagraph/dataset/versehen";
const RUNS = TOKENS.admin && TOKENS.curator ? {} : { skip: "there are no tokens" };

/** Publish a dataset by mistake; return the releases before and after. */
async function mistake() {
  const earlier = (await (await fetch(`${ADDRESS}/ready`)).json()).release;
  const answer = await fetch(`${ADDRESS}/graphs?graph=${encodeURIComponent(GRAPH)}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${TOKENS.curator}`, "Content-Type": "text/turtle" },
    body: `<${GRAPH}> a <http://www.w3.org/ns/dcat#Dataset> ;
      <http://purl.org/dc/terms/title> "Versehen ${Date.now()}"@de, "Mistake"@en .`,
  });
  assert.ok(answer.ok, await answer.text());
  return [earlier, answer.headers.get("klimagraph-release") ?? (await served())];
}

async function served() {
  return (await (await fetch(`${ADDRESS}/ready`)).json()).release;
}

test("from the start page to the state of the service", async () => {
  const page = await open(chrome, "/", { width: 360 });
  await page.getByRole("contentinfo").getByRole("link", { name: "Zustand" }).click();
  await page.getByRole("heading", { name: "Zustand des Dienstes", level: 1 }).waitFor();
  const verdict = page.getByRole("main").getByRole("status");
  assert.match(await verdict.textContent(), /Alles ist in Ordnung|Es läuft/);
  await page.getByText("alle 15 Sekunden neu").waitFor();
  await fits(page);
  await accessible(page);
  await picture(page, "status-360");
  await close(page);
});

test("the state in English and in the dark, without a script", async () => {
  const page = await open(chrome, "/status", { locale: "en-GB", dark: true, script: false });
  await page.getByRole("heading", { name: "Status of the service" }).waitFor();
  await page.getByRole("heading", { name: "Time of queries" }).waitFor();
  await page.getByRole("heading", { name: "Who harvested last" }).waitFor();
  assert.equal(0, await page.getByText("Free", { exact: true }).count());
  await close(page);
});

test("an admin goes back to the release before a mistake", RUNS, async () => {
  const [earlier, wrong] = await mistake();
  const page = await open(chrome, "/status");
  await page.getByText("Für den Betrieb anmelden").click();
  await page.getByLabel("Token").fill(TOKENS.admin);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.getByRole("heading", { name: "Nur für den Betrieb" }).waitFor();
  await accessible(page);
  await page.getByRole("link", { name: `Ansehen und zurücksetzen ${earlier}` }).click();
  await page.getByRole("row", { name: /versehen fällt weg/ }).waitFor();
  await accessible(page);
  await picture(page, "rollback-1440");
  await page.getByLabel(`Ja, Version ${earlier} soll wieder gelten.`).check();
  await page.getByRole("button", { name: "Jetzt zurücksetzen" }).click();
  await page.getByRole("link", { name: earlier, exact: true }).first().waitFor();
  await page.getByText(`von ${wrong} auf ${earlier}`).waitFor();
  assert.equal(earlier, await served());
  await page.getByRole("button", { name: "Abmelden" }).click();
  await close(page);
});

test("whoever is no admin is told so", RUNS, async () => {
  const page = await open(chrome, "/status");
  await page.getByText("Für den Betrieb anmelden").click();
  await page.getByLabel("Token").fill(TOKENS.curator);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.getByText("Für den Betrieb anmelden").click();
  await page.getByText("Sie sind angemeldet, aber nicht mit der Rolle admin.").waitFor();
  const answer = await page.goto(`${ADDRESS}/releases/${await served()}/rollback`);
  assert.equal(403, answer.status());
  page.faults = page.faults.filter((fault) => !fault.includes("403"));
  await accessible(page);
  await close(page);
});

test("a page that is left open takes its verdict back while nobody answers", async () => {
  const page = await open(chrome, "/status");
  await page.clock.install();
  await page.reload();
  const verdict = page.locator("#live-verdict .verdict[role=status]");
  assert.ok(await verdict.isVisible());
  await page.route(`${ADDRESS}/status`, (route) => route.fulfill({ status: 503 }));
  await page.clock.fastForward(15_000);
  await page.getByRole("alert").getByText(/^Stand von \d\d:\d\d Uhr[.] Seitdem/).waitFor();
  assert.ok(!(await verdict.isVisible()));
  await accessible(page);
  await page.unroute(`${ADDRESS}/status`);
  await page.clock.fastForward(15_000);
  await verdict.waitFor();
  assert.equal(0, await page.getByRole("alert").count());
  page.faults = page.faults.filter((fault) => !fault.includes("status of 503"));
  await close(page);
});
