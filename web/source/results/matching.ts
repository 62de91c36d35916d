/** Rows that hold a text, as they are read and as they are written. */
import { shown } from "./cell";
import type { Column } from "./columns";
import type { Labels } from "./labels";
import { text } from "./terms";
import type { Results, Term } from "./types";

/** Return the numbers of the rows in which a value, or the label of a thing, holds a text. */
export function matching(
  { rows }: Results,
  columns: Column[],
  labels: Labels,
  wanted: string,
): Uint32Array {
  const known = new Map<Term, boolean>();
  const has = (value: Term, column: Column) => {
    let answer = known.get(value);
    if (answer === undefined) {
      answer = says(value, column, labels, wanted);
      known.set(value, answer);
    }
    return answer;
  };
  return Uint32Array.from(rows, (_, at) => at).filter((at) =>
    columns.some((column) => {
      const value = rows[at]?.[column.name];
      return value !== undefined && has(value, column);
    }),
  );
}

function says(value: Term, column: Column, labels: Labels, wanted: string): boolean {
  const name = value.type === "uri" ? labels.name(value.value) : shown(value, column);
  return text(value).toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted);
}
