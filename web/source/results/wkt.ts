/** Geometries as GeoJSON, out of WKT (https://docs.ogc.org/is/22-047r1/22-047r1.html) or GeoJSON itself. */
import type { Geometry } from "geojson";
import type { Term } from "./types";

const FORM =
  /^\s*(?:<([^>]*)>\s*)?(MULTI)?(POINT|POLYGON|LINESTRING)\s*(?:Z|M|ZM)?\s*(\([-\d\s.,()eE+]*\))\s*$/i;
const PLACE = /-?[\d.]+(?:[eE][-+]?\d+)?(?:\s+-?[\d.]+(?:[eE][-+]?\d+)?)+/g;
/** Names of the types, and how deep the places of a single one lie. */
const TYPES: Record<string, [string, number]> = {
  POINT: ["Point", 0],
  LINESTRING: ["LineString", 1],
  POLYGON: ["Polygon", 2],
};
const LATITUDE_FIRST = /EPSG\/0\/4326$/;

type Nested = number | Nested[];

/** Return the geometry of a term, nothing where it has none that can be read. */
export function geometry(term: Term | undefined): Geometry | undefined {
  if (term?.type !== "literal") return undefined;
  return term.value.trimStart().startsWith("{") ? geojson(term.value) : wkt(term.value);
}

function geojson(text: string): Geometry | undefined {
  try {
    const read = JSON.parse(text);
    const found = read.geometry ?? read;
    return Array.isArray(found.coordinates) ? found : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function wkt(text: string): Geometry | undefined {
  const [, system = "", many, name = "", body = ""] = FORM.exec(text) ?? [];
  const [type, depth] = TYPES[name.toUpperCase()] ?? [];
  if (!type || depth === undefined) return undefined;
  const swap = LATITUDE_FIRST.test(system);
  const nested = parsed(body.replace(PLACE, (place) => pair(place, swap)));
  if (nested === undefined) return undefined;
  const coordinates = type === "Point" ? points(nested, Boolean(many)) : nested;
  return { type: many ? `Multi${type}` : type, coordinates } as Geometry;
}

function pair(place: string, swap: boolean): string {
  const [one, other] = place.trim().split(/\s+/).map(Number);
  return JSON.stringify(swap ? [other, one] : [one, other]);
}

function parsed(text: string): Nested | undefined {
  try {
    return JSON.parse(text.replaceAll("(", "[").replaceAll(")", "]"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Return the place of a point, or the places of several, with or without their own brackets. */
function points(nested: Nested, many: boolean): Nested | undefined {
  const list = nested as Nested[];
  if (!many) return list[0];
  return list.map((one) => (isNested(one) && isNested(one[0]) ? one[0] : one));
}

function isNested(value: Nested | undefined): value is Nested[] {
  return Array.isArray(value);
}
