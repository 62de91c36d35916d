/** Rows on the map: geometries, coordinates or areas by their IRIs, coloured by a column. */
import "../../styles/map.css";
import { make } from "../common/building";
import { number, words } from "../common/language";
import { Layers } from "../map/layers";
import { colouring } from "./colouring";
import type { Column } from "./columns";
import { choices, field } from "./fields";
import { legend } from "./map_legend";
import { notice } from "./map_notice";
import { Plane } from "./map_plane";
import { shapes } from "./shapes";
import { text } from "./terms";
import { type Context, coordinates } from "./views";

const NONE = "";
const FEW = 9;
const told = words({
  de: {
    colour: "Farbe nach",
    none: "einer Farbe",
    name: (n: number) => `Karte mit ${number(n)} Einträgen`,
    count: (n: number) => (n === 1 ? "1 Zeile auf der Karte" : `${number(n)} Zeilen auf der Karte`),
    left: (n: number) => `${number(n)} ohne bekannten Ort`,
    source:
      "Grenzen: © GeoBasis-DE / BKG 2021 (Daten verändert). Alle Werte stehen in der Tabelle.",
  },
  en: {
    colour: "Colour by",
    none: "one colour",
    name: (n: number) => `Map with ${number(n)} entries`,
    count: (n: number) => (n === 1 ? "1 row on the map" : `${number(n)} rows on the map`),
    left: (n: number) => `${number(n)} without a known place`,
    source: "Boundaries: © GeoBasis-DE / BKG 2021 (data modified). The table has all values.",
  },
});

/** Draw the rows on the map. */
export async function draw(panel: HTMLElement, context: Context): Promise<void> {
  const { results, columns, labels } = context;
  let plane: Plane | undefined;
  const layers = new Layers(() => plane?.changed());
  const [found] = await Promise.all([shapes(context, layers), layers.load("states")]);
  const suited = columns.filter(
    (column) =>
      column.filled && column.kind !== "geometry" && !coordinates(columns)?.includes(column),
  );
  const key = make("ul", { class: "map-key" });
  const said = notice(suited, labels);
  const made = new Plane(layers, found, told.name(found.length), said.show);
  plane = made;
  const paint = async (name: string) => {
    const column = suited.find((one) => one.name === name);
    if (column?.kind === "iri") await labels.learn(iris(context, column));
    const by = colouring(results.rows, column, labels);
    key.replaceChildren(...legend(by, found));
    made.paint(by);
  };
  const options = [...choices(suited), { value: NONE, title: told.none }];
  const first = guess(suited, context)?.name ?? NONE;
  const seen = new Set(found.map(({ row }) => row)).size;
  const left = results.rows.length - seen;
  const status = [told.count(seen), left > 0 ? told.left(left) : ""].filter(Boolean).join(", ");
  const bar = make("div", { class: "result-bar" }, field(told.colour, options, first, paint));
  bar.append(make("p", { class: "count", role: "status" }, status));
  const frame = make("div", { class: "result-plane" }, made.element, said.element);
  panel.replaceChildren(bar, frame, key, make("p", { class: "soft small" }, told.source));
  made.start();
  await paint(first);
}

function iris({ results }: Context, { name }: Column): string[] {
  return [...new Set(results.rows.map((row) => text(row[name])))].slice(0, 1000);
}

/** Return a column of few categories, else one of numbers. */
function guess(columns: Column[], { results }: Context): Column | undefined {
  const few = columns.find(({ name, kind }) => {
    const distinct = new Set(results.rows.map((row) => text(row[name]))).size;
    return (
      (kind === "text" || kind === "iri") &&
      distinct > 1 &&
      distinct <= FEW &&
      distinct < results.rows.length
    );
  });
  return few ?? columns.find(({ kind }) => kind === "number");
}
