// Pages of things: from a municipality to its alliance, membership, evidence, source and back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, close, fits, open, picture } from "./kit.mjs";

const PLACE = "/doc/association/010535323";
const PAGES = [
  "municipality/15085135",
  "district/05978",
  "association/010535323",
  "state/15",
  "alliance/klima-buendnis",
  "alliance/eu-mission-cities",
  "membership/klima-buendnis--010535323",
  "target/klima-buendnis--010535323",
  "commitment/regional-klimaschutz-machen--partnerorganisationen",
  "tenure/05978--umweltdezernat--1",
  "person/lyrqeyc2kl",
  "plan/15085370--integriertes-klimaschutzkonzept",
  "grant/plattformklima-nrw--teilnehmende",
  "source/amt-hohe-elbgeest-beitritt",
  "conflict/klima-buendnis--reach",
  "municipality/99999999",
];

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

/** Forget what the browser says of an answer that is 404 on purpose. */
function expectMissing(page, path) {
  if (path.endsWith("99999999"))
    page.faults = page.faults.filter((fault) => !fault.includes("404"));
}

test("from a place to its alliance, membership, evidence and source, and back", async () => {
  const page = await open(chrome, PLACE);
  const alliances = page.getByRole("region", { name: "Bündnisse" }).first();
  await alliances.getByRole("link", { name: "Klima-Bündnis" }).click();
  await page.waitForURL(/alliance[/]klima-buendnis/);
  const members = page.getByRole("region", { name: "Mitglieder" }).last();
  await members
    .getByRole("row", { name: /Amt Hohe Elbgeest/ })
    .getByRole("link", { name: "Aktiv" })
    .click();
  await page.waitForURL(/membership/);
  const place = page
    .locator(".passages")
    .getByRole("link", { name: /Zeile \d+/ })
    .first();
  const [, anchor] = (await place.getAttribute("href")).split("#");
  await place.click();
  await page.waitForURL(/source.*#/);
  assert.ok(await page.locator(`[id="${anchor}"]`).isVisible());
  await page.locator(".spots").getByRole("link", { name: "Amt Hohe Elbgeest" }).first().click();
  await page.waitForURL(/doc[/]/);
  await page.goBack();
  await close(page);
});

test("the picture of a map stays where the map cannot be loaded", async () => {
  const page = await open(chrome, PLACE);
  const button = page.getByRole("button", { name: "Karte bewegen" });
  const picture = page.locator(".map-later img");
  await page.route("**/map/members.json*", (route) => route.abort());
  await button.press("Enter");
  await page.getByRole("alert").getByText("Die Karte konnte nicht geladen werden").waitFor();
  assert.ok(await picture.isVisible());
  assert.ok(await button.evaluate((one) => one === document.activeElement));
  await page.unroute("**/map/members.json*");
  await button.press("Enter");
  await page.locator(".map-later .map[data-ready]").waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.matches(".map-later canvas")));
  page.faults = page.faults.filter((fault) => !fault.includes("net::ERR_FAILED"));
  await close(page);
});

test("the quoted passage opens by keyboard", async () => {
  const page = await open(chrome, PLACE);
  const summary = page.locator("details.standing summary").first();
  await summary.focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("details.standing q").first().isVisible());
  await close(page);
});

test("members are put in order by links, without a script", async () => {
  const page = await open(chrome, "/doc/alliance/klima-buendnis", { script: false });
  await page.getByRole("columnheader", { name: "Land" }).getByRole("link").click();
  assert.match(page.url(), /sort=state/);
  assert.equal(1, await page.locator('th[aria-sort="ascending"]', { hasText: "Land" }).count());
  assert.ok(await page.getByRole("img", { name: /über die Jahre/ }).isVisible());
  await close(page);
});

const ENGLISH = PAGES.filter((path) => /^(association|alliance[/]klima|source|person)/.test(path));

for (const [locale, paths] of [
  ["de-DE", PAGES],
  ["en-GB", ENGLISH],
])
  test(`nothing hinders assistive technology (${locale})`, async () => {
    for (const path of paths) {
      const page = await open(chrome, `/doc/${path}`, { locale });
      await accessible(page);
      expectMissing(page, path);
      await close(page);
    }
  });

test("no page is wider than a small phone", async () => {
  for (const path of [
    ...ENGLISH,
    "municipality/99999999",
    "membership/klima-buendnis--010535323",
  ]) {
    const page = await open(chrome, `/doc/${path}`, { width: 360, height: 800 });
    await fits(page);
    await picture(page, `things-${path.replaceAll("/", "-")}-360`);
    expectMissing(page, path);
    await close(page);
  }
});

test("an unknown thing is searched for", async () => {
  const page = await open(chrome, "/doc/municipality/Halberstadt");
  page.faults = page.faults.filter((fault) => !fault.includes("404"));
  await page.getByRole("link", { name: "Halberstadt, Stadt" }).first().click();
  await page.waitForURL(/municipality[/]15085135/);
  await close(page);
});
