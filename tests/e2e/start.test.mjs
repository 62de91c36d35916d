// The first page: from the search to a municipality, the map and its legend, the page without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, close, fits, open, picture } from "./kit.mjs";

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

const READY = ".map[data-ready]";

async function withMap(options) {
  const page = await open(chrome, "/", options);
  await page.locator(READY).waitFor();
  return page;
}

async function inView(page) {
  return Number((await page.locator(".map-list summary").textContent()).match(/\d+/)[0]);
}

test("the way from the first page to a municipality needs no mouse", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("combobox").focus();
  await page.keyboard.type("Blankenb");
  await page.getByRole("option", { name: /^Blankenburg [(]Harz[)]/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[/]doc[/]municipality[/]15085055/);
  assert.match(await page.textContent("h1"), /Blankenburg/);
  await close(page);
});

test("what is typed and sent leads to results, which can be narrowed down", async () => {
  const page = await open(chrome, "/");
  await page.getByRole("combobox").fill("Neuenkirchen");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[/]search[?]/);
  await page.getByRole("link", { name: /^Schleswig-Holstein 1$/ }).click();
  await page.locator(".chip[aria-current]", { hasText: "Schleswig-Holstein" }).waitFor();
  const places = await page.locator("ol.found > li").allTextContents();
  assert.match(places[0], /^Neuenkirchen\s+Gemeinde · Kreis Dithmarschen/);
  assert.deepEqual([], places.filter((place) => !place.includes("Schleswig-Holstein")));
  await accessible(page);
  await close(page);
});

test("nothing found is no end", async () => {
  const page = await open(chrome, "/search?q=Qwrtzuiop", { locale: "en-GB", width: 360 });
  await page.getByText("Check the spelling").waitFor();
  assert.equal(1, await page.locator("main a[href='/explore']").count());
  await fits(page);
  await accessible(page);
  await close(page);
});

test("the legend of the map is a filter", async () => {
  const page = await withMap();
  const all = await inView(page);
  const one = page.getByRole("button", { name: /Klimabündnis Mittlere Geest/ });
  await one.click();
  assert.equal("true", await one.getAttribute("aria-pressed"));
  await page.locator(".map-list summary", { hasText: /^22 / }).waitFor();
  await page.getByRole("button", { name: "Alle zeigen" }).click();
  await page.locator(".map-list summary", { hasText: new RegExp(`^${all} `) }).waitFor();
  await page.getByRole("button", { name: "Zieljahr", exact: true }).click();
  await page.getByRole("button", { name: /2040/ }).click();
  await page.locator(".map-list summary", { hasText: /^2 / }).waitFor();
  await close(page);
});

test("a member is chosen on the map with the keyboard", async () => {
  const page = await withMap();
  await page.locator(".map canvas").focus();
  await page.keyboard.press("ArrowUp");
  const first = await page.locator(".map-notice.told a").textContent();
  await page.keyboard.press("ArrowUp");
  const link = page.locator(".map-notice.told a");
  assert.notEqual(first, await link.textContent());
  const target = await link.getAttribute("href");
  await page.keyboard.press("+");
  assert.equal(target, await link.getAttribute("href"));
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${target}`);
  await close(page);
});

test("the pointer tells what is below it, and a list says what the map shows", async () => {
  const page = await withMap();
  const box = await page.locator(".map canvas").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator(".map-notice.told").waitFor();
  await page.locator(".map-list summary").click();
  const links = page.locator(".map-list li a");
  await links.first().waitFor();
  assert.equal(await inView(page), await links.count());
  await links.first().focus();
  assert.equal(await links.first().textContent(), await page.textContent(".map-notice.told a"));
  await close(page);
});

test("municipalities appear where one looks closely", async () => {
  const page = await withMap();
  const loaded = page.waitForResponse(/[/]map[/]areas[/]municipalities[.]json[?]state=/);
  for (let step = 0; step < 5; step++)
    await page.getByRole("button", { name: "Vergrößern" }).click();
  assert.equal(200, (await loaded).status());
  await close(page);
});

for (const [width, dark] of [[360, true], [1440, false]])
  test(`the first page has no barriers, ${width} wide`, async () => {
    const page = await withMap({ width, dark });
    await accessible(page);
    await fits(page);
    await picture(page, `start-${width}`);
    await close(page);
  });

test("nothing moves while the map comes", async () => {
  const page = await withMap();
  const moved = await page.evaluate(
    () =>
      new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
      }),
  );
  assert.ok(moved <= 0.05, `the page moved by ${moved}`);
  await close(page);
});

test("without scripts there is a picture of the map", async () => {
  const page = await open(chrome, "/", { script: false });
  const image = page.locator(".map img");
  assert.match(await image.getAttribute("alt"), /^Karte/);
  assert.deepEqual([1200, 630], await image.evaluate((it) => [it.naturalWidth, it.naturalHeight]));
  await close(page);
});
