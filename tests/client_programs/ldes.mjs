// Follows a linked data event stream with ldes-client and prints, one JSON object a line, the pages
// it fetched and the members it was given.
// Usage: node ldes.mjs URL [STATE] [OPTIONS]; STATE is a folder that remembers what was seen,
// OPTIONS a JSON object: lastVersionOnly, ordered, accept.
import { replicateLDES, intoConfig } from "ldes-client";
import { Writer } from "n3";

const [url, statePath, text] = process.argv.slice(2);
const { accept, ordered, ...options } = JSON.parse(text || "{}");
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const asked = async (input, init) => {
  const headers = new Headers(init?.headers);
  if (accept) headers.set("accept", accept);
  const answer = await fetch(input, { ...init, headers });
  say({ page: String(input), status: answer.status, type: answer.headers.get("content-type") });
  return answer;
};
const config = intoConfig({ url, statePath: statePath || undefined, fetch: asked, ...options });
const client = replicateLDES(config, ordered ?? "none");
let fault = null;
client.on("error", (error) => (fault = error));

const reader = client.stream({ highWaterMark: 10 }).getReader();
for (let next = await reader.read(); !next.done; next = await reader.read()) {
  const { id, type, timestamp, isVersionOf, quads } = next.value;
  const lines = new Writer({ format: "N-Quads" }).quadsToString(quads);
  say({ member: id.value, kind: type.value, at: timestamp.toISOString(), thing: isVersionOf, lines });
}
if (fault) {
  console.error(fault);
  process.exit(1);
}
