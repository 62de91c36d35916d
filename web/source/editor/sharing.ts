/** An address to pass on, and a saved query to cite. */
import { make } from "../common/building";
import { copyButton } from "../common/copying";
import { here, words } from "../common/language";
import { problemOf, refusal } from "./problems";
import { Failed } from "./running";

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
    saved: "Gespeichert. Bleibende Adresse:", page: "Seite der gespeicherten Abfrage",
    open: "Adresse zum Öffnen im Editor", as: "Zitat als",
    uncited: "Nicht jede Form des Zitats ließ sich laden; alle stehen auf der Seite der gespeicherten Abfrage.",
  },
  en: {
    address: "Address of this query in the editor", long: "The query is too long for an address. Save it; then it has a short one.",
    saved: "Saved. Permanent address:", page: "Page of the saved query",
    open: "Address to open it in the editor", as: "Citation as",
    uncited: "Not every form of the citation could be loaded; the page of the saved query has all of them.",
  },
}); // biome-ignore format: a table

export interface Shared {
  query: string;
  release: string;
}

interface Saved {
  identifier: string;
  url: string;
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

async function keep(shared: Shared, title: string): Promise<void> {
  const box = document.getElementById("saved") as HTMLElement;
  try {
    box.replaceChildren(...(await cited(await saved(shared, title))));
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const said = [error.problem.text, error.problem.detail].filter(Boolean).join(" ");
    box.replaceChildren(make("p", { class: "notice bad" }, said));
  }
}

async function saved({ query, release }: Shared, title: string): Promise<Saved> {
  const body = new URLSearchParams({ query, title, ...(release ? { release } : {}) });
  const headers = { Accept: "application/json" };
  const lost = () => {
    throw new Failed(refusal("unreachable"));
  };
  const answer = await fetch("/queries/saved", { method: "POST", body, headers }).catch(lost);
  if (!answer.ok) throw new Failed(await problemOf(answer));
  return answer.json().catch(lost);
}

/** Return the addresses of a saved query and the forms of its citation that could be had. */
async function cited({ identifier, url }: Saved): Promise<HTMLElement[]> {
  const place = `/queries/saved/${identifier}`;
  const texts = await Promise.all(FORMS.map(([form]) => textOf(`${place}?format=${form}`)));
  const had = FORMS.flatMap(([, title], at) => {
    const text = texts[at];
    return text ? [copied(`${told.as} ${title}`, text)] : [];
  });
  const missing = had.length < FORMS.length;
  return [
    copied(told.saved, url),
    make("p", {}, make("a", { href: here(place) }, told.page)),
    copied(told.open, `${location.origin}/query?saved=${identifier}`),
    ...had,
    ...(missing ? [make("p", { class: "notice doubt" }, told.uncited)] : []),
  ];
}

async function textOf(path: string): Promise<string> {
  const answer = await fetch(path).catch(() => undefined);
  return answer?.ok ? answer.text().catch(() => "") : "";
}

/** Return a text to take along, with its button. */
function copied(title: string, text: string): HTMLElement {
  const shown = make("pre", { tabindex: "0", class: "to-copy" }, text.trim());
  const taking = copyButton(shown, "quiet small", title);
  return make("div", { class: "copied" }, make("p", {}, make("b", {}, title)), shown, ...taking);
}
