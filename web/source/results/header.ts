/** The head of a column: its title as a button that sorts. */
import { make } from "../common/building";
import type { Column } from "./columns";
import type { Order } from "./table";

/** Return the button for the head of a column. */
export function sorter(column: Column, sort: (column: Column) => void): HTMLButtonElement {
  const title = make("bdi", {}, column.title);
  const button = make(
    "button",
    { type: "button", class: "sorter", title: `?${column.name}` },
    title,
  );
  button.addEventListener("click", () => sort(column));
  return button;
}

/** Say on a head whether rows are in its order. */
export function mark(head: HTMLElement, column: Column, order: Order | undefined): void {
  if (order?.column === column) head.setAttribute("aria-sort", order.direction);
  else head.removeAttribute("aria-sort");
}

/** Return the class of the cells of a column. */
export function looks(column: Column): string {
  if (column.kind === "number") return "number";
  return column.kind === "date" || column.kind === "interval" || column.kind === "year"
    ? "day"
    : "";
}
