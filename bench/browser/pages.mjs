// Opens pages in a browser that is four times slower, nothing in its cache, and tells what it saw.
import { browser, open } from "../../tests/e2e/kit.mjs";

const [address, rounds, ...paths] = process.argv.slice(2);
const SLOWER = 4;

const chrome = await browser();
for (const path of paths) {
  const seen = [];
  for (let round = 0; round < Number(rounds); round++) seen.push(await measured(path));
  const middle = (key) => seen.map((one) => one[key]).sort((a, b) => a - b)[seen.length >> 1];
  console.log(
    JSON.stringify({
      path,
      bytes: middle("bytes"),
      requests: middle("requests"),
      first: middle("first"),
      largest: middle("largest"),
      shift: middle("shift"),
      interactive: middle("interactive"),
    }),
  );
}
await chrome.close();

/** Return the figures of one visit: bytes, requests, milliseconds since the navigation began. */
async function measured(path) {
  const page = await open(chrome, "/health");
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  let bytes = 0;
  let requests = 0;
  wire.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await page.goto(address + path, { waitUntil: "networkidle" });
  const found = await page.evaluate(seen);
  await page.context().close();
  return { ...found, bytes, requests };
}

/** Return what the page has recorded of itself; runs in the page. */
function seen() {
  const entries = (type) =>
    new Promise((tell) => {
      const observer = new PerformanceObserver((list) => tell(list.getEntries()));
      observer.observe({ type, buffered: true });
      setTimeout(() => tell([]), 200);
    });
  return Promise.all(["paint", "largest-contentful-paint", "layout-shift"].map(entries)).then(
    ([paints, largest, shifts]) => ({
      first: paints.find(({ name }) => name === "first-contentful-paint")?.startTime ?? 0,
      largest: largest.at(-1)?.startTime ?? 0,
      shift: shifts.reduce((sum, { value }) => sum + value, 0),
      interactive: performance.getEntriesByName("map-ready").at(-1)?.startTime ?? 0,
    }),
  );
}
