/** Rows in the order of a column: numbers as numbers, days as days, names as the language sorts them. */
import { language } from "../common/language";
import { type Column, numeric } from "./columns";
import { period } from "./dates";
import { text } from "./terms";
import type { Row, Term } from "./types";

export type Direction = "ascending" | "descending";

const collator = new Intl.Collator(language, { numeric: true });
const EARLIEST = -1e16;

/** Return the numbers of rows in the order of a column; rows without a value come last. */
export function ordered(
  rows: Row[],
  numbers: Uint32Array,
  column: Column,
  direction: Direction,
  name: (iri: string) => string,
): Uint32Array {
  const keys = ranks(rows, numbers, column, name);
  const sign = direction === "ascending" ? 1 : -1;
  return numbers.slice().sort((one, other) => {
    const a = keys[one] as number;
    const b = keys[other] as number;
    if (a === b) return one - other;
    if (Number.isNaN(a)) return Number.isNaN(b) ? one - other : 1;
    if (Number.isNaN(b)) return -1;
    return a < b ? -sign : sign;
  });
}

function ranks(rows: Row[], numbers: Uint32Array, column: Column, name: (iri: string) => string) {
  const keys = new Float64Array(rows.length).fill(Number.NaN);
  const worth = measure(column);
  const words = new Map<string, number[]>();
  for (const at of numbers) {
    const value = rows[at]?.[column.name];
    if (!value) continue;
    const number = worth(value);
    if (number !== undefined) keys[at] = number;
    else collect(words, value.type === "uri" ? name(value.value) : text(value), at);
  }
  place(keys, words, worth !== nothing);
  return keys;
}

function collect(words: Map<string, number[]>, word: string, at: number): void {
  const found = words.get(word);
  if (found) found.push(at);
  else words.set(word, [at]);
}

/** Give each word its place; beyond all numbers where the column has those as well. */
function place(keys: Float64Array, words: Map<string, number[]>, beyond: boolean): void {
  const sorted = [...words.keys()].sort(collator.compare);
  const start = beyond ? 1e300 : 0;
  sorted.forEach((word, rank) => {
    for (const at of words.get(word) ?? []) keys[at] = beyond ? start * (1 + rank / 1e6) : rank;
  });
}

type Measure = (value: Term) => number | undefined;

const nothing: Measure = () => undefined;

function measure(column: Column): Measure {
  if (column.kind === "number" || column.kind === "year") return numeric;
  if (column.kind !== "date" && column.kind !== "interval") return nothing;
  return (value) => {
    const found = period(text(value));
    return found && (found.start ?? EARLIEST);
  };
}
