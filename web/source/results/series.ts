/** What a chart is drawn of: rows brought together by a column. */
import { bin } from "d3-array";
import { language, number } from "../common/language";
import { shown } from "./cell";
import { type Column, numeric } from "./columns";
import { period } from "./dates";
import type { Labels } from "./labels";
import { text } from "./terms";
import type { Results, Row } from "./types";

export type Form = "bars" | "line" | "histogram";

export interface Point {
  label: string;
  /** Where it stands on a line: a time in milliseconds. */
  place: number;
  value: number;
}

export interface Wish {
  form: Form;
  by: Column | undefined;
  /** The column of numbers; nothing counts rows. */
  of: Column | undefined;
}

const YEAR = new Intl.DateTimeFormat(language, { year: "numeric", timeZone: "UTC" });
const BINS = 20;

/** Return the time that a row stands for in a column. */
function time(row: Row, column: Column): number | undefined {
  const value = row[column.name];
  return value && period(text(value))?.start;
}

/** Return the points of a chart. */
export function points(results: Results, wish: Wish, labels: Labels): Point[] {
  if (wish.form === "histogram") return wish.of ? histogram(results, wish.of) : [];
  const { by } = wish;
  if (!by) return [];
  return wish.form === "line" ? line(results, by, wish.of) : bars(results, by, wish.of, labels);
}

function line(results: Results, by: Column, of: Column | undefined): Point[] {
  const found = new Map<number, number>();
  for (const row of results.rows) {
    const start = time(row, by);
    const value = of ? numeric(row[of.name]) : 1;
    if (start === undefined || value === undefined) continue;
    const place = of ? start : Date.UTC(new Date(start).getUTCFullYear(), 0, 1);
    found.set(place, (found.get(place) ?? 0) + value);
  }
  const yearly = [...found.keys()].every((place) => new Date(place).getUTCMonth() === 0);
  return [...found]
    .sort(([one], [other]) => one - other)
    .map(([place, value]) => ({ label: yearly ? YEAR.format(place) : day(place), place, value }));
}

function day(place: number): string {
  return new Date(place).toLocaleDateString(language, { timeZone: "UTC" });
}

function bars(results: Results, by: Column, of: Column | undefined, labels: Labels): Point[] {
  const found = new Map<string, number>();
  for (const row of results.rows) {
    const value = row[by.name];
    const amount = of ? numeric(row[of.name]) : 1;
    if (!value || amount === undefined) continue;
    const label = value.type === "uri" ? labels.name(value.value) : shown(value, by);
    found.set(label, (found.get(label) ?? 0) + amount);
  }
  return [...found]
    .sort(([, one], [, other]) => other - one)
    .map(([label, value], place) => ({ label, place, value }));
}

function histogram(results: Results, of: Column): Point[] {
  const values = results.rows.flatMap((row) => numeric(row[of.name]) ?? []);
  return bin()
    .thresholds(BINS)(values)
    .map((one) => ({
      label: `${number(one.x0 ?? 0)} – ${number(one.x1 ?? 0)}`,
      place: one.x0 ?? 0,
      value: one.length,
    }));
}
