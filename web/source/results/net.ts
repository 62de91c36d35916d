/** The picture of a network: forces put its nodes in place, a pointer moves them. */

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { BASE } from "../common/addresses";
import { draw, picture } from "./drawing";
import { cut, type Labels } from "./labels";
import type { Edge, Network, Node } from "./network";

const HEIGHT = 560;
const STEPS = 260;
const LETTERS = 24;
const LETTER = 6.3;
const LINE = 15;
const COLOURS = 9;

interface Drawn {
  node: Node;
  mark: SVGGElement;
}

/** Return the picture of a network. */
export function net(found: Network, labels: Labels, width: number, name: string): SVGSVGElement {
  place(found);
  fit(found.nodes, width);
  const svg = picture(width, HEIGHT, name);
  const lines = new Map(found.edges.map((edge) => [edge, line(edge)]));
  const colours = kinds(found.nodes);
  const labelled = readable(found.nodes, labels);
  svg.append(...lines.values());
  for (const node of found.nodes) {
    const label = called(node, labels);
    const mark = dot(node, label, colours.get(kind(node)) ?? COLOURS + 1, labelled.has(node));
    svg.append(mark);
    follow(svg, { node, mark }, lines);
  }
  return svg;
}

function called({ iri, id }: Node, labels: Labels): string {
  return iri ? labels.name(iri) : id;
}

/** Return the nodes whose labels do not cover each other, the best connected first. */
function readable(nodes: Node[], labels: Labels): Set<Node> {
  const taken: [number, number, number][] = [];
  const found = nodes.filter((node) => {
    const wide = Math.min(called(node, labels).length, LETTERS + 1) * LETTER + 12;
    const free = taken.every(
      ([x, y, width]) => Math.abs(node.y - y) > LINE || node.x > x + width || node.x + wide < x,
    );
    if (free) taken.push([node.x, node.y, wide]);
    return free;
  });
  return new Set(found);
}

function place({ nodes, edges }: Network): void {
  forceSimulation(nodes)
    .force("link", forceLink<Node, Edge>(edges).distance(60))
    .force("charge", forceManyBody().strength(-140).distanceMax(500))
    .force("collide", forceCollide(14))
    .force("x", forceX(0).strength(0.05))
    .force("y", forceY(0).strength(0.08))
    .stop()
    .tick(STEPS);
}

/** Move and shrink everything so that it fills the picture. */
function fit(nodes: Node[], width: number): void {
  const xs = nodes.map(({ x }) => x);
  const ys = nodes.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left || 1, Math.max(...ys) - top || 1];
  const scale = Math.min((width - 260) / wide, (HEIGHT - 60) / high, 2);
  for (const node of nodes) {
    node.x = width / 2 + (node.x - left - wide / 2) * scale - 70;
    node.y = HEIGHT / 2 + (node.y - top - high / 2) * scale;
  }
}

function kind({ iri }: Node): string {
  if (!iri) return "";
  return iri.startsWith(`${BASE}id/`) ? (iri.slice(BASE.length + 3).split("/")[0] ?? "") : "web";
}

function kinds(nodes: Node[]): Map<string, number> {
  const found = [...new Set(nodes.map(kind))].slice(0, COLOURS);
  return new Map(found.map((one, at) => [one, at + 1]));
}

function line({ source, target }: Edge): SVGLineElement {
  return draw("line", { x1: source.x, y1: source.y, x2: target.x, y2: target.y, class: "edge" });
}

function dot(node: Node, label: string, colour: number, labelled: boolean): SVGGElement {
  const radius = Math.min(4 + Math.sqrt(node.degree) * 1.6, 16);
  const mark = draw(
    "g",
    { class: "node", transform: `translate(${node.x},${node.y})` },
    draw("circle", { r: radius, class: `series-${colour}` }),
    draw("title", {}, cut(label)),
  );
  if (labelled) mark.append(draw("text", { x: radius + 4, dy: "0.35em" }, cut(label, LETTERS)));
  return mark;
}

/** Let a pointer drag a node; its edges come along. */
function follow(svg: SVGSVGElement, { node, mark }: Drawn, lines: Map<Edge, SVGLineElement>): void {
  const own = [...lines].filter(([{ source, target }]) => source === node || target === node);
  mark.addEventListener("pointerdown", (event) => {
    mark.setPointerCapture(event.pointerId);
    for (const old of svg.querySelectorAll(".near")) old.classList.remove("near");
    mark.classList.add("near");
    for (const [, each] of own) each.classList.add("near");
    event.preventDefault();
  });
  mark.addEventListener("pointermove", (event) => {
    if (!mark.hasPointerCapture(event.pointerId)) return;
    node.x += event.movementX;
    node.y += event.movementY;
    mark.setAttribute("transform", `translate(${node.x},${node.y})`);
    for (const [edge, each] of own) move(edge, each);
  });
}

function move({ source, target }: Edge, line: SVGLineElement): void {
  const ends = { x1: source.x, y1: source.y, x2: target.x, y2: target.y };
  for (const [name, value] of Object.entries(ends)) line.setAttribute(name, String(value));
}
