/** The plane that everything is drawn on: a conformal conic projection that suits Germany. */
import { type GeoContext, type GeoPath, geoConicConformal, geoPath } from "d3-geo";

export type Place = [number, number];

/** Left, top, right, bottom. */
export type Box = [number, number, number, number];

/** The corners that the plane must hold, as longitudes and latitudes. */
const CORNERS: Place[] = [
  [5.8, 47.2],
  [15.1, 47.2],
  [15.1, 55.1],
  [5.8, 55.1],
];
export const WIDE = 1000;
export const TALL = 1360;

const projection = geoConicConformal()
  .parallels([48.67, 53.67])
  .rotate([-10.45, 0])
  .fitSize([WIDE, TALL], { type: "MultiPoint", coordinates: CORNERS })
  .precision(0);

export const plain: GeoPath = geoPath(projection);

/** Return where a position lies on the plane. */
export function placed(point: Place): Place {
  return projection(point) ?? [0, 0];
}

/** Return what an object of GeoJSON looks like on the plane. */
export function outline(object: Parameters<GeoPath>[0]): Path2D {
  const path = new Path2D();
  // Only points would begin a path anew, and there are none.
  geoPath(projection, path as unknown as GeoContext)(object);
  return path;
}

/** Return the box around an object on the plane. */
export function bounds(object: Parameters<GeoPath>[0]): Box {
  const [[left, top], [right, bottom]] = plain.bounds(object);
  return [left, top, right, bottom];
}

/** Return the box around places, with some room. */
export function around(places: Place[], room: number): Box {
  const xs = places.map(([x]) => x);
  const ys = places.map(([, y]) => y);
  return [
    Math.min(...xs) - room,
    Math.min(...ys) - room,
    Math.max(...xs) + room,
    Math.max(...ys) + room,
  ];
}

export function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

export function holds(box: Box, [x, y]: Place): boolean {
  return box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3];
}
