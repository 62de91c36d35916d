/** Which views there are, which of them fit some results, and how they are fetched. */
import { words } from "../common/language";
import { areaLevel } from "./areas";
import type { Column } from "./columns";
import type { Labels } from "./labels";
import { table } from "./table";
import type { Results } from "./types";

/** What every view draws from. */
export interface Context {
  results: Results;
  columns: Column[];
  labels: Labels;
  release: string;
}

export type Draw = (panel: HTMLElement, context: Context) => void | Promise<void>;

export interface View {
  id: string;
  title: string;
  fits: (context: Context) => boolean;
  /** Fetch what draws it; only when it is chosen. */
  fetch: () => Promise<Draw> | Draw;
}

const titles = words({
  de: { table: "Tabelle", map: "Karte", chart: "Diagramm", timeline: "Zeitleiste", graph: "Netz" },
  en: { table: "Table", map: "Map", chart: "Chart", timeline: "Timeline", graph: "Graph" },
});

const LATITUDE = /^(lat|latitude|breite|breitengrad)$/i;
const LONGITUDE = /^(lon|lng|long|longitude|laenge|länge|laengengrad|längengrad)$/i;

/** Return the columns of latitude and longitude where there are both. */
export function coordinates(columns: Column[]): [Column, Column] | undefined {
  const numbers = columns.filter(({ kind }) => kind === "number");
  const latitude = numbers.find(({ name }) => LATITUDE.test(name));
  const longitude = numbers.find(({ name }) => LONGITUDE.test(name));
  return latitude && longitude && [latitude, longitude];
}

/** Return the columns whose things are areas with a boundary. */
export function areaColumns({ results, columns }: Context): Column[] {
  const first = results.rows.slice(0, 200);
  return columns.filter(({ name, kind }) => {
    if (kind !== "iri") return false;
    const values = first.flatMap((row) => row[name] ?? []);
    return values.length > 0 && values.every((value) => areaLevel(String(value.value)));
  });
}

function onMap(context: Context): boolean {
  const geometry = context.columns.some(({ kind }) => kind === "geometry");
  return geometry || coordinates(context.columns) !== undefined || areaColumns(context).length > 0;
}

function inChart({ results, columns }: Context): boolean {
  if (results.kind === "graph" || results.rows.length < 2) return false;
  return columns.some(({ kind }) => ["number", "year", "date", "interval"].includes(kind));
}

function inTime({ columns }: Context): boolean {
  return columns.some(({ kind }) => kind === "date" || kind === "interval");
}

function inGraph({ results, columns }: Context): boolean {
  if (results.kind === "graph") return true;
  return columns.filter(({ kind }) => kind === "iri").length > 1;
}

export const VIEWS: View[] = [
  {
    id: "table",
    title: titles.table,
    fits: () => true,
    fetch: () => (panel, context) => table(panel, context.results, context.columns, context.labels),
  },
  { id: "map", title: titles.map, fits: onMap, fetch: async () => (await import("./map")).draw },
  {
    id: "chart",
    title: titles.chart,
    fits: inChart,
    fetch: async () => (await import("./chart")).draw,
  },
  {
    id: "timeline",
    title: titles.timeline,
    fits: inTime,
    fetch: async () => (await import("./timeline")).draw,
  },
  {
    id: "graph",
    title: titles.graph,
    fits: inGraph,
    fetch: async () => (await import("./graph")).draw,
  },
];
