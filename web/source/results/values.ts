/** Values of a picture as a table, for those who do not see it. */
import { make } from "../common/building";
import { words } from "../common/language";

const told = words({ de: "Werte als Tabelle", en: "Values as a table" });

/** Return a table of texts that unfolds. */
export function values(heads: string[], rows: string[][]): HTMLElement {
  const body = make("tbody");
  for (const row of rows) {
    const line = make("tr");
    line.append(...row.map((text) => make("td", {}, make("bdi", {}, text))));
    body.append(line);
  }
  const head = make("tr");
  head.append(...heads.map((text) => make("th", { scope: "col" }, text)));
  const wide = { class: "wide", tabindex: "0", role: "region", "aria-label": told };
  const table = make("table", {}, make("thead", {}, head), body);
  return make(
    "details",
    { class: "result-values" },
    make("summary", {}, told),
    make("div", wide, table),
  );
}
