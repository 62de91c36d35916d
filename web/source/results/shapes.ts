/** What rows look like on the map: their geometries, their coordinates, or the areas they name. */
import type { Geometry, Position } from "geojson";
import type { Layers } from "../map/layers";
import { type Box, bounds, outline, type Place, placed } from "../map/plane";
import { areaKey, areaLevel } from "./areas";
import { type Column, numeric } from "./columns";
import { text } from "./terms";
import type { Row } from "./types";
import { areaColumns, type Context, coordinates } from "./views";
import { geometry } from "./wkt";

export interface Shape {
  row: Row;
  /** Its outline, nothing where it is a point. */
  path: Path2D | undefined;
  /** Whether the outline encloses nothing. */
  line: boolean;
  box: Box;
  place: Place;
}

const LEVELS = { state: "states", district: "districts", municipality: "municipalities" } as const;

/** Return the shapes of all rows that have one; several points of a row are several shapes. */
export async function shapes(context: Context, layers: Layers): Promise<Shape[]> {
  const { columns, results } = context;
  const geometries = columns.find(({ kind }) => kind === "geometry");
  if (geometries) {
    return results.rows.flatMap((row) => ofGeometry(row, geometry(row[geometries.name])));
  }
  const position = coordinates(columns);
  if (position) return results.rows.flatMap((row) => ofCoordinates(row, position) ?? []);
  const [areas] = areaColumns(context);
  return areas ? ofAreas(results.rows, areas, layers) : [];
}

function ofGeometry(row: Row, found: Geometry | undefined): Shape[] {
  if (!found || found.type === "GeometryCollection") return [];
  if (found.type === "Point") return [ofPoint(row, found.coordinates)];
  if (found.type === "MultiPoint") return found.coordinates.map((one) => ofPoint(row, one));
  const flat = { ...found, coordinates: flattened(found.coordinates) } as Geometry;
  const box = bounds(flat);
  if (!box.every(Number.isFinite)) return [];
  const line = found.type.endsWith("LineString");
  return [{ row, path: outline(flat), line, box, place: middle(box) }];
}

function ofPoint(row: Row, [x = 0, y = 0]: Position): Shape {
  const place = placed([x, y]);
  return { row, path: undefined, line: false, box: [...place, ...place], place };
}

type Nested = Position | Nested[];

function flattened(nested: Nested): Nested {
  return typeof nested[0] === "number"
    ? placed([nested[0], Number(nested[1])])
    : (nested as Nested[]).map(flattened);
}

function ofCoordinates(row: Row, [latitude, longitude]: [Column, Column]): Shape | undefined {
  const [y, x] = [numeric(row[latitude.name]), numeric(row[longitude.name])];
  return x === undefined || y === undefined ? undefined : ofPoint(row, [x, y]);
}

async function ofAreas(rows: Row[], column: Column, layers: Layers): Promise<Shape[]> {
  const iris = rows.map((row) => text(row[column.name]));
  await load(new Set(iris), layers);
  return rows.flatMap((row, at) => {
    const iri = iris[at] ?? "";
    const area = layers.area(`${areaLevel(iri)}/${areaKey(iri)}`);
    return area
      ? { row, path: area.outline, line: false, box: area.box, place: middle(area.box) }
      : [];
  });
}

/** Load the boundaries of these areas; those of municipalities only from the states they lie in. */
async function load(iris: Set<string>, layers: Layers): Promise<void> {
  const wanted = new Set<string>();
  for (const iri of iris) {
    const level = areaLevel(iri);
    if (level)
      wanted.add(level === "municipality" ? `${level} ${areaKey(iri).slice(0, 2)}` : level);
  }
  await Promise.all(
    [...wanted].map((one) => {
      const [level = "", state] = one.split(" ");
      return layers.load(LEVELS[level as keyof typeof LEVELS], state);
    }),
  );
}

function middle([left, top, right, bottom]: Box): Place {
  return [(left + right) / 2, (top + bottom) / 2];
}
