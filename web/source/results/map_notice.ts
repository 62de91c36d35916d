/** What a chosen place on the map says: the values of its row. */
import { make } from "../common/building";
import { content } from "./cell";
import type { Column } from "./columns";
import type { Labels } from "./labels";
import type { Row } from "./types";

const LINES = 8;

/** Return an element that shows a row, and what fills and empties it. */
export function notice(columns: Column[], labels: Labels) {
  const element = make("div", { class: "result-notice", role: "status" });
  element.hidden = true;
  const show = (row: Row | undefined) => {
    element.hidden = row === undefined;
    if (!row) return;
    const list = make("dl");
    for (const column of columns.filter(({ name }) => row[name]).slice(0, LINES)) {
      const value = make("dd", {}, content(row[column.name], column, labels, true));
      list.append(make("dt", {}, column.title), value);
    }
    element.replaceChildren(list);
  };
  return { element, show };
}
