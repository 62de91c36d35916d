/** Answers on pages as views: `<div data-results="/queries/x.json?..." data-release="..." data-titles='{"name": "Name"}'>`. */
import { make } from "./common/building";
import { number, words } from "./common/language";
import { load, show, WANTED } from "./results/show";

const told = words({
  de: {
    wait: "Ergebnisse werden geladen …",
    rows: (n: number) => `${number(n)} Zeilen geladen …`,
    failed: "Die Ergebnisse ließen sich nicht laden.",
  },
  en: {
    wait: "Loading results …",
    rows: (n: number) => `${number(n)} rows loaded …`,
    failed: "The results could not be loaded.",
  },
});

for (const container of document.querySelectorAll<HTMLElement>("[data-results]")) fill(container);

async function fill(container: HTMLElement): Promise<void> {
  const address = container.dataset.results ?? "";
  const status = make("p", { class: "soft", role: "status" }, told.wait);
  const before = [...container.childNodes];
  container.prepend(status);
  try {
    const response = await fetch(rowwise(address), { headers: { Accept: WANTED } });
    if (!response.ok) throw new Refused(response.status);
    const results = await load(response, (rows) => {
      status.textContent = told.rows(rows);
    });
    const release = container.dataset.release ?? response.headers.get("klimagraph-release");
    show(container, results, { release: release ?? "", titles: titles(container) });
  } catch (error) {
    // What the server has written into the page stays: it is better than nothing.
    container.replaceChildren(
      make("p", { class: "notice bad", role: "alert" }, told.failed),
      ...before,
    );
    if (!(error instanceof Refused || error instanceof TypeError)) throw error;
  }
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

function titles(container: HTMLElement): Record<string, string> | undefined {
  const given = container.dataset.titles;
  return given ? JSON.parse(given) : undefined;
}
