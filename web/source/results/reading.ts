/** Results out of the forms in which the endpoint writes them. */
import type { Results, Row, Triple } from "./types";

interface Document {
  head?: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings?: Row[] };
}

/** Return the results in a document of SPARQL 1.1 Query Results JSON. */
export function read(json: unknown): Results {
  const document = json as Document;
  if (typeof document.boolean === "boolean") {
    return { kind: "boolean", columns: [], rows: [], truth: document.boolean };
  }
  const rows = document.results?.bindings ?? [];
  return { kind: "bindings", columns: document.head?.vars ?? [], rows };
}

/** Return the results that a set of triples is. */
export function graph(triples: Triple[]): Results {
  const rows = triples.map(({ subject, predicate, object }) => ({ subject, predicate, object }));
  return { kind: "graph", columns: ["subject", "predicate", "object"], rows, triples };
}
