/** Terms of RDF: how the endpoint writes them in TSV and N-Triples, and how people read them (https://www.w3.org/TR/n-triples/). */
import { BASE } from "../common/addresses";
import type { Iri, Literal, Term } from "./types";

export const XSD = "http://www.w3.org/2001/XMLSchema#";
const GEO = "http://www.opengis.net/ont/geosparql#";
const PREFIXES: [string, string][] = [
  ["klima", `${BASE}ns#`],
  ["concept", `${BASE}concept/`],
  ["dataset", `${BASE}dataset/`],
  ["rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
  ["rdfs", "http://www.w3.org/2000/01/rdf-schema#"],
  ["owl", "http://www.w3.org/2002/07/owl#"],
  ["xsd", XSD],
  ["sh", "http://www.w3.org/ns/shacl#"],
  ["skos", "http://www.w3.org/2004/02/skos/core#"],
  ["dcterms", "http://purl.org/dc/terms/"],
  ["foaf", "http://xmlns.com/foaf/0.1/"],
  ["org", "http://www.w3.org/ns/org#"],
  ["prov", "http://www.w3.org/ns/prov#"],
  ["dcat", "http://www.w3.org/ns/dcat#"],
  ["geo", GEO],
  ["schema", "https://schema.org/"],
  ["wd", "http://www.wikidata.org/entity/"],
];
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([a-zA-Z0-9-]+)|\^\^<([^>]*)>)?$/s;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs;
const ESCAPES: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

/** Return the term that a text of TSV or N-Triples means; nothing where the text is empty. */
export function term(text: string): Term | undefined {
  if (text === "") return undefined;
  if (text.startsWith("<<")) return { type: "triple", value: text };
  if (text.startsWith("<")) return { type: "uri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
  return literal(text);
}

function literal(text: string): Literal {
  const found = LITERAL.exec(text);
  if (!found) return bare(text);
  const value = unescaped(found[1] ?? "");
  if (found[2]) return { type: "literal", value, "xml:lang": found[2] };
  return found[3] ? { type: "literal", value, datatype: found[3] } : { type: "literal", value };
}

/** Return a literal that Turtle writes without quotes. */
function bare(text: string): Literal {
  if (text === "true" || text === "false")
    return { type: "literal", value: text, datatype: `${XSD}boolean` };
  if (!NUMBER.test(text)) return { type: "literal", value: text };
  const kind = /e/i.test(text) ? "double" : text.includes(".") ? "decimal" : "integer";
  return { type: "literal", value: text, datatype: XSD + kind };
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_, four, eight, one) => {
    const code = four ?? eight;
    return code ? character(Number.parseInt(code, 16)) : (ESCAPES[one] ?? one);
  });
}

function character(code: number): string {
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}

/** Return an IRI as short as people know it. */
export function compact(iri: string): string {
  if (iri.startsWith(`${BASE}id/`)) return iri.slice(BASE.length + 3);
  const known = PREFIXES.find(([, start]) => iri.startsWith(start) && iri.length > start.length);
  if (known) return `${known[0]}:${iri.slice(known[1].length)}`;
  return iri.replace(/^https?:\/\/(www\.)?/, "");
}

/** Return the text of any term, as it is copied. */
export function text(value: Term | undefined): string {
  if (!value) return "";
  if (value.type === "bnode") return `_:${value.value}`;
  return typeof value.value === "string" ? value.value : JSON.stringify(value.value);
}

export function isIri(value: Term | undefined): value is Iri {
  return value?.type === "uri";
}
