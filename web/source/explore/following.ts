/** Lists and counts that follow each choice; without a script the button does the same. */
import { make } from "../common/building";
import { words } from "../common/language";

const told = words({
  de: {
    shown: (title: string) => `${title} gefunden`,
    failed:
      "Diese Auswahl konnte nicht geladen werden. Liste und Zahlen gehören zur Auswahl davor.",
    again: "Noch einmal versuchen",
  },
  en: {
    shown: (title: string) => `${title} found`,
    failed:
      "This selection could not be loaded. List and numbers are those of the selection before.",
    again: "Try again",
  },
});
const PARTS = ["facets", "results"];

let asked: AbortController | undefined;
/** What the page shows; going to a part of the page changes nothing of it. */
let shown = selection();

/** Load what fits whenever a choice changes. */
export function followChoices(): void {
  const form = facets();
  if (!form) return;
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.querySelector("main")?.append(status);
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.form !== facets()) return;
    if (field.form?.checkValidity()) void follow(chosen(), status);
  });
  window.addEventListener("popstate", () => {
    if (selection() !== shown) location.reload();
  });
}

function selection(): string {
  return location.pathname + location.search;
}

function facets(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form#facets");
}

/** Return the address of what is chosen, without fields that are empty. */
function chosen(): string {
  const form = facets();
  const pairs = new URLSearchParams();
  if (form)
    for (const [name, value] of new FormData(form))
      if (typeof value === "string" && value) pairs.append(name, value);
  return `${location.pathname}?${pairs}`;
}

async function follow(path: string, status: HTMLElement): Promise<void> {
  asked?.abort();
  asked = new AbortController();
  document.querySelector(".not-followed")?.remove();
  const results = document.getElementById("results");
  results?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(path, { signal: asked.signal, headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.text());
    history.pushState(null, "", path);
    shown = selection();
    status.textContent = told.shown(document.getElementById("results-title")?.textContent ?? "");
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "AbortError") return;
    results?.removeAttribute("aria-busy");
    status.before(refusal(path, status));
  }
}

/** Return the word that what is chosen and what is shown differ, and a way to try again. */
function refusal(path: string, status: HTMLElement): HTMLElement {
  const field = document.activeElement as HTMLElement | null;
  const again = make("button", { type: "button", class: "quiet" }, told.again);
  again.addEventListener("click", () => {
    field?.focus({ preventScroll: true });
    void follow(path, status);
  });
  const text = make("p", {}, told.failed);
  return make("div", { class: "notice bad not-followed", role: "alert" }, text, again);
}

/** Put the parts of a page that was loaded in the place of those here; focus and open parts stay. */
function show(text: string): void {
  const loaded = new DOMParser().parseFromString(text, "text/html");
  const field = document.activeElement as HTMLInputElement | null;
  const focused = field?.form ? [field.name, field.value, field.id] : undefined;
  const opened = new Set([...document.querySelectorAll("details[open]")].map((one) => one.id));
  const scrolled = new Map(lists().map(([id, list]) => [id, list.scrollTop]));
  for (const id of PARTS) {
    const fresh = loaded.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
  for (const one of document.querySelectorAll("details")) if (opened.has(one.id)) one.open = true;
  for (const [id, list] of lists()) list.scrollTop = scrolled.get(id) ?? 0;
  if (focused) focus(focused);
}

function lists(): [string, Element][] {
  return [...document.querySelectorAll("#facets details")].flatMap((one) => {
    const list = one.querySelector(".choices");
    return list ? [[one.id, list] as [string, Element]] : [];
  });
}

function focus([name, value, id]: (string | undefined)[]): void {
  const fields = [...(facets()?.elements ?? [])] as HTMLInputElement[];
  const same = fields.find((one) =>
    one.type === "checkbox"
      ? one.name === name && one.value === value
      : one.id === id && one.name === name,
  );
  same?.focus({ preventScroll: true });
}
