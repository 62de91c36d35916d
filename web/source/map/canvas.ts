/** A canvas on which the plane is drawn: its size, its colours, what is seen, and when to draw. */
import { Camera } from "./camera";
import { type Colours, readColours } from "./colours";

export class Canvas {
  readonly camera: Camera;
  readonly pen: CanvasRenderingContext2D;
  private read: Colours | undefined;
  private frame = 0;

  /** `paint` is called with the next frame when something changed. */
  constructor(
    readonly element: HTMLCanvasElement,
    private readonly paint: () => void,
  ) {
    this.pen = element.getContext("2d") as CanvasRenderingContext2D;
    this.camera = new Camera(element, () => this.changed());
    new ResizeObserver(() => this.fit()).observe(element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.read = undefined;
      this.changed();
    });
  }

  get colours(): Colours {
    this.read ??= readColours(this.element.parentElement ?? document.body);
    return this.read;
  }

  /** Pixels of the canvas for one of the page; more than two cost time and nobody sees them. */
  get ratio(): number {
    return Math.min(devicePixelRatio || 1, 2);
  }

  changed(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  /** Take the room that the page has. */
  fit(): void {
    const { clientWidth, clientHeight } = this.element;
    if (!clientWidth) return;
    this.element.width = clientWidth * this.ratio;
    this.element.height = clientHeight * this.ratio;
    this.camera.resize(clientWidth, clientHeight);
    this.changed();
  }

  /** Return the pen over an empty canvas; it draws in places of the plane. */
  emptied(): CanvasRenderingContext2D {
    const { pen, ratio } = this;
    const { k, x, y } = this.camera.transform;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.element.width, this.element.height);
    pen.setTransform(k * ratio, 0, 0, k * ratio, x * ratio, y * ratio);
    pen.lineJoin = "round";
    return pen;
  }
}
