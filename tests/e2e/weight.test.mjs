// What a page of a thing costs: bytes on the wire, requests, other hosts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, close, open } from "./kit.mjs";

const MOST = 100_000;
const THINGS = [
  "/doc/municipality/15085040",
  "/doc/municipality/05315000",
  "/doc/alliance/klima-buendnis",
  "/doc/alliance/plattformklima-nrw",
  "/dataset/klima-buendnis",
];

let chrome;
before(async () => {
  chrome = await browser();
});
after(() => chrome.close());

for (const path of THINGS) {
  test(`${path} is below ${MOST} bytes with everything that it loads before it is still`, async () => {
    const page = await open(chrome, "/health");
    const wire = await page.context().newCDPSession(page);
    await wire.send("Network.enable");
    await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
    const sizes = new Map();
    wire.on("Network.responseReceived", ({ requestId, response }) => {
      sizes.set(requestId, { url: response.url, bytes: response.encodedDataLength });
    });
    wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const one = sizes.get(requestId);
      if (one) one.bytes = encodedDataLength;
    });
    await page.goto(process.env.KLIMAGRAPH_ADDRESS + path, { waitUntil: "networkidle" });
    const sum = [...sizes.values()].reduce((total, { bytes }) => total + bytes, 0);
    assert.ok(sum <= MOST, `${sum} bytes: ${JSON.stringify([...sizes.values()])}`);
    await close(page);
  });
}
