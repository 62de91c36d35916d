/** What the columns of results hold, told from their values. */
import { isDay, isInterval, period } from "./dates";
import { text, XSD } from "./terms";
import type { Options, Results, Row, Term } from "./types";

export type Kind =
  | "iri"
  | "number"
  | "year"
  | "date"
  | "interval"
  | "geometry"
  | "boolean"
  | "text";

export interface Column {
  name: string;
  title: string;
  kind: Kind;
  /** Whether one of its values is there at all. */
  filled: boolean;
}

const SAMPLE = 400;
const MOST_OF = 0.9;
const NUMBERS = /^(integer|decimal|double|float|long|int|short|byte|(non|un|posi|nega).*)$/;
const DAYS = /^(date|dateTime|dateTimeStamp|gYear|gYearMonth)$/;
export const WKT =
  /^\s*(<[^>]*>\s*)?(MULTI)?(POINT|POLYGON|LINESTRING|GEOMETRYCOLLECTION)\s*Z?\s*\(/i;
const GEOJSON = /^\s*\{[\s\S]*"type"\s*:\s*"(Multi)?(Point|Polygon|LineString)/;

/** Return the columns with what they hold and what they are called. */
export function columns(results: Results, options: Options): Column[] {
  return results.columns.map((name) => {
    const values = sample(results.rows, name);
    return {
      name,
      title: options.titles?.[name] ?? name,
      kind: common(values, name),
      filled: values.length > 0,
    };
  });
}

function sample(rows: Row[], name: string): Term[] {
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const found: Term[] = [];
  for (let at = 0; at < rows.length && found.length < SAMPLE; at += step) {
    const value = rows[at]?.[name];
    if (value) found.push(value);
  }
  if (found.length > 0 || step === 1) return found;
  const first = rows.find((row) => row[name])?.[name];
  return first ? [first] : [];
}

function common(values: Term[], name: string): Kind {
  const counts = new Map<Kind, number>();
  for (const value of values) {
    const kind = kindOf(value, name);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const dates = (counts.get("date") ?? 0) + (counts.get("interval") ?? 0);
  if (counts.has("interval") && dates >= values.length * MOST_OF) return "interval";
  const [best] = [...counts].sort(([, one], [, other]) => other - one);
  return best && best[1] >= values.length * MOST_OF ? best[0] : "text";
}

/** Return what a single term is. */
export function kindOf(value: Term, name = ""): Kind {
  if (value.type === "uri") return "iri";
  if (value.type !== "literal") return "text";
  const type = value.datatype ?? "";
  if (type.startsWith(XSD)) return ofXsd(type.slice(XSD.length), value.value, name);
  if (type === "") return value["xml:lang"] ? "text" : ofText(value.value);
  return WKT.test(value.value) || GEOJSON.test(value.value) ? "geometry" : ofText(value.value);
}

function ofXsd(type: string, value: string, name: string): Kind {
  if (type === "boolean") return "boolean";
  if (DAYS.test(type)) return period(value) ? "date" : "text";
  if (!NUMBERS.test(type)) return ofText(value);
  return isYear(value, name) ? "year" : "number";
}

function isYear(value: string, name: string): boolean {
  return /year|jahr/i.test(name) && /^(1[5-9]|2[01])\d\d$/.test(value);
}

function ofText(value: string): Kind {
  if (isInterval(value)) return "interval";
  if (isDay(value)) return "date";
  return WKT.test(value) || GEOJSON.test(value) ? "geometry" : "text";
}

/** Return a value as a number, nothing where it is none. */
export function numeric(value: Term | undefined): number | undefined {
  const number = value?.type === "literal" ? Number(value.value) : Number.NaN;
  return text(value).trim() === "" || !Number.isFinite(number) ? undefined : number;
}
