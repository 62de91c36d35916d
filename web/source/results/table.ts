/** Rows as a table: sorted by any column, filtered by a text; beyond some hundred rows only those in sight are made. */
import { make } from "../common/building";
import { number, words } from "../common/language";
import type { Column } from "./columns";
import { DRAWABLE, grid } from "./grid";
import type { Labels } from "./labels";
import { matching } from "./matching";
import { type Direction, ordered } from "./order";
import { onPaper } from "./paper";
import { plain } from "./plain";
import type { Results, Row } from "./types";

/** Rows up to which a table is a table of HTML. */
export const SMALL = 200;
/** Distinct things of a column whose labels are asked for before rows are sorted or filtered by them. */
const LABELLED = 4000;
const PAUSE = 150;
const told = words({
  de: {
    filter: "Zeilen filtern",
    all: (n: number) => (n === 1 ? "1 Zeile" : `${number(n)} Zeilen`),
    some: (n: number, all: number) => `${number(n)} von ${number(all)} Zeilen`,
    sorted: (title: string, up: boolean) =>
      `sortiert nach ${title}, ${up ? "aufsteigend" : "absteigend"}`,
    wait: "Namen werden geladen …",
    unlabelled: "nach Kürzeln, da es zu viele Namen sind",
    unknown: "nach Kürzeln, da sich die Namen nicht laden ließen",
    first: (n: number) => `gezeigt werden die ersten ${number(n)}, alle stehen in der Datei`,
    hint: "Enter zeigt einen Wert ganz, Strg+C kopiert ihn.",
  },
  en: {
    filter: "Filter rows",
    all: (n: number) => (n === 1 ? "1 row" : `${number(n)} rows`),
    some: (n: number, all: number) => `${number(n)} of ${number(all)} rows`,
    sorted: (title: string, up: boolean) =>
      `sorted by ${title}, ${up ? "ascending" : "descending"}`,
    wait: "Loading labels …",
    unlabelled: "by short names, as there are too many labels",
    unknown: "by short names, as the labels could not be loaded",
    first: (n: number) => `shown are the first ${number(n)}, the file has all of them`,
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
  private wanted = "";
  private note = "";
  private timer = 0;
  private turn = 0;

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
    const hint = many ? make("p", { class: "soft small result-hint" }, told.hint) : null;
    container.replaceChildren(make("div", { class: "result-bar" }, this.filter(), this.status));
    container.append(this.drawn.element, ...(hint ? [hint] : []));
    if (many) onPaper(this.drawn.element, () => this.shown(this.numbers()));
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
        this.wanted = field.value.trim().toLowerCase();
        this.arrange();
      }, PAUSE);
    });
    return field;
  }

  private readonly sort = (column: Column): void => {
    const again = this.order?.column === column && this.order.direction === "ascending";
    this.order = { column, direction: again ? "descending" : "ascending" };
    this.arrange();
  };

  /** Show what matches, in its order, as soon as the labels are there that decide on both. */
  private async arrange(): Promise<void> {
    this.turn += 1;
    const { turn, wanted, columns, order } = this;
    const read = wanted ? columns : columns.filter((one) => one === order?.column);
    const note = await this.learn(read.filter(({ kind }) => kind === "iri"));
    if (turn !== this.turn) return;
    this.note = note;
    this.matching = wanted ? matching(this.results, columns, this.labels, wanted) : this.everything;
    this.drawn.update(this.shown(this.numbers()));
    this.tell();
  }

  /** Learn the labels in columns of things; return what has to be said if some stay unknown. */
  private async learn(columns: Column[]): Promise<string> {
    let note = "";
    if (columns.length > 0) this.status.textContent = told.wait;
    for (const { name } of columns) {
      const iris = new Set<string>();
      for (const row of this.results.rows) {
        const value = row[name];
        if (value?.type === "uri") iris.add(value.value);
      }
      if (iris.size > LABELLED) note ||= told.unlabelled;
      else if (!(await this.labels.learn(iris))) return told.unknown;
    }
    return note;
  }

  private numbers(): Uint32Array {
    const { order, matching } = this;
    const name = (iri: string) => this.labels.name(iri);
    if (!order) return matching;
    return ordered(this.results.rows, matching, order.column, order.direction, name);
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
    parts.push(this.note, count > DRAWABLE ? told.first(DRAWABLE) : "");
    this.status.textContent = parts.filter(Boolean).join(", ");
  }
}
