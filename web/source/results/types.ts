/** Results of a query as plain values (SPARQL 1.1 Query Results JSON, https://www.w3.org/TR/sparql11-results-json/). */

export interface Iri {
  type: "uri";
  value: string;
}

export interface Literal {
  type: "literal";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export interface BlankNode {
  type: "bnode";
  value: string;
}

/** A quoted triple (SPARQL 1.2), shown as its text only. */
export interface Quoted {
  type: "triple";
  value: unknown;
}

export type Term = Iri | Literal | BlankNode | Quoted;

/** The terms of one solution by the names of their columns; an unbound variable is absent. */
export type Row = Record<string, Term | undefined>;

export interface Triple {
  subject: Term;
  predicate: Iri;
  object: Term;
}

export interface Results {
  kind: "bindings" | "boolean" | "graph";
  columns: string[];
  rows: Row[];
  /** The answer to an ASK. */
  truth?: boolean;
  /** The triples of a CONSTRUCT or DESCRIBE; `rows` has them too, as subject, predicate and object. */
  triples?: Triple[];
}

export interface Options {
  /** The release that was asked, for the labels of its things. */
  release?: string;
  /** That release where it is not the current one; links to things keep it. */
  older?: string;
  /** Address of the same results, for those who want the data. */
  address?: string;
  /** Titles of columns as people read them, by the name of the variable. */
  titles?: Record<string, string>;
}
