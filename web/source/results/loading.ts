/** Answers of the endpoint become results while they arrive, so that long ones never block the page. */
import { graph, read } from "./reading";
import { term } from "./terms";
import type { Iri, Results, Row, Term, Triple } from "./types";

/** What to ask for (`Accept`): rows that can be read one by one, triples likewise, JSON for the rest. */
export const WANTED =
  "text/tab-separated-values, application/n-triples, application/sparql-results+json;q=0.9";
/** Milliseconds of work after which the page may do something else. */
const TURN = 40;
const STATEMENT = /^(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+(.*?)\s*\.$/s;

type Told = (rows: number) => void;

/** Return the results in an answer that came with status 200; tells how many rows there are so far. */
export async function load(response: Response, told: Told = () => {}): Promise<Results> {
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("n-triples")) return statements(response, told);
  if (type.includes("tab-separated-values")) return table(response, told);
  return read(await response.json());
}

async function table(response: Response, told: Told): Promise<Results> {
  const rows: Row[] = [];
  const terms = new Terms();
  let columns: string[] | undefined;
  let first = "";
  await lines(response, (line) => {
    if (columns) rows.push(row(columns, line, terms));
    else if (line.startsWith("?") || line === "") columns = line.split("\t").map(bare);
    else first = line;
    if (rows.length % 1000 === 0) told(rows.length);
  });
  if (first) return { kind: "boolean", columns: [], rows: [], truth: first === "true" };
  return { kind: "bindings", columns: (columns ?? []).filter(Boolean), rows };
}

function bare(name: string): string {
  return name.replace(/^\?/, "");
}

function row(columns: string[], line: string, terms: Terms): Row {
  const cells = line.split("\t");
  const made: Row = {};
  for (let at = 0; at < columns.length; at += 1) {
    const cell = cells[at];
    if (cell) made[columns[at] ?? ""] = terms.get(cell);
  }
  return made;
}

async function statements(response: Response, told: Told): Promise<Results> {
  const triples: Triple[] = [];
  const terms = new Terms();
  await lines(response, (line) => {
    const [, subject, predicate, object] = STATEMENT.exec(line) ?? [];
    if (!subject || !predicate || !object) return;
    const made = [subject, predicate, object].map((each) => terms.get(each));
    triples.push({
      subject: made[0] as Term,
      predicate: made[1] as Iri,
      object: made[2] as Term,
    });
    if (triples.length % 1000 === 0) told(triples.length);
  });
  return graph(triples);
}

/** Terms by their text: most of those in a long answer stand there many times. */
class Terms {
  private readonly known = new Map<string, Term | undefined>();

  get(text: string): Term | undefined {
    let found = this.known.get(text);
    if (found === undefined) {
      found = term(text);
      this.known.set(text, found);
    }
    return found;
  }
}

/** Take the lines of an answer as they come, and let the page breathe in between. */
async function lines(response: Response, take: (line: string) => void): Promise<void> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let began = performance.now();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) take(part.replace(/\r$/, ""));
    if (performance.now() - began > TURN) {
      await new Promise((next) => setTimeout(next, 0));
      began = performance.now();
    }
  }
  if (rest) take(rest);
}
