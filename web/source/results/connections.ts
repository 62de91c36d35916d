/** The edges of a network as a list, for those who do not see it. */
import { make } from "../common/building";
import { words } from "../common/language";
import { cut, type Labels } from "./labels";
import type { Network, Node } from "./network";

const told = words({
  de: { list: "Verbindungen als Tabelle", heads: ["Von", "Verbindung", "Zu"] },
  en: { list: "Connections as a table", heads: ["From", "Connection", "To"] },
});

/** Return a table of the edges that unfolds. */
export function connections({ edges }: Network, labels: Labels): HTMLElement {
  const body = make("tbody");
  for (const { source, target: end, by } of edges) {
    const relation = by ? labels.name(by) : "";
    body.append(
      make("tr", {}, cell(source, labels), make("td", {}, cut(relation)), cell(end, labels)),
    );
  }
  const head = make("tr");
  head.append(...told.heads.map((title) => make("th", { scope: "col" }, title)));
  const wide = { class: "wide", tabindex: "0", role: "region", "aria-label": told.list };
  const table = make("table", {}, make("thead", {}, head), body);
  return make(
    "details",
    { class: "result-values" },
    make("summary", {}, told.list),
    make("div", wide, table),
  );
}

function title(node: Node, labels: Labels): string {
  return node.iri ? labels.name(node.iri) : node.id;
}

function cell(node: Node, labels: Labels): HTMLElement {
  const href = node.iri ? labels.address(node.iri) : undefined;
  const text = make("bdi", {}, cut(title(node, labels)));
  return make("td", {}, href ? make("a", { href }, text) : text);
}
