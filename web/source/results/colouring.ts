/** Colours of shapes after a column: shades for numbers, colours for categories. */
import { scaleQuantile } from "d3-scale";
import { number, words } from "../common/language";
import { shown } from "./cell";
import { type Column, numeric } from "./columns";
import { cut, type Labels } from "./labels";
import type { Row, Term } from "./types";

const SHADES = [0.2, 0.4, 0.6, 0.8, 1];
const MOST = 9;
const told = words({
  de: { none: "keine Angabe", others: "andere", all: "Ergebnisse" },
  en: { none: "not stated", others: "others", all: "Results" },
});

/** One entry of the legend; `colour` is the number of a series. */
export interface Class {
  title: string;
  colour: number;
  shade: number;
}

export interface Colouring {
  legend: Class[];
  of: (row: Row) => Class;
}

const ALL: Class = { title: told.all, colour: 1, shade: 0.75 };
const NONE: Class = { title: told.none, colour: 10, shade: 0.35 };
const OTHERS: Class = { title: told.others, colour: 10, shade: 0.85 };

/** Return how rows are coloured by a column, all alike where there is none. */
export function colouring(rows: Row[], column: Column | undefined, labels: Labels): Colouring {
  if (!column) return { legend: [ALL], of: () => ALL };
  const numbers = column.kind === "number" || column.kind === "year";
  return numbers ? shades(rows, column) : colours(rows, column, labels);
}

function shades(rows: Row[], { name, kind }: Column): Colouring {
  const values = rows.flatMap((row) => numeric(row[name]) ?? []);
  const scale = scaleQuantile(values, SHADES);
  const whole = values.every(Number.isInteger);
  const round = (value: number) => (whole ? Math.round(value) : value);
  const say = (value: number) => (kind === "year" ? String(round(value)) : number(round(value)));
  const legend = SHADES.flatMap((shade) => {
    const [from, to] = scale.invertExtent(shade);
    const empty = from === undefined || to === undefined || !(from < to);
    return empty ? [] : { title: `${say(from)} – ${say(to)}`, colour: 1, shade };
  });
  const fallback: Class = legend[0] ?? ALL;
  return {
    legend: [...legend, NONE],
    of: (row) => {
      const value = numeric(row[name]);
      if (value === undefined) return NONE;
      return legend.find(({ shade }) => shade === scale(value)) ?? fallback;
    },
  };
}

function colours(rows: Row[], column: Column, labels: Labels): Colouring {
  const counts = new Map<string, number>();
  const title = (value: Term | undefined) =>
    value?.type === "uri" ? labels.name(value.value) : shown(value, column);
  for (const row of rows) {
    const value = title(row[column.name]);
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const best = [...counts].sort(([, one], [, other]) => other - one).slice(0, MOST);
  const classes = new Map<string, Class>(
    best.map(([name], at) => [name, { title: cut(name, 60), colour: at + 1, shade: 0.75 }]),
  );
  const rest = counts.size > MOST ? [OTHERS] : [];
  return {
    legend: [...classes.values(), ...rest, NONE],
    of: (row) => {
      const value = title(row[column.name]);
      return value ? (classes.get(value) ?? OTHERS) : NONE;
    },
  };
}
