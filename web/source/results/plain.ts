/** Some hundred rows at most, as a table of HTML. */
import { make } from "../common/building";
import { words } from "../common/language";
import { content, isLong } from "./cell";
import type { Column } from "./columns";
import { detail } from "./detail";
import { looks, mark, sorter } from "./header";
import type { Labels } from "./labels";
import type { Drawn, Shown } from "./table";
import type { Term } from "./types";

const told = words({
  de: { rows: "Ergebnisse", whole: "ganz lesen" },
  en: { rows: "Results", whole: "read all" },
});

/** Return a table of the rows. */
export function plain(shown: Shown): Drawn {
  const heads = shown.columns.map((column) => head(column, shown));
  const body = make("tbody");
  const element = make(
    "div",
    { class: "wide result-table", tabindex: "0", role: "region", "aria-label": told.rows },
    make("table", {}, make("thead", {}, row(heads)), body),
  );
  const update = (now: Shown) => {
    shown.columns.forEach((column, at) => {
      mark(heads[at] as HTMLElement, column, now.order);
    });
    body.replaceChildren(...[...now.numbers].map((at) => cells(at, now)));
  };
  update(shown);
  return { element, update };
}

function row(children: HTMLElement[]): HTMLElement {
  const element = make("tr");
  element.append(...children);
  return element;
}

function head(column: Column, shown: Shown): HTMLElement {
  return make("th", { scope: "col", class: looks(column) }, sorter(column, shown.sort));
}

function cells(at: number, shown: Shown): HTMLElement {
  return row(
    shown.columns.map((column) => {
      const value = shown.rows[at]?.[column.name];
      const cell = make("td", { class: looks(column) }, content(value, column, shown.labels, true));
      if (value && isLong(value)) cell.append(" ", whole(value, column.title, shown.labels));
      return cell;
    }),
  );
}

function whole(value: Term, title: string, labels: Labels): HTMLElement {
  const button = make("button", { type: "button", class: "whole" }, told.whole);
  button.addEventListener("click", () => detail(value, title, labels));
  return button;
}
