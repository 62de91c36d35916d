/** Things as nodes and their connections as edges, put in place by forces. */
import { make } from "../common/building";
import { number, words } from "../common/language";
import type { Column } from "./columns";
import { connections } from "./connections";
import { again, choices, field } from "./fields";
import { net } from "./net";
import { type Network, network } from "./network";
import { taking } from "./taking";
import { text } from "./terms";
import type { Context } from "./views";

const told = words({
  de: {
    from: "Von",
    to: "Zu",
    name: (nodes: number, edges: number) =>
      `Netz mit ${number(nodes)} Knoten und ${number(edges)} Kanten`,
    left: (n: number) => `${number(n)} weitere, schwächer verbundene Knoten sind nicht gezeigt.`,
    drag: "Knoten lassen sich ziehen; ein gedrückter Knoten hebt seine Verbindungen hervor.",
    none: "Diese Spalten verbinden nichts miteinander.",
  },
  en: {
    from: "From",
    to: "To",
    name: (nodes: number, edges: number) =>
      `Graph with ${number(nodes)} nodes and ${number(edges)} edges`,
    left: (n: number) => `${number(n)} more nodes with fewer connections are not shown.`,
    drag: "Nodes can be dragged; a pressed node emphasizes its connections.",
    none: "These columns connect nothing.",
  },
});

/** Draw the results as a network. */
export async function draw(panel: HTMLElement, context: Context): Promise<void> {
  const [from, to] = guess(context);
  await show(panel, context, from, to);
}

/** Return the two columns of things that tell most rows apart. */
function guess({ results, columns }: Context): [string, string] {
  const things = columns.filter(({ kind }) => kind === "iri");
  const distinct = ({ name }: Column) => new Set(results.rows.map((row) => text(row[name]))).size;
  const [from, ...rest] = [...things].sort((one, other) => distinct(other) - distinct(one));
  return [from?.name ?? "", (rest[0] ?? from)?.name ?? ""];
}

async function show(panel: HTMLElement, context: Context, from: string, to: string): Promise<void> {
  const found = network(context.results, from, to);
  await context.labels.learn(iris(found));
  const bar = make("div", { class: "result-bar" });
  if (context.results.kind !== "graph") bar.append(...fields(panel, context, from, to));
  if (found.edges.length === 0) {
    panel.replaceChildren(bar, make("p", { class: "empty" }, told.none));
    return;
  }
  const name = told.name(found.nodes.length, found.edges.length);
  const svg = net(found, context.labels, Math.max(320, panel.clientWidth), name);
  const frame = make("div", { class: "result-drawing result-net" });
  frame.append(svg);
  const note = `${name}. ${found.left > 0 ? `${told.left(found.left)} ` : ""}${told.drag}`;
  const status = make("p", { class: "soft small", role: "status" }, note);
  panel.replaceChildren(
    bar,
    frame,
    status,
    taking("graph", () => svg),
    connections(found, context.labels),
  );
}

function iris({ nodes, edges }: Network): string[] {
  return [...nodes.flatMap(({ iri }) => iri ?? []), ...edges.flatMap(({ by }) => by || [])];
}

function fields(panel: HTMLElement, context: Context, from: string, to: string): HTMLElement[] {
  const things = choices(context.columns.filter(({ kind }) => kind === "iri"));
  return [
    field(told.from, things, from, (name) => {
      again(panel, () => show(panel, context, name, to));
    }),
    field(told.to, things, to, (name) => {
      again(panel, () => show(panel, context, from, name));
    }),
  ];
}
