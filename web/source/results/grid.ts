/** Many rows as a grid of which only the part in sight exists (https://www.w3.org/WAI/ARIA/apg/patterns/grid/). */

import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";
import { target } from "../common/addresses";
import { make } from "../common/building";
import { words } from "../common/language";
import { content, shown as said } from "./cell";
import type { Column } from "./columns";
import { detail } from "./detail";
import { looks, mark, sorter } from "./header";
import type { Drawn, Shown } from "./table";
import { text } from "./terms";
import type { Row, Term } from "./types";

const ROW = 36;
/** Rows that can be drawn: no browser makes elements that are much higher than this many pixels. */
export const DRAWABLE = Math.floor(30_000_000 / ROW);
const AHEAD = 12;
const told = words({ de: { rows: "Ergebnisse" }, en: { rows: "Results" } });
let grids = 0;

/** Return a grid of the rows. */
export function grid(shown: Shown): Drawn {
  const made = new Grid(shown);
  return { element: made.element, update: (now) => made.update(now) };
}

class Grid {
  readonly element: HTMLElement;
  private readonly id = `grid-${++grids}`;
  private readonly body = make("div", { role: "rowgroup", class: "grid-body" });
  private readonly heads: HTMLElement[];
  private readonly drawn = new Map<number, HTMLElement>();
  private readonly virtual: Virtualizer<HTMLElement, HTMLElement>;
  private row = 0;
  private column = 0;

  constructor(private shown: Shown) {
    this.heads = shown.columns.map((column, at) => this.head(column, at));
    const names = make("div", { role: "row", class: "grid-row grid-head", "aria-rowindex": "1" });
    names.append(...this.heads);
    this.element = make(
      "div",
      {
        class: "result-grid",
        role: "grid",
        tabindex: "0",
        "aria-label": told.rows,
        "aria-colcount": String(shown.columns.length),
      },
      make("div", { role: "rowgroup", class: "grid-heads" }, names),
      this.body,
    );
    const least = widths(shown);
    this.element.style.setProperty("--columns", template(least));
    this.element.style.setProperty("--least", `${least.reduce((sum, one) => sum + one, 0)}ch`);
    this.virtual = new Virtualizer(this.options());
    this.listen();
    this.size();
    requestAnimationFrame(() => {
      this.virtual._didMount();
      this.virtual._willUpdate();
      this.draw();
    });
  }

  /** Show other rows, from the first one on. */
  update(shown: Shown): void {
    this.shown = shown;
    shown.columns.forEach((column, at) => {
      mark(this.heads[at] as HTMLElement, column, shown.order);
    });
    this.clear();
    this.row = 0;
    this.element.scrollTop = 0;
    this.size();
    this.virtual.setOptions(this.options());
    this.virtual._willUpdate();
    this.virtual.measure();
    this.draw();
  }

  private get count(): number {
    return Math.min(this.shown.numbers.length, DRAWABLE);
  }

  private options() {
    return {
      count: this.count,
      getScrollElement: () => this.element,
      estimateSize: () => ROW,
      overscan: AHEAD,
      paddingStart: ROW,
      scrollPaddingStart: ROW,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.draw(),
    };
  }

  private size(): void {
    this.body.style.height = `${this.count * ROW}px`;
    this.element.style.setProperty("--rows", String(Math.min(this.count + 2, 16)));
    this.element.setAttribute("aria-rowcount", String(this.shown.numbers.length + 1));
  }

  private head(column: Column, at: number): HTMLElement {
    const button = sorter(column, this.shown.sort);
    return make(
      "div",
      { role: "columnheader", class: looks(column), "aria-colindex": String(at + 1) },
      button,
    );
  }

  private clear(): void {
    this.drawn.clear();
    this.body.replaceChildren();
    this.element.removeAttribute("aria-activedescendant");
  }

  private draw(): void {
    const items = this.virtual.getVirtualItems();
    const wanted = new Set(items.map((item) => item.index));
    for (const [index, element] of this.drawn) {
      if (wanted.has(index)) continue;
      element.remove();
      this.drawn.delete(index);
    }
    for (const { index } of items) if (!this.drawn.has(index)) this.add(index);
  }

  private add(index: number): void {
    const values = this.shown.rows[this.shown.numbers[index] ?? -1] ?? {};
    const row = make("div", { role: "row", class: "grid-row", "aria-rowindex": String(index + 2) });
    row.style.transform = `translateY(${index * ROW}px)`;
    row.append(...this.shown.columns.map((column, at) => this.cell(values, column, index, at)));
    this.drawn.set(index, row);
    this.body.append(row);
  }

  private cell(values: Row, column: Column, index: number, at: number): HTMLElement {
    const cell = make(
      "div",
      {
        role: "gridcell",
        id: `${this.id}-${index}-${at}`,
        class: looks(column),
        "aria-colindex": String(at + 1),
      },
      content(values[column.name], column, this.shown.labels, false),
    );
    cell.dataset.row = String(index);
    cell.dataset.column = String(at);
    return cell;
  }

  private listen(): void {
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focus", () => this.activate(this.row, this.column));
    this.element.addEventListener("copy", (event) => this.copy(event));
    this.element.addEventListener("click", (event) => {
      const cell = cellOf(event);
      if (cell) this.activate(Number(cell.dataset.row), Number(cell.dataset.column));
    });
    this.element.addEventListener("dblclick", (event) => {
      if (cellOf(event)) this.read();
    });
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) {
      this.jump(event);
      return;
    }
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW) - 2);
    const steps: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [page, 0],
      PageUp: [-page, 0],
      Home: [0, -this.shown.columns.length],
      End: [0, this.shown.columns.length],
    };
    const step = steps[event.key];
    if (event.key === "Enter" || event.key === " ") this.read();
    else if (step) this.activate(this.row + step[0], this.column + step[1]);
    else return;
    event.preventDefault();
  }

  /** Go to the first or the last row. */
  private jump(event: KeyboardEvent): void {
    if (event.target !== this.element || !event.ctrlKey) return;
    if (event.key !== "Home" && event.key !== "End") return;
    this.activate(event.key === "Home" ? 0 : this.count - 1, this.column);
    event.preventDefault();
  }

  private activate(row: number, column: number): void {
    if (this.count === 0) return;
    this.row = Math.min(Math.max(row, 0), this.count - 1);
    this.column = Math.min(Math.max(column, 0), this.shown.columns.length - 1);
    this.reveal();
    this.draw();
    const id = `${this.id}-${this.row}-${this.column}`;
    for (const old of this.body.querySelectorAll(".active")) old.classList.remove("active");
    const cell = document.getElementById(id);
    if (!cell) return;
    cell.classList.add("active");
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.element.setAttribute("aria-activedescendant", id);
  }

  /** Scroll so far that the chosen row stands below the head. */
  private reveal(): void {
    const { scrollTop, clientHeight } = this.element;
    const top = this.row * ROW;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + 2 * ROW > scrollTop + clientHeight) {
      this.element.scrollTop = top + 2 * ROW - clientHeight;
    } else return;
    this.virtual.scrollOffset = this.element.scrollTop;
    this.virtual.calculateRange();
    if (!this.drawn.has(this.row)) this.add(this.row);
  }

  private chosen(): [Term | undefined, Column | undefined] {
    const column = this.shown.columns[this.column];
    const values = this.shown.rows[this.shown.numbers[this.row] ?? -1];
    return [column && values?.[column.name], column];
  }

  private read(): void {
    const [value, column] = this.chosen();
    if (value && column) detail(value, column.title, this.shown.labels);
  }

  private copy(event: ClipboardEvent): void {
    if (!getSelection()?.isCollapsed) return;
    event.clipboardData?.setData("text/plain", text(this.chosen()[0]));
    event.preventDefault();
  }
}

function cellOf(event: Event): HTMLElement | null {
  return (event.target as Element).closest<HTMLElement>("[role=gridcell]");
}

/** Return the least widths of the columns, in letters, after what the first rows hold. */
function widths(shown: Shown): number[] {
  const first = [...shown.numbers.slice(0, 60)];
  return shown.columns.map((column) => {
    const lengths = first.map((at) => length(shown.rows[at]?.[column.name], column));
    const usual = lengths.sort((one, other) => one - other).slice(0, -3);
    return Math.min(Math.max(column.title.length + 4, 7, ...usual), 36);
  });
}

function template(least: number[]): string {
  return least.map((width) => `minmax(${width}ch, ${width}fr)`).join(" ");
}

function length(value: Term | undefined, column: Column): number {
  if (!value) return 0;
  if (value.type === "uri" && target(value.value)) return 26;
  return column.kind === "geometry" ? 24 : said(value, column).length + 4;
}
