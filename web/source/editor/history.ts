/** The last queries, kept by this browser and nowhere else. */
import { make } from "../common/building";
import { language } from "../common/language";

interface Entry {
  query: string;
  when: number;
  release: string;
}

const KEY = "klimagraph.queries";
const MOST = 40;
const LONGEST = 20_000;

const details = document.getElementById("history") as HTMLDetailsElement;
const list = document.getElementById("history-list") as HTMLOListElement;

/** Show what is kept; whoever chooses an entry gets its query. */
export function offerHistory(chosen: (query: string) => void): void {
  document.getElementById("history-clear")?.addEventListener("click", () => {
    store([]);
    show(chosen);
    details.previousElementSibling?.querySelector("summary")?.focus();
  });
  show(chosen);
}

/** Keep a query that had a result; the same one once. */
export function remember(query: string, release: string, chosen: (query: string) => void): void {
  if (query.length > LONGEST) return;
  const others = entries().filter((one) => one.query !== query);
  store([{ query, release, when: Date.now() }, ...others].slice(0, MOST));
  show(chosen);
}

function show(chosen: (query: string) => void): void {
  const kept = entries();
  details.hidden = kept.length === 0;
  const form = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
  const items = kept.map(({ query, when }) => {
    const button = make("button", { type: "button", class: "history-entry" },
      make("span", { class: "soft small" }, form.format(when)), make("code", {}, gist(query)));
    button.addEventListener("click", () => chosen(query));
    return make("li", {}, button);
  }); // biome-ignore format: one entry
  list.replaceChildren(...items);
}

/** Return what tells a query from others: its text without declarations. */
function gist(query: string): string {
  const body = query
    .replaceAll(/^\s*(PREFIX|BASE|#)[^\n]*\n/gim, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return body.length > 160 ? `${body.slice(0, 159)}…` : body;
}

function entries(): Entry[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter((one) => typeof one?.query === "string" && Number.isFinite(one?.when))
      : [];
  } catch {
    return [];
  }
}

function store(kept: Entry[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser may keep nothing; the editor works all the same.
  }
}
