// Pictures of the key pages for people to look at; made where KLIMAGRAPH_PICTURES names a folder.
import { after, before, test } from "node:test";
import { browser, close, open, picture, PICTURES } from "./kit.mjs";

const PAGES = {
  start: "/",
  municipality: "/doc/municipality/15085040",
  alliance: "/doc/alliance/klima-buendnis",
  dataset: "/dataset/klima-buendnis",
  query: "/query",
  library: "/queries/growth-of-an-alliance",
  explore: "/explore",
  compare: "/compare?place=15085040&place=05315000",
  coverage: "/coverage",
  validate: "/validate",
  submissions: "/submissions",
  status: "/status",
};

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

for (const [name, path] of Object.entries(PAGES))
  test(`${name} in three widths, light and dark`, { skip: !PICTURES }, async () => {
    for (const width of [360, 768, 1440])
      for (const dark of [false, true]) {
        const page = await open(chrome, path, { width, dark });
        await page.waitForLoadState("networkidle");
        await picture(page, `${name}-${width}-${dark ? "dark" : "light"}`);
        await close(page);
      }
  });
