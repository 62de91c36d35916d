/** Results of a query as views to choose from: the table first, then what else fits them. */
import "../../styles/results.css";
import "../../styles/results_print.css";
import { make } from "../common/building";
import { words } from "../common/language";
import { columns } from "./columns";
import { Labels } from "./labels";
import { tabs } from "./tabs";
import type { Options, Results } from "./types";
import { type Context, VIEWS } from "./views";

export { load, WANTED } from "./loading";
export { read } from "./reading";
export type { Options, Results, Row, Term, Triple } from "./types";

const told = words({
  de: {
    true: "Ja",
    false: "Nein",
    empty: "Dazu sagt der Graph nichts. Das heißt nicht, dass es nichts gibt.",
    data: "Diese Antwort als Daten",
  },
  en: {
    true: "Yes",
    false: "No",
    empty: "The graph says nothing about this. That does not mean that there is nothing.",
    data: "This answer as data",
  },
});

/** Show results in a container, in place of what it holds. */
export function show(container: HTMLElement, results: Results, options: Options = {}): void {
  container.classList.add("results");
  if (results.kind === "boolean") {
    const answer = results.truth ? told.true : told.false;
    container.replaceChildren(make("p", { class: "result-truth", role: "status" }, answer));
  } else if (results.rows.length === 0) {
    container.replaceChildren(make("p", { class: "empty", role: "status" }, told.empty));
  } else views(container, results, options);
  if (options.address) container.append(source(options.address));
}

function views(container: HTMLElement, results: Results, options: Options): void {
  const release = options.release ?? "";
  const labels = new Labels(release, options.older);
  const context: Context = { results, columns: columns(results, options), labels, release };
  tabs(
    container,
    VIEWS.filter((view) => view.fits(context)).map(({ id, title, fetch }) => ({
      id,
      title,
      fill: async (panel: HTMLElement) => (await fetch())(panel, context),
    })),
  );
}

function source(href: string): HTMLElement {
  return make("p", { class: "soft small" }, make("a", { href }, told.data));
}
