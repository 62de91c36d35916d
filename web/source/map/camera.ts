/** What part of the plane is seen: dragging, wheel, fingers, and moves that the page asks for. */
import { type Selection, select } from "d3-selection";
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { Transform } from "./drawing";
import { type Box, type Place, TALL, WIDE } from "./plane";

const FARTHEST = 80;
const WHOLE: Box = [0, 0, WIDE, TALL];

export class Camera {
  private readonly zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  private readonly selection: Selection<HTMLCanvasElement, unknown, null, undefined>;
  private home: Box = WHOLE;
  private moved = false;
  private width = 1;
  private height = 1;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    changed: () => void,
  ) {
    this.selection = select(canvas);
    this.zoom = zoom<HTMLCanvasElement, unknown>()
      .filter((event) => this.takes(event))
      .on("zoom", (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        if (event.sourceEvent) this.moved = true;
        canvas.classList.toggle("near", this.scale > 1.05);
        changed();
      });
    this.selection.call(this.zoom).on("dblclick.zoom", null);
  }

  /** The wheel belongs to the page until the map has the focus; one finger until it is near. */
  private takes(event: Event): boolean {
    if (event.type === "wheel")
      return (event as WheelEvent).ctrlKey || document.activeElement === this.canvas;
    if (event.type.startsWith("touch"))
      return (event as TouchEvent).touches.length > 1 || this.scale > 1.05;
    return !(event as MouseEvent).button;
  }

  get transform(): Transform {
    return zoomTransform(this.canvas);
  }

  /** How much larger everything is than where the whole is seen. */
  get scale(): number {
    return this.transform.k / this.least;
  }

  private get least(): number {
    return Math.min(this.width / WIDE, this.height / TALL);
  }

  /** What is seen, on the plane. */
  get box(): Box {
    const { k, x, y } = this.transform;
    return [-x / k, -y / k, (this.width - x) / k, (this.height - y) / k];
  }

  /** Take the size of the canvas; what was not moved shows the whole again. */
  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.zoom
      .extent([
        [0, 0],
        [width, height],
      ])
      .translateExtent([
        [-WIDE * 0.4, -TALL * 0.2],
        [WIDE * 1.4, TALL * 1.2],
      ])
      .scaleExtent([this.least, this.least * FARTHEST]);
    if (!this.moved) this.show(this.home);
  }

  /** Show this box now and whenever the whole is asked for. */
  settle(home: Box): void {
    this.home = home;
    this.whole();
  }

  whole(): void {
    this.show(this.home);
    this.moved = false;
  }

  /** Change the scale; a place of the plane stays where it is seen. */
  by(factor: number, place?: Place): void {
    this.moved = true;
    const { k, x, y } = this.transform;
    const point: Place | undefined = place && [place[0] * k + x, place[1] * k + y];
    this.zoom.scaleBy(this.selection, factor, point);
  }

  /** Move a place into the middle where it is not seen. */
  reveal([x, y]: Place): void {
    const [left, top, right, bottom] = this.box;
    if (left < x && x < right && top < y && y < bottom) return;
    this.moved = true;
    this.zoom.translateTo(this.selection, x, y);
  }

  /** Return where a position on the canvas lies on the plane. */
  place([x, y]: Place): Place {
    const at = this.transform;
    return [(x - at.x) / at.k, (y - at.y) / at.k];
  }

  private show([left, top, right, bottom]: Box): void {
    const fit = Math.min(this.width / (right - left), this.height / (bottom - top));
    const k = Math.min(Math.max(fit, this.least), this.least * 25);
    const x = this.width / 2 - (k * (left + right)) / 2;
    const y = this.height / 2 - (k * (top + bottom)) / 2;
    this.zoom.transform(this.selection, zoomIdentity.translate(x, y).scale(k));
  }
}
