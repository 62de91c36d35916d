/** Rows as a table: sorted by any column, filtered by a text; beyond some hundred rows only those in sight are made. */
import { make } from "../common/building";
import { number, words } from "../common/language";
import { shown } from "./cell";
import type { Column } from "./columns";
import { grid } from "./grid";
import type { Labels } from "./labels";
import { type Direction, ordered } from "./order";
import { plain } from "./plain";
import { text } from "./terms";
import type { Results, Row, Term } from "./types";

/** Rows up to which a table is a table of HTML. */
export const SMALL = 200;
/** Distinct things whose labels are asked for before rows are sorted by them. */
const LABELLED = 1000;
const PAUSE = 150;
const told = words({
  de: {
    filter: "Zeilen filtern",
    all: (n: number) => (n === 1 ? "1 Zeile" : `${number(n)} Zeilen`),
    some: (n: number, all: number) => `${number(n)} von ${number(all)} Zeilen`,
    sorted: (title: string, up: boolean) =>
      `sortiert nach ${title}, ${up ? "aufsteigend" : "absteigend"}`,
    unlabelled: "nach Kürzeln, da es zu viele Namen sind",
    hint: "Enter zeigt einen Wert ganz, Strg+C kopiert ihn.",
  },
  en: {
    filter: "Filter rows",
    all: (n: number) => (n === 1 ? "1 row" : `${number(n)} rows`),
    some: (n: number, all: number) => `${number(n)} of ${number(all)} rows`,
    sorted: (title: string, up: boolean) =>
      `sorted by ${title}, ${up ? "ascending" : "descending"}`,
    unlabelled: "by short names, as there are too many labels",
    hint: "Enter shows a value in full, Ctrl+C copies it.",
  },
});

export interface Order {
  column: Column;
  direction: Direction;
}

/** What a table shows: rows by their numbers, in which order, and what happens on a press on a header. */
export interface Shown {
  rows: Row[];
  numbers: Uint32Array;
  columns: Column[];
  labels: Labels;
  order: Order | undefined;
  sort: (column: Column) => void;
}

/** What draws rows; it can be told that others are to be shown. */
export interface Drawn {
  element: HTMLElement;
  update: (shown: Shown) => void;
}

/** Show the rows of results in a container. */
export function table(
  container: HTMLElement,
  results: Results,
  columns: Column[],
  labels: Labels,
): void {
  new Table(container, results, columns, labels);
}

class Table {
  private readonly status = make("p", { class: "result-count", role: "status" });
  private readonly drawn: Drawn;
  private readonly everything: Uint32Array;
  private matching: Uint32Array;
  private order: Order | undefined;
  private note = "";
  private timer = 0;

  constructor(
    container: HTMLElement,
    private readonly results: Results,
    private readonly columns: Column[],
    private readonly labels: Labels,
  ) {
    this.everything = Uint32Array.from(results.rows, (_, at) => at);
    this.matching = this.everything;
    const many = results.rows.length > SMALL;
    this.drawn = (many ? grid : plain)(this.shown(this.everything));
    const hint = many ? make("p", { class: "soft small" }, told.hint) : null;
    container.replaceChildren(make("div", { class: "result-bar" }, this.filter(), this.status));
    container.append(this.drawn.element, ...(hint ? [hint] : []));
    this.tell();
  }

  private filter(): HTMLElement {
    const field = make("input", {
      type: "search",
      maxlength: "200",
      placeholder: told.filter,
      "aria-label": told.filter,
    });
    field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => {
        this.matching = this.found(field.value.trim().toLowerCase());
        this.draw();
      }, PAUSE);
    });
    return field;
  }

  private found(wanted: string): Uint32Array {
    if (wanted === "") return this.everything;
    const known = new Map<Term, boolean>();
    const has = (value: Term, column: Column) => {
      let answer = known.get(value);
      if (answer === undefined) {
        answer = this.says(value, column, wanted);
        known.set(value, answer);
      }
      return answer;
    };
    return this.everything.filter((at) =>
      this.columns.some((column) => {
        const value = this.results.rows[at]?.[column.name];
        return value !== undefined && has(value, column);
      }),
    );
  }

  private says(value: Term, column: Column, wanted: string): boolean {
    const name = value.type === "uri" ? this.labels.name(value.value) : shown(value, column);
    return text(value).toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted);
  }

  private readonly sort = async (column: Column): Promise<void> => {
    const again = this.order?.column === column && this.order.direction === "ascending";
    this.order = { column, direction: again ? "descending" : "ascending" };
    this.note = "";
    if (column.kind === "iri") await this.learn(column);
    this.draw();
  };

  private async learn(column: Column): Promise<void> {
    const iris = new Set<string>();
    for (const row of this.results.rows) {
      const value = row[column.name];
      if (value?.type === "uri") iris.add(value.value);
    }
    if (iris.size <= LABELLED) await this.labels.learn(iris);
    else this.note = told.unlabelled;
  }

  private draw(): void {
    const { order, matching } = this;
    const name = (iri: string) => this.labels.name(iri);
    const numbers = order
      ? ordered(this.results.rows, matching, order.column, order.direction, name)
      : matching;
    this.drawn.update(this.shown(numbers));
    this.tell();
  }

  private shown(numbers: Uint32Array): Shown {
    const { columns, labels, order, sort } = this;
    return { rows: this.results.rows, numbers, columns, labels, order, sort };
  }

  private tell(): void {
    const all = this.everything.length;
    const count = this.matching.length;
    const parts = [count === all ? told.all(all) : told.some(count, all)];
    if (this.order) {
      parts.push(told.sorted(this.order.column.title, this.order.direction === "ascending"));
    }
    this.status.textContent = [...parts, this.note].filter(Boolean).join(", ");
  }
}
