/** Things and how they are connected, out of triples or two columns. */
import { text } from "./terms";
import type { Results, Term } from "./types";

export interface Node {
  id: string;
  iri: string | undefined;
  degree: number;
  x: number;
  y: number;
}

export interface Edge {
  source: Node;
  target: Node;
  /** The IRI of the property, where there is one. */
  by: string;
}

export interface Network {
  nodes: Node[];
  edges: Edge[];
  /** Things that were left out, since there were too many. */
  left: number;
}

export const MOST = 250;

/** Return the network of the triples, or of two columns; the best connected things first. */
export function network(results: Results, from: string, to: string): Network {
  const pairs = results.kind === "graph" ? ofTriples(results) : ofColumns(results, from, to);
  const degrees = new Map<string, number>();
  for (const [source, target] of pairs) {
    for (const one of [source, target]) degrees.set(text(one), (degrees.get(text(one)) ?? 0) + 1);
  }
  const terms = new Map(
    pairs.flatMap(([one, other]) => [
      [text(one), one],
      [text(other), other],
    ]),
  );
  const best = [...degrees].sort(([, one], [, other]) => other - one).slice(0, MOST);
  const nodes = new Map(best.map(([id, degree]) => [id, node(id, degree, terms.get(id))]));
  return {
    nodes: [...nodes.values()],
    edges: edges(pairs, nodes),
    left: degrees.size - nodes.size,
  };
}

type Pair = [Term, Term, string];

function edges(pairs: Pair[], nodes: Map<string, Node>): Edge[] {
  const found = new Map<string, Edge>();
  for (const [one, other, by] of pairs) {
    const source = nodes.get(text(one));
    const target = nodes.get(text(other));
    if (source && target)
      found.set(JSON.stringify([source.id, target.id, by]), { source, target, by });
  }
  return [...found.values()];
}

function node(id: string, degree: number, term: Term | undefined): Node {
  return { id, degree, iri: term?.type === "uri" ? term.value : undefined, x: 0, y: 0 };
}

function ofTriples(results: Results): Pair[] {
  const triples = results.triples ?? [];
  return triples.flatMap(({ subject, predicate, object }) =>
    object.type === "literal" ? [] : ([[subject, object, predicate.value]] as Pair[]),
  );
}

function ofColumns(results: Results, from: string, to: string): Pair[] {
  return results.rows.flatMap((row) => {
    const [one, other] = [row[from], row[to]];
    return one && other ? ([[one, other, ""]] as Pair[]) : [];
  });
}
