/** Drawing on the canvas: land, areas of members, borders, dots. */
import type { Colours } from "./colours";
import type { Area, Layer, Level } from "./layers";
import { type Box, overlap, type Place } from "./plane";

/** From plane to canvas: x * k + x0. */
export interface Transform {
  k: number;
  x: number;
  y: number;
}

/** A member on the map: its place, and the numbers of the colours of its groups. */
export interface Dot {
  place: Place;
  colours: number[];
  hollow: boolean;
  area?: Area;
}

export interface Scene {
  layers: Layer[];
  levels: Level[];
  transform: Transform;
  /** How much larger everything is than where the whole is seen. */
  scale: number;
  /** What is seen, on the plane. */
  box: Box;
  dots: Dot[];
  chosen?: Dot;
  /** The area that the map is about, or that the pointer is over. */
  marked: Area[];
  colours: Colours;
  /** Pixels of the canvas for one of the page. */
  ratio: number;
}

const WIDTHS: Record<Level, number> = {
  states: 1.2,
  districts: 0.7,
  associations: 0,
  municipalities: 0.4,
};

/** Draw with a pen that stands on the plane. */
export function draw(pen: CanvasRenderingContext2D, scene: Scene): void {
  land(pen, scene);
  for (const dot of [...scene.dots].sort(largestFirst)) fill(pen, scene, dot);
  borders(pen, scene);
  marks(pen, scene);
  pen.setTransform(scene.ratio, 0, 0, scene.ratio, 0, 0);
  for (const dot of scene.dots) if (dot !== scene.chosen) point(pen, scene, dot);
  if (scene.chosen) point(pen, scene, scene.chosen);
}

function largestFirst(a: Dot, b: Dot): number {
  return size(b.area) - size(a.area);
}

function size(area: Area | undefined): number {
  return area ? (area.box[2] - area.box[0]) * (area.box[3] - area.box[1]) : 0;
}

function land(pen: CanvasRenderingContext2D, scene: Scene): void {
  pen.fillStyle = scene.colours.land;
  for (const layer of scene.layers)
    if (layer.level === "states")
      for (const area of layer.areas) if (overlap(area.box, scene.box)) pen.fill(area.outline);
}

function fill(pen: CanvasRenderingContext2D, scene: Scene, dot: Dot): void {
  if (!dot.area || dot.hollow || !overlap(dot.area.box, scene.box)) return;
  pen.globalAlpha = 0.4;
  pen.fillStyle = colour(scene, dot.colours[0]);
  pen.fill(dot.area.outline);
  pen.globalAlpha = 1;
}

function borders(pen: CanvasRenderingContext2D, scene: Scene): void {
  for (const level of scene.levels)
    for (const layer of scene.layers) {
      if (layer.level !== level || !WIDTHS[level] || !overlap(layer.box, scene.box)) continue;
      pen.strokeStyle = level === "states" ? scene.colours.state : scene.colours.line;
      pen.lineWidth = WIDTHS[level] / scene.transform.k;
      pen.stroke(layer.borders);
    }
}

function marks(pen: CanvasRenderingContext2D, scene: Scene): void {
  pen.strokeStyle = scene.colours.ink;
  pen.lineWidth = 2 / scene.transform.k;
  for (const area of scene.marked) pen.stroke(area.outline);
}

function colour(scene: Scene, number: number | undefined): string {
  return scene.colours.series[(number ?? 10) - 1] ?? scene.colours.ink;
}

/** Return how large dots are at a scale, in pixels of the page. */
export function radius(scale: number): number {
  return Math.min(4 + Math.sqrt(scale) * 0.9, 8);
}

function point(pen: CanvasRenderingContext2D, scene: Scene, dot: Dot): void {
  const { transform, scale, colours } = scene;
  const x = dot.place[0] * transform.k + transform.x;
  const y = dot.place[1] * transform.k + transform.y;
  const large = radius(scale) + (dot === scene.chosen ? 2 : 0);
  circle(pen, x, y, large + 1.2);
  pen.fillStyle = dot === scene.chosen ? colours.chosen : colours.paper;
  pen.fill();
  if (dot.hollow) ring(pen, scene, dot, [x, y, large]);
  else pie(pen, scene, dot, [x, y, large]);
}

type Round = [x: number, y: number, radius: number];

function ring(pen: CanvasRenderingContext2D, scene: Scene, dot: Dot, [x, y, large]: Round): void {
  circle(pen, x, y, large - 1);
  pen.fillStyle = scene.colours.paper;
  pen.fill();
  pen.strokeStyle = colour(scene, dot.colours[0]);
  pen.lineWidth = 2;
  pen.stroke();
}

function pie(pen: CanvasRenderingContext2D, scene: Scene, dot: Dot, [x, y, large]: Round): void {
  const part = (2 * Math.PI) / dot.colours.length;
  dot.colours.forEach((number, at) => {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.arc(x, y, large, at * part - Math.PI / 2, (at + 1) * part - Math.PI / 2);
    pen.closePath();
    pen.fillStyle = colour(scene, number);
    pen.fill();
  });
}

function circle(pen: CanvasRenderingContext2D, x: number, y: number, large: number): void {
  pen.beginPath();
  pen.arc(x, y, large, 0, 2 * Math.PI);
}
