/** One term as it stands in a table. */
import { make } from "../common/building";
import { language, words } from "../common/language";
import { type Column, kindOf, numeric } from "./columns";
import { spoken } from "./dates";
import { cut, type Labels } from "./labels";
import { compact, text, XSD } from "./terms";
import type { Literal, Term } from "./types";

const LONG = 240;
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 12 });
const told = words({
  de: { true: "ja", false: "nein", signs: (n: string) => `${n} Zeichen` },
  en: { true: "yes", false: "no", signs: (n: string) => `${n} characters` },
});

/** Return a term as people read it, in a single line. */
export function shown(value: Term | undefined, column: Column): string {
  if (!value) return "";
  if (value.type !== "literal") return value.type === "uri" ? compact(value.value) : text(value);
  const kind = kindOf(value, column.name);
  if (kind === "number") return figure(value);
  if (kind === "date" || kind === "interval") return spoken(value.value);
  if (kind === "boolean")
    return told[value.value === "true" || value.value === "1" ? "true" : "false"];
  return value.value;
}

function figure(value: Literal): string {
  if (/^[+-]?\d{16,}$/.test(value.value)) return numbers.format(BigInt(value.value));
  const number = numeric(value);
  return number === undefined ? value.value : numbers.format(number);
}

/** Return whether a term does not fit into a cell, so that the whole must be had elsewhere. */
export function isLong(value: Term | undefined): boolean {
  return value !== undefined && text(value).length > LONG;
}

/** Return the content of a cell; links are reached by Tab only where `reach` says so. */
export function content(
  value: Term | undefined,
  column: Column,
  labels: Labels,
  reach: boolean,
): Node {
  if (!value) return document.createTextNode("");
  if (value.type === "uri") return link(value.value, labels, reach);
  if (value.type !== "literal") return make("code", {}, cut(text(value)));
  if (kindOf(value, column.name) === "geometry") return geometry(value);
  return make("span", {}, written(value, column), " ", tag(value));
}

function link(iri: string, labels: Labels, reach: boolean): HTMLElement {
  const name = make("bdi");
  labels.write(name, iri);
  const href = labels.address(iri);
  if (!href) return make("span", { title: cut(iri, 2000) }, name);
  return make("a", { href, title: cut(iri, 2000), tabindex: reach ? undefined : "-1" }, name);
}

function geometry(value: Literal): HTMLElement {
  const form = /(MULTI)?(POINT|POLYGON|LINESTRING|GEOMETRYCOLLECTION)/i.exec(value.value)?.[0];
  const size = told.signs(numbers.format(value.value.length));
  return make("span", {}, form ?? "GeoJSON", " ", make("small", { class: "term-tag" }, size));
}

function written(value: Literal, column: Column): HTMLElement {
  const said = shown(value, column);
  const raw = said === value.value ? undefined : value.value;
  return make("bdi", { lang: value["xml:lang"], title: raw && cut(raw, 2000) }, cut(said, LONG));
}

/** Return language or datatype where it says more than the value does. */
function tag(value: Literal): HTMLElement | undefined {
  const type = value.datatype;
  if (value["xml:lang"] === language) return undefined;
  if (value["xml:lang"]) return make("small", { class: "term-tag" }, value["xml:lang"]);
  if (!type || (type.startsWith(XSD) && kindOf(value) !== "text")) return undefined;
  if (type === `${XSD}string` || type === `${XSD}anyURI`) return undefined;
  return make("small", { class: "term-tag" }, cut(compact(type), 60));
}
