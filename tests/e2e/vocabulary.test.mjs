// The vocabulary: from the start page to a class, a concept, a rule, and from there to the data.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, close, fits, open, picture } from "./kit.mjs";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

test("from the start page to a class and its things", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("navigation").getByRole("link", { name: "Vokabular" }).click();
  await page.getByLabel("Auf dieser Seite finden").fill("mitgliedsch");
  await page.getByText(/Treffer/).waitFor();
  assert.equal(0, await page.locator("#Grant:visible").count());
  await page.locator("#Membership").getByRole("link").first().click();
  await page.getByRole("heading", { name: "Mitgliedschaft", level: 1 }).waitFor();
  await page.getByRole("link", { name: "Vorlage zum Ausfüllen (Excel)" }).waitFor();
  await accessible(page);
  await picture(page, "class-1440");
  const query = await page.getByRole("link", { name: "Alle abfragen" }).getAttribute("href");
  assert.match(decodeURIComponent(query), /a klima:Membership/);
  await close(page);
});

test("a place on the page is reached by its name", async () => {
  const page = await open(chrome, "/ontology#Alliance", { width: 360, dark: true });
  const top = await page.locator("#Alliance").evaluate((row) => row.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 500, `it is at ${top}`);
  await fits(page);
  await accessible(page);
  await close(page);
});

test("from a list to a concept and to what says it", async () => {
  const page = await open(chrome, "/concept", { locale: "en-GB" });
  await accessible(page);
  await page.getByRole("link", { name: "Membership status", exact: true }).click();
  await accessible(page);
  await page.locator("#active").getByRole("link").click();
  await page.getByRole("heading", { name: "Where it is used" }).waitFor();
  await accessible(page);
  await page.locator(".use .chip").first().click();
  await page.waitForURL(/[/]doc[/]/);
  await close(page);
});

test("narrow pages stay narrow, in both languages, and without a script", async () => {
  for (const [path, locale] of [
    ["/ontology/Membership", "de-DE"],
    ["/ontology/period", "en-GB"],
    ["/concept/membership-status/active", "de-DE"],
    ["/concept/function", "en-GB"],
  ]) {
    const page = await open(chrome, path, { width: 360, locale, script: false });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await fits(page);
    await close(page);
    const moving = await open(chrome, path, { width: 360, locale });
    await fits(moving);
    await accessible(moving);
    await close(moving);
  }
});

test("shapes are told in words", async () => {
  const page = await open(chrome, "/shapes", { width: 360 });
  await page.getByLabel("Eine Angabe oder Regel finden").fill("Kein Bündnis ist Mitglied");
  await page.getByText("ein Treffer").waitFor();
  await page.getByLabel("Eine Angabe oder Regel finden").fill("mitglied BÜNDNIS kein");
  await page.getByText(/^\d+ Treffer$/).waitFor();
  await fits(page);
  await accessible(page);
  await close(page);
});

test("a preview for those who match names", async () => {
  const page = await open(chrome, "/reconcile/preview?id=municipality/15085040", { width: 420 });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await accessible(page);
  await close(page);
});
