/** A map on a canvas: what is shown, chosen and loaded. */
import type { Camera } from "./camera";
import { Canvas } from "./canvas";
import { type Dot, draw, radius } from "./drawing";
import { type Area, Layers, type Level } from "./layers";
import type { Member } from "./members";
import { nearest, next } from "./picking";
import type { Box, Place } from "./plane";

/** A member that is shown, and how. */
export interface Shown extends Dot {
  member: Member;
}

export interface Told {
  /** Something is chosen or under the pointer; nothing of both. */
  chosen: (found: Shown | Area | undefined) => void;
  /** Other members came into view. */
  seen: (members: Member[]) => void;
}

/** Scales from which a level is shown. */
const FROM: Record<Level, number> = {
  states: 0,
  districts: 1.7,
  associations: 6,
  municipalities: 6,
};
const COARSE_FIRST: Level[] = ["municipalities", "associations", "districts", "states"];
const REACH = 7;

export class View {
  readonly layers = new Layers(() => this.redraw());
  readonly camera: Camera;
  private shown: Shown[] = [];
  private chosen: Shown | undefined;
  private under: Area | undefined;
  private marked: Area | undefined;
  private readonly plane: Canvas;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly told: Told,
  ) {
    this.plane = new Canvas(canvas, () => this.paint());
    this.camera = this.plane.camera;
    this.plane.fit();
  }

  show(shown: Shown[]): void {
    this.shown = shown;
    if (this.chosen) this.choose(shown.find(({ member }) => member === this.chosen?.member));
    this.redraw();
  }

  /** Draw a border around an area for good. */
  mark(area: Area): void {
    this.marked = area;
    this.redraw();
  }

  redraw(): void {
    this.plane.changed();
  }

  private paint(): void {
    const { transform, box, scale } = this.camera;
    const levels = COARSE_FIRST.filter((level) => scale >= FROM[level]);
    this.complete(levels, box);
    for (const dot of this.shown) dot.area ??= this.layers.area(dot.member.path);
    draw(this.plane.emptied(), {
      layers: this.layers.loaded,
      levels,
      transform,
      scale,
      box,
      dots: this.shown,
      chosen: this.chosen,
      marked: [this.marked, this.under].filter((area) => area !== undefined),
      colours: this.plane.colours,
      ratio: this.plane.ratio,
    });
    this.tell(box);
  }

  /** Load what belongs to the levels in view and is not there yet. */
  private complete(levels: Level[], box: Box): void {
    if (!this.layers.loaded.length) return;
    if (levels.includes("districts")) this.prepare("districts");
    if (!levels.includes("municipalities")) return;
    const associations = this.shown.some(({ member }) => member.path.startsWith("association/"));
    for (const state of this.layers.statesIn(box)) {
      this.prepare("municipalities", state);
      if (associations) this.prepare("associations", state);
    }
  }

  /** Load areas; where that fails, the map stays as coarse as it is. */
  prepare(level: Level, state = ""): void {
    this.layers.load(level, state).catch((fault: unknown) => console.warn(fault));
  }

  private tell(box: Box): void {
    const [left, top, right, bottom] = box;
    const inside = this.shown.filter(
      ({ place: [x, y] }) => left <= x && x <= right && top <= y && y <= bottom,
    );
    this.told.seen(inside.map(({ member }) => member));
  }

  choose(shown: Shown | undefined): void {
    this.chosen = shown;
    this.under = undefined;
    if (shown) this.camera.reveal(shown.place);
    this.told.chosen(shown);
    this.redraw();
  }

  chooseMember(member: Member): void {
    this.choose(this.shown.find((one) => one.member === member));
  }

  /** Choose the next member in a direction, the first one from the middle. */
  step(direction: Place): void {
    const [left, top, right, bottom] = this.camera.box;
    const middle: Place = [(left + right) / 2, (top + bottom) / 2];
    const found = this.chosen
      ? next(this.shown, this.chosen.place, direction)
      : nearest(this.shown, middle, Number.POSITIVE_INFINITY);
    if (found) this.choose(found);
  }

  /** Choose what is at a position of the canvas: a member, else the area there. */
  point(at: Place): Shown | Area | undefined {
    const place = this.camera.place(at);
    const reach = (radius(this.camera.scale) + REACH) / this.camera.transform.k;
    const member = nearest(this.shown, place, reach);
    if (member) {
      if (member !== this.chosen) this.choose(member);
      return member;
    }
    const levels = COARSE_FIRST.filter((level) => this.camera.scale >= FROM[level]);
    const area = this.layers.at(
      place,
      levels.filter((level) => level !== "associations"),
    );
    if (area !== this.under || this.chosen) {
      this.chosen = undefined;
      this.under = area;
      this.told.chosen(area);
      this.redraw();
    }
    return area;
  }

  /** Leave what is chosen and what is under the pointer. */
  leave(): void {
    this.under = undefined;
    this.choose(undefined);
  }

  get current(): Shown | undefined {
    return this.chosen;
  }
}
