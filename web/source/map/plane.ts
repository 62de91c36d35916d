/** The plane that everything is drawn on: a conformal conic projection that suits Germany. */
import { type GeoContext, geoConicConformal, geoPath } from "d3-geo";
import type { Topology } from "topojson-specification";

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
  .fitSize([WIDE, TALL], { type: "MultiPoint", coordinates: CORNERS });

const flat = geoPath();

/** Return where a position lies on the plane. */
export function placed(point: Place): Place {
  return projection(point) ?? [0, 0];
}

/** Put the arcs of a topology on the plane; rings may run either way there. */
export function flatten(topology: Topology): Topology {
  const { scale, translate } = topology.transform ?? { scale: [1, 1], translate: [0, 0] };
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx = 0, dy = 0]) => {
      x += dx;
      y += dy;
      return placed([x * scale[0] + translate[0], y * scale[1] + translate[1]]);
    });
  });
  return { type: "Topology", objects: topology.objects, arcs };
}

type Flat = Parameters<typeof flat>[0];

/** Return what an object on the plane looks like. */
export function outline(object: Flat): Path2D {
  const path = new Path2D();
  // Only points would begin a path anew, and there are none.
  geoPath(null, path as unknown as GeoContext)(object);
  return path;
}

/** Return the box around an object on the plane. */
export function bounds(object: Flat): Box {
  const [[left, top], [right, bottom]] = flat.bounds(object);
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
