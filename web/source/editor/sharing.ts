/** An address to pass on, and a saved query to cite. */
import { make } from "../common/building";
import { here, words } from "../common/language";
import { problemOf } from "./problems";

/** Addresses up to this length survive mail and chat. */
const LONGEST = 1800;
const FORMS = [
  ["text", "Text"],
  ["bibtex", "BibTeX"],
  ["csl", "CSL-JSON"],
] as const;

const told = words({
  de: {
    address: "Adresse dieser Abfrage im Editor", long: "Die Abfrage ist zu lang für eine Adresse. Speichern Sie sie; dann hat sie eine kurze.",
    copy: "Kopieren", copied: "Kopiert", saved: "Gespeichert. Bleibende Adresse:", page: "Seite der gespeicherten Abfrage",
    open: "Adresse zum Öffnen im Editor", as: "Zitat als",
  },
  en: {
    address: "Address of this query in the editor", long: "The query is too long for an address. Save it; then it has a short one.",
    copy: "Copy", copied: "Copied", saved: "Saved. Permanent address:", page: "Page of the saved query",
    open: "Address to open it in the editor", as: "Citation as",
  },
}); // biome-ignore format: a table

export interface Shared {
  query: string;
  release: string;
}

/** Return the path of the editor with a query, nothing where it would be too long. */
export function pathOf({ query, release }: Shared): string | undefined {
  const path = `/query?${new URLSearchParams({ query, ...(release ? { release } : {}) })}`;
  return path.length <= LONGEST ? path : undefined;
}

/** Let the buttons open the panel and save; `current` says what stands in the editor. */
export function offerSharing(current: () => Shared): void {
  const panel = document.getElementById("share") as HTMLElement;
  const save = document.getElementById("save") as HTMLFormElement;
  document.getElementById("cite")?.addEventListener("click", (event) => {
    event.preventDefault();
    panel.hidden = !panel.hidden;
    if (panel.hidden) return;
    showAddress(current());
    save.querySelector("input")?.focus();
  });
  save.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(current(), save.querySelector("input")?.value ?? "");
  });
}

function showAddress(shared: Shared): void {
  const box = document.getElementById("share-address") as HTMLElement;
  const path = pathOf(shared);
  document.getElementById("saved")?.replaceChildren();
  box.replaceChildren(
    path ? copied(told.address, location.origin + path) : make("p", {}, told.long),
  );
}

async function keep({ query, release }: Shared, title: string): Promise<void> {
  const box = document.getElementById("saved") as HTMLElement;
  const body = new URLSearchParams({ query, title, ...(release ? { release } : {}) });
  const headers = { Accept: "application/json" };
  const answer = await fetch("/queries/saved", { method: "POST", body, headers }).catch(
    () => undefined,
  );
  if (!answer?.ok) {
    const problem = answer ? await problemOf(answer) : { text: "", detail: "" };
    box.replaceChildren(make("p", { class: "notice bad" }, `${problem.text} ${problem.detail}`));
    return;
  }
  const { identifier, url } = (await answer.json()) as { identifier: string; url: string };
  const place = `/queries/saved/${identifier}`;
  const cited = await Promise.all(FORMS.map(([form]) => textOf(`${place}?format=${form}`)));
  box.replaceChildren(
    copied(told.saved, url),
    make("p", {}, make("a", { href: here(place) }, told.page)),
    copied(told.open, `${location.origin}/query?saved=${identifier}`),
    ...FORMS.map(([, title], at) => copied(`${told.as} ${title}`, cited[at] ?? "")),
  );
}

async function textOf(path: string): Promise<string> {
  const answer = await fetch(path).catch(() => undefined);
  return answer?.ok ? answer.text() : "";
}

/** Return a text to take along, with its button. */
function copied(title: string, text: string): HTMLElement {
  const button = make("button", { type: "button", class: "quiet small" }, told.copy);
  button.setAttribute("aria-label", `${told.copy}: ${title}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(text);
    button.textContent = told.copied;
  });
  const shown = make("pre", { tabindex: "0", class: "to-copy" }, text.trim());
  return make("div", { class: "copied" }, make("p", {}, make("b", {}, title)), shown, button);
}
