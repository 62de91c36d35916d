/** Answers on pages as views: `<div data-results="/queries/x.json?..." data-release="..." data-titles='{"name": "Name"}'>`. */
import { make } from "./common/building";
import { number, words } from "./common/language";
import { load, type Results, show, WANTED } from "./results/show";

const told = words({
  de: {
    wait: "Ergebnisse werden geladen …",
    loaded: (n: number) => `${number(n)} Zeilen geladen …`,
    rows: (n: number) => (n === 1 ? "eine Zeile" : `${number(n)} Zeilen`),
    failed: "Die Ergebnisse ließen sich nicht laden; es bleibt bei dem, was hier schon steht.",
  },
  en: {
    wait: "Loading results …",
    loaded: (n: number) => `${number(n)} rows loaded …`,
    rows: (n: number) => (n === 1 ? "one row" : `${number(n)} rows`),
    failed: "The results could not be loaded; what is shown already stays.",
  },
});

for (const container of document.querySelectorAll<HTMLElement>("[data-results]")) fill(container);

async function fill(container: HTMLElement): Promise<void> {
  // Only heard, as what the server has written into the page must not move.
  const status = make("p", { class: "unseen", role: "status" }, told.wait);
  container.prepend(status);
  try {
    present(container, await fetched(container.dataset.results ?? "", status));
  } catch (error) {
    status.replaceWith(make("p", { class: "notice bad", role: "alert" }, told.failed));
    if (!(error instanceof Refused || error instanceof TypeError)) throw error;
  }
}

async function fetched(address: string, status: HTMLElement): Promise<Results> {
  const response = await fetch(rowwise(address), { headers: { Accept: WANTED } });
  if (!response.ok) throw new Refused(response.status);
  return load(response, (rows) => {
    status.textContent = told.loaded(rows);
  });
}

function present(container: HTMLElement, results: Results): void {
  const { release, older, results: address, counted, titles } = container.dataset;
  show(container, results, { release, older, address, titles: titles && JSON.parse(titles) });
  const count = document.getElementById(counted ?? "");
  if (count) count.textContent = told.rows(results.rows.length);
}

class Refused extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

/** Return the address without its extension, so that the form of the answer can be negotiated. */
function rowwise(address: string): string {
  const url = new URL(address, location.origin);
  url.pathname = url.pathname.replace(/\.(json|srj|tsv)$/, "");
  url.searchParams.delete("format");
  return url.href;
}
