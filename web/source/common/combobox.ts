/** A field with suggestions below it, as a combobox (ARIA Authoring Practices, list with manual selection). */
import { make } from "./building";
import { here, words } from "./language";

export interface Found {
  iri: string;
  label: string;
  classLabel?: string | null;
  districtLabel?: string | null;
  stateLabel?: string | null;
}

interface Wishes {
  /** The class whose things are suggested; without one all things. */
  kind?: string;
  take: (found: Found) => void;
}

const PAUSE = 120;
const MOST = 8;
const SHORTEST = 2;
const LONGEST = 200;
const told = words({
  de: { list: "Vorschläge", count: (n: number) => (n === 1 ? "ein Vorschlag" : `${n} Vorschläge`) },
  en: { list: "Suggestions", count: (n: number) => (n === 1 ? "one suggestion" : `${n} suggestions`) },
}); // biome-ignore format: a table

/** Suggest what the search finds for the text of a field; `take` gets what was chosen. */
export function combobox(field: HTMLInputElement, wishes: Wishes): void {
  new Combobox(field, wishes);
}

class Combobox {
  private readonly list: HTMLUListElement;
  private readonly status = make("span", { class: "unseen", role: "status" });
  private found: Found[] = [];
  private asked = new AbortController();
  private timer = 0;
  private chosen = -1;

  constructor(
    private readonly field: HTMLInputElement,
    private readonly wishes: Wishes,
  ) {
    const id = `${field.id}-suggestions`;
    this.list = make("ul", { id, role: "listbox", class: "suggestions", "aria-label": told.list });
    this.list.hidden = true;
    field.after(this.list, this.status);
    field.parentElement?.classList.add("suggesting");
    const roles = { role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
    this.listen();
  } // biome-ignore format: a table

  private listen(): void {
    this.field.addEventListener("input", () => this.written());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = (event.target as Element).closest("li");
      if (item) this.take([...this.list.children].indexOf(item));
    });
  }

  /** What was suggested for another text can be chosen no more. */
  private written(): void {
    this.close();
    this.timer = window.setTimeout(() => this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    const q = this.field.value.trim();
    if (q.length < SHORTEST || q.length > LONGEST) return;
    this.asked = new AbortController();
    const { signal } = this.asked;
    const { kind } = this.wishes;
    const asked = new URLSearchParams({ q, limit: `${MOST}`, ...(kind ? { class: kind } : {}) });
    const found = await search(here(`/search.json?${asked}`), signal);
    if (found && !signal.aborted && document.activeElement === this.field) this.show(found);
  }

  private show(found: Found[]): void {
    this.found = found;
    this.list.replaceChildren(...found.map((one, at) => option(one, `${this.list.id}-${at}`)));
    this.list.hidden = found.length === 0;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    this.status.textContent = told.count(found.length);
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden || event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown") this.choose(this.chosen + 1);
    else if (key === "ArrowUp") this.choose(this.chosen < 0 ? -1 : this.chosen - 1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.chosen >= 0) this.take(this.chosen);
    else return;
    event.preventDefault();
  }

  private choose(wanted: number): void {
    const items = [...this.list.children];
    items[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = (wanted + items.length) % items.length;
    const item = items[this.chosen] as HTMLElement;
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", item.id);
  }

  private take(at: number): void {
    const one = this.found[at];
    this.close();
    if (one) this.wishes.take(one);
  }

  private close(): void {
    clearTimeout(this.timer);
    this.asked.abort();
    this.chosen = -1;
    this.list.hidden = true;
    this.status.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

/** Return what the service finds, nothing where it does not answer. */
async function search(path: string, signal: AbortSignal): Promise<Found[] | undefined> {
  try {
    const answer = await fetch(path, { signal });
    return answer.ok ? ((await answer.json()) as { results: Found[] }).results : undefined;
  } catch {
    return undefined;
  }
}

function option({ label, ...one }: Found, id: string): HTMLLIElement {
  const more = new Set([one.classLabel, one.districtLabel, one.stateLabel]);
  const where = [...more].filter((text) => text && text !== label).join(", ");
  const name = make("bdi", {}, label.slice(0, LONGEST));
  return make("li", { id, role: "option", "aria-selected": "false" }, make("b", {}, name), make("span", {}, where));
} // biome-ignore format: one entry
