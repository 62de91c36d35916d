/** The canvas of a map of results: moved by pointer, wheel and keys. */
import { make } from "../common/building";
import { words } from "../common/language";
import { Canvas } from "../map/canvas";
import type { Colours } from "../map/colours";
import { buttons, type Commands, listen } from "../map/controls";
import type { Layers } from "../map/layers";
import { nearest, next } from "../map/picking";
import { holds, type Place } from "../map/plane";
import type { Colouring } from "./colouring";
import type { Shape } from "./shapes";
import type { Row } from "./types";

const POINT = 5;
const NEAR = 10;
const ROOM = 40;
/** Areas that are smaller than this many pixels get a dot as well. */
const TINY = 9;
const help = words({
  de: "Pfeiltasten wählen einen Eintrag, Plus und Minus ändern den Maßstab, 0 zeigt alles.",
  en: "Arrow keys choose an entry, plus and minus change the scale, 0 shows everything.",
});

export class Plane {
  readonly element: HTMLElement;
  private readonly canvas: Canvas;
  private by: Colouring | undefined;
  private chosen: Shape | undefined;

  constructor(
    private readonly layers: Layers,
    private readonly shapes: Shape[],
    name: string,
    private readonly tell: (row: Row | undefined) => void,
  ) {
    const about = { role: "application", "aria-label": `${name}. ${help}`, tabindex: "0" };
    const canvas = make("canvas", about);
    this.canvas = new Canvas(canvas, () => this.draw());
    const commands = this.commands();
    this.element = make("div", { class: "map-plane" }, canvas, buttons(commands));
    listen(canvas, commands);
    canvas.addEventListener("click", (event) => this.choose(this.under(event)));
  }

  /** Begin to draw; the element must stand in the page. */
  start(): void {
    this.canvas.fit();
    if (this.shapes.length > 0) this.canvas.camera.settle(this.home());
  }

  /** Colour everything anew. */
  paint(by: Colouring): void {
    this.by = by;
    this.changed();
  }

  /** Draw with the next frame. */
  changed(): void {
    this.canvas.changed();
  }

  private commands(): Commands {
    return {
      scale: (factor) => this.canvas.camera.by(factor),
      whole: () => this.canvas.camera.whole(),
      step: (direction) => this.step(direction),
      open: () => this.follow(),
      leave: () => this.choose(undefined),
    };
  }

  private home(): [number, number, number, number] {
    const edge = (at: 0 | 1 | 2 | 3, best: (...all: number[]) => number, room: number) =>
      this.shapes.reduce((so, { box }) => best(so, box[at]), this.shapes[0]?.box[at] ?? 0) + room;
    return [
      edge(0, Math.min, -ROOM),
      edge(1, Math.min, -ROOM),
      edge(2, Math.max, ROOM),
      edge(3, Math.max, ROOM),
    ];
  }

  private draw(): void {
    const { colours } = this.canvas;
    const { k } = this.canvas.camera.transform;
    const pen = this.canvas.emptied();
    this.land(pen, colours, k);
    for (const shape of this.shapes) this.shape(pen, colours, shape, k);
    this.states(pen, colours, k);
    if (this.chosen) this.mark(pen, colours, this.chosen, k);
  }

  private land(pen: CanvasRenderingContext2D, colours: Colours, k: number): void {
    const states = this.layers.loaded.find(({ level }) => level === "states");
    pen.fillStyle = colours.land;
    pen.lineWidth = 1 / k;
    for (const area of states?.areas ?? []) pen.fill(area.outline);
  }

  private states(pen: CanvasRenderingContext2D, colours: Colours, k: number): void {
    const states = this.layers.loaded.find(({ level }) => level === "states");
    pen.strokeStyle = colours.state;
    pen.lineWidth = 1 / k;
    if (states) pen.stroke(states.borders);
  }

  private shape(pen: CanvasRenderingContext2D, colours: Colours, shape: Shape, k: number): void {
    const found = this.by?.of(shape.row);
    if (!found) return;
    pen.globalAlpha = found.shade;
    pen.fillStyle = colours.series[found.colour - 1] ?? colours.ink;
    if (shape.path && !shape.line) pen.fill(shape.path);
    if (tiny(shape, k)) this.dot(pen, shape.place, k);
    pen.globalAlpha = 1;
    pen.strokeStyle = shape.line ? pen.fillStyle : colours.paper;
    pen.lineWidth = (shape.line ? 3 : 0.6) / k;
    if (shape.path) pen.stroke(shape.path);
  }

  private dot(pen: CanvasRenderingContext2D, [x, y]: Place, k: number): void {
    pen.beginPath();
    pen.arc(x, y, POINT / k, 0, 2 * Math.PI);
    pen.fill();
  }

  private mark(pen: CanvasRenderingContext2D, colours: Colours, shape: Shape, k: number): void {
    pen.strokeStyle = colours.chosen;
    pen.lineWidth = 3 / k;
    if (shape.path) pen.stroke(shape.path);
    if (!tiny(shape, k)) return;
    pen.beginPath();
    pen.arc(...shape.place, (POINT + 3) / k, 0, 2 * Math.PI);
    pen.stroke();
  }

  private under(event: MouseEvent): Shape | undefined {
    const place = this.canvas.camera.place([event.offsetX, event.offsetY]);
    const { k } = this.canvas.camera.transform;
    const points = this.shapes.filter((shape) => tiny(shape, k));
    const point = nearest(points, place, NEAR / k);
    return point ?? this.shapes.findLast((shape) => this.covers(shape, place));
  }

  private covers({ path, box }: Shape, place: Place): boolean {
    if (!path || !holds(box, place)) return false;
    const { pen } = this.canvas;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    return pen.isPointInPath(path, ...place);
  }

  private step(direction: Place): void {
    const from = this.chosen?.place;
    this.choose(from ? (next(this.shapes, from, direction) ?? this.chosen) : this.shapes[0]);
  }

  private choose(shape: Shape | undefined): void {
    this.chosen = shape;
    if (shape) this.canvas.camera.reveal(shape.place);
    this.tell(shape?.row);
    this.changed();
  }

  /** Open the page that the notice of the chosen entry leads to. */
  private follow(): void {
    if (!this.chosen) return;
    this.element.parentElement?.querySelector<HTMLAnchorElement>(".result-notice a")?.click();
  }
}

function tiny({ path, box }: Shape, k: number): boolean {
  return !path || Math.max(box[2] - box[0], box[3] - box[1]) * k < TINY;
}
