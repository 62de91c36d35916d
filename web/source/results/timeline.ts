/** Rows with days or periods as bars over time. */
import { max, min } from "d3-array";
import { axisTop } from "d3-axis";
import { type ScaleTime, scaleUtc } from "d3-scale";
import { select } from "d3-selection";
import { make } from "../common/building";
import { number, words } from "../common/language";
import { shown } from "./cell";
import type { Column } from "./columns";
import { period, spoken, tick } from "./dates";
import { draw as element, picture } from "./drawing";
import { again, choices, field } from "./fields";
import { cut } from "./labels";
import { taking } from "./taking";
import { text } from "./terms";
import type { Row } from "./types";
import { values } from "./values";
import type { Context } from "./views";

const MOST = 200;
const ROW = 26;
const TOP = 30;
const LETTER = 7.8;
const FADING = "timeline-fading";
const YEAR = 31_557_600_000;
const told = words({
  de: {
    time: "Zeit",
    label: "Beschriftung",
    name: (n: number) => `Zeitleiste mit ${number(n)} Einträgen`,
    more: (n: number) =>
      `Die frühesten ${MOST} Einträge; ${number(n)} weitere stehen in der Tabelle.`,
    none: (n: number) => `${number(n)} Zeilen haben keine Angabe zur Zeit.`,
    empty: "In dieser Spalte steht keine Zeit.",
    open: "Ein Pfeil heißt: dauert an. Ein verblassendes Ende heißt: unbekannt.",
  },
  en: {
    time: "Time",
    label: "Label",
    name: (n: number) => `Timeline with ${number(n)} entries`,
    more: (n: number) => `The earliest ${MOST} entries; the table has ${number(n)} more.`,
    none: (n: number) => `${number(n)} rows say nothing about time.`,
    empty: "There is no time in this column.",
    open: "An arrow means: goes on. A fading end means: unknown.",
  },
});

interface Entry {
  label: string;
  said: string;
  start: number | undefined;
  end: number | undefined;
  ongoing: boolean;
}

/** Draw the rows over time, with fields that choose the columns. */
export async function draw(panel: HTMLElement, context: Context): Promise<void> {
  const times = context.columns.filter(({ kind }) => kind === "interval" || kind === "date");
  const first = times.find(({ kind }) => kind === "interval") ?? times[0];
  const names = context.columns.filter((column) => !times.includes(column) && named(column));
  if (first)
    await show(panel, context, { time: first, label: best(names, context) ?? first, times, names });
}

interface Wish {
  time: Column;
  label: Column;
  times: Column[];
  names: Column[];
}

function named({ kind, filled }: Column): boolean {
  return filled && kind !== "geometry" && kind !== "number";
}

/** Return the column that tells most rows apart, names before things. */
function best(columns: Column[], { results }: Context): Column | undefined {
  const rank = ({ name, kind }: Column) => {
    const distinct = new Set(results.rows.slice(0, 500).map((row) => text(row[name]))).size;
    return distinct * (kind === "text" ? 1.3 : 1);
  };
  return [...columns].sort((one, other) => rank(other) - rank(one))[0];
}

async function show(panel: HTMLElement, context: Context, wish: Wish): Promise<void> {
  const rows = context.results.rows;
  await learn(context, wish);
  const entries = rows.flatMap((row) => entry(row, wish, context) ?? []);
  entries.sort((one, other) => from(one) - from(other));
  const bar = fields(panel, context, wish);
  if (entries.length === 0) {
    panel.replaceChildren(bar, make("p", { class: "empty" }, told.empty));
    return;
  }
  const name = told.name(entries.length);
  const svg = drawn(entries.slice(0, MOST), Math.max(320, panel.clientWidth), name);
  const frame = make("div", {
    class: "result-drawing wide",
    tabindex: "0",
    role: "region",
    "aria-label": name,
  });
  frame.append(svg);
  const notes = [
    entries.length > MOST ? told.more(entries.length - MOST) : "",
    rows.length > entries.length ? told.none(rows.length - entries.length) : "",
    told.open,
  ];
  const table = values(
    [wish.label.title, wish.time.title],
    entries.map(({ label, said }) => [cut(label), said]),
  );
  const note = make("p", { class: "soft small", role: "status" }, notes.filter(Boolean).join(" "));
  panel.replaceChildren(
    bar,
    frame,
    note,
    taking("timeline", () => svg),
    table,
  );
}

async function learn({ results, labels }: Context, { label }: Wish): Promise<void> {
  if (label.kind !== "iri") return;
  const iris = new Set(results.rows.map((row) => text(row[label.name])));
  await labels.learn([...iris].slice(0, MOST * 2));
}

function entry(row: Row, { time, label }: Wish, { labels }: Context): Entry | undefined {
  const raw = text(row[time.name]);
  const found = period(raw);
  if (!found) return undefined;
  const value = row[label.name];
  const name = value?.type === "uri" ? labels.name(value.value) : shown(value, label);
  return { label: name, said: spoken(raw), ...found };
}

function from({ start, end }: Entry): number {
  return start ?? end ?? 0;
}

function fields(panel: HTMLElement, context: Context, wish: Wish): HTMLElement {
  const choose = (part: "time" | "label") => (name: string) => {
    const column = context.columns.find((one) => one.name === name);
    if (column) again(panel, () => show(panel, context, { ...wish, [part]: column }));
  };
  const bar = make("div", { class: "result-bar" });
  bar.append(
    field(told.time, choices(wish.times), wish.time.name, choose("time")),
    field(told.label, choices(wish.names), wish.label.name, choose("label")),
  );
  return bar;
}

function drawn(entries: Entry[], width: number, name: string): SVGSVGElement {
  const longest = max(entries, ({ label }) => label.length) ?? 0;
  const left = Math.min(width * 0.42, 320, 20 + longest * LETTER);
  const height = TOP + entries.length * ROW + 8;
  const svg = picture(width, height, name);
  const edges = entries.flatMap(({ start, end }) => [start, end]);
  const first = min(edges, (edge) => edge) ?? 0;
  const now = entries.some(({ end }) => end === undefined) ? Date.now() : 0;
  const last = Math.max(max(edges, (edge) => edge) ?? 0, first + YEAR, now);
  const room = (last - first) * 0.06;
  const x = scaleUtc([first, last + room], [left, width - 20]);
  const axis = element("g", { class: "axis", transform: `translate(0,${TOP - 6})` });
  select(axis).call(
    axisTop<Date>(x)
      .ticks(Math.max(3, Math.floor(width / 130)))
      .tickFormat(tick)
      .tickSize(TOP - height),
  );
  svg.append(fading(), axis);
  entries.forEach((one, at) => {
    svg.append(...line(one, at, x, Math.floor((left - 12) / LETTER)));
  });
  return svg;
}

/** Return what an end that nobody knows is filled with. */
function fading(): SVGElement {
  const stops = [
    element("stop", { offset: "0", class: "stop" }),
    element("stop", { offset: "1", class: "stop gone" }),
  ];
  return element("defs", {}, element("linearGradient", { id: FADING }, ...stops));
}

function line(one: Entry, at: number, x: ScaleTime<number, number>, letters: number): SVGElement[] {
  const middle = TOP + at * ROW + ROW / 2;
  const [start = 0, end = 0] = x.range();
  const left = one.start === undefined ? start : x(one.start);
  const right = one.end === undefined ? end : x(one.end);
  const label = { x: start - 8, y: middle, dy: "0.35em", "text-anchor": "end" };
  const unknown = one.end === undefined && !one.ongoing;
  const fill: Record<string, string> = unknown
    ? { fill: `url(#${FADING})` }
    : { class: "result-mark" };
  const bar = { x: left, y: middle - 8, width: Math.max(4, right - left), height: 16, ...fill };
  const made: SVGElement[] = [
    element(
      "text",
      label,
      cut(one.label, Math.max(letters - (one.label.length > letters ? 2 : 0), 6)),
    ),
    element("rect", bar, element("title", {}, `${cut(one.label)}: ${one.said}`)),
  ];
  if (one.ongoing) {
    const points = `${right},${middle - 8} ${right + 10},${middle} ${right},${middle + 8}`;
    made.push(element("polygon", { points, class: "result-mark" }));
  }
  return made;
}
