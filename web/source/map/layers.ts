/** Areas by level, loaded when they come into view: states first, municipalities state by state. */
import type { Feature, FeatureCollection, MultiPolygon } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { type Box, bounds, flatten, holds, outline, overlap, type Place } from "./plane";

export type Level = "states" | "districts" | "associations" | "municipalities";

interface Properties {
  name: string;
}

/** One area on the plane; its outline is made when it is needed. */
export class Area {
  readonly path: string;
  readonly name: string;
  readonly box: Box;
  private drawn: Path2D | undefined;

  constructor(private readonly feature: Feature<MultiPolygon, Properties>) {
    this.path = String(feature.id);
    this.name = feature.properties.name;
    this.box = bounds(feature);
  }

  get outline(): Path2D {
    this.drawn ??= outline(this.feature);
    return this.drawn;
  }
}

/** The areas of a level, all or those of one state. */
export interface Layer {
  level: Level;
  box: Box;
  areas: Area[];
  /** All borders, each once. */
  borders: Path2D;
}

export class Layers {
  readonly loaded: Layer[] = [];
  private readonly asked = new Set<string>();
  private readonly byPath = new Map<string, Area>();
  private readonly pen = document.createElement("canvas").getContext("2d");

  /** `changed` is called when something new can be drawn. */
  constructor(private readonly changed: () => void) {}

  /** Load a level, or its part in a state, unless it is there or on its way. */
  async load(level: Level, state = ""): Promise<void> {
    const path = `/map/areas/${level}.json${state ? `?state=${state}` : ""}`;
    if (this.asked.has(path)) return;
    this.asked.add(path);
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    this.add(level, flatten(await answer.json()));
    this.changed();
  }

  private add(level: Level, topology: Topology): void {
    const object = topology.objects[level] as GeometryCollection<Properties>;
    const found = feature(topology, object) as FeatureCollection<MultiPolygon, Properties>;
    const areas = found.features.map((one) => new Area(one));
    for (const area of areas) this.byPath.set(area.path, area);
    const box: Box = [
      Math.min(...areas.map((area) => area.box[0])),
      Math.min(...areas.map((area) => area.box[1])),
      Math.max(...areas.map((area) => area.box[2])),
      Math.max(...areas.map((area) => area.box[3])),
    ];
    this.loaded.push({ level, box, areas, borders: outline(mesh(topology, object)) });
  }

  /** Return the area of an authority, where it is loaded. */
  area(path: string): Area | undefined {
    return this.byPath.get(path);
  }

  /** Return the keys of the states that a box touches. */
  statesIn(box: Box): string[] {
    const states = this.loaded.find(({ level }) => level === "states")?.areas ?? [];
    return states.filter((one) => overlap(one.box, box)).map(({ path }) => path.slice(-2));
  }

  /** Return the area of the finest of these levels at a place. */
  at(place: Place, levels: Level[]): Area | undefined {
    for (const level of levels)
      for (const layer of this.loaded)
        if (layer.level === level && holds(layer.box, place)) {
          const found = layer.areas.find((area) => this.covers(area, place));
          if (found) return found;
        }
    return undefined;
  }

  private covers(area: Area, place: Place): boolean {
    return holds(area.box, place) && !!this.pen?.isPointInPath(area.outline, ...place);
  }
}
