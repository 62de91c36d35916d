/** Suggestions below the search field, as a combobox (ARIA Authoring Practices, list with manual selection). */
import { make } from "../common/building";
import { here, words } from "../common/language";

interface Found {
  iri: string;
  label: string;
  classLabel?: string | null;
  stateLabel?: string | null;
}

const PAUSE = 120;
const LONGEST = 8;
const told = words({
  de: { list: "Vorschläge", count: (n: number) => `${n} Vorschläge` },
  en: { list: "Suggestions", count: (n: number) => `${n} suggestions` },
});

export function offerSuggestions(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) {
    new Suggestions(field);
  }
}

class Suggestions {
  private readonly list: HTMLUListElement;
  private readonly status: HTMLElement;
  private asked: AbortController | undefined;
  private timer = 0;
  private chosen = -1;

  constructor(private readonly field: HTMLInputElement) {
    const id = `${field.id}-suggestions`;
    this.list = make("ul", { id, role: "listbox", class: "suggestions", "aria-label": told.list });
    this.list.hidden = true;
    this.status = make("span", { class: "unseen", role: "status" });
    field.after(this.list, this.status);
    field.parentElement?.classList.add("suggesting");
    for (const [name, value] of [
      ["role", "combobox"],
      ["autocomplete", "off"],
      ["aria-expanded", "false"],
      ["aria-controls", id],
      ["aria-autocomplete", "list"],
    ] as const)
      field.setAttribute(name, value);
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    this.asked?.abort();
    const text = this.field.value.trim();
    if (text.length < 2) {
      this.close();
      return;
    }
    this.asked = new AbortController();
    const path = here(`/search.json?q=${encodeURIComponent(text)}&limit=${LONGEST}`);
    try {
      const answer = await fetch(path, { signal: this.asked.signal });
      if (answer.ok) this.show((await answer.json()).results);
    } catch {
      this.close();
    }
  }

  private show(found: Found[]): void {
    this.chosen = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...found.slice(0, LONGEST).map((one, at) => this.option(one, at)));
    this.list.hidden = found.length === 0;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    this.status.textContent = told.count(Math.min(found.length, LONGEST));
  }

  private option(one: Found, at: number): HTMLLIElement {
    const kind = [one.classLabel, one.stateLabel].filter(Boolean).join(", ");
    const item = make(
      "li",
      { id: `${this.list.id}-${at}`, role: "option", "aria-selected": "false" },
      make("b", {}, one.label),
      make("span", {}, kind),
    );
    item.dataset.path = new URL(one.iri).pathname.replace(/^.*?\/id\//, "/doc/");
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.open(item);
    });
    return item;
  }

  private key(event: KeyboardEvent): void {
    const items = [...this.list.children] as HTMLLIElement[];
    if (event.key === "Escape") this.close();
    if (this.list.hidden || items.length === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(items, (this.chosen + step + items.length) % items.length);
    }
    const item = items[this.chosen];
    if (event.key === "Enter" && item) {
      event.preventDefault();
      this.open(item);
    }
  }

  private choose(items: HTMLLIElement[], at: number): void {
    items[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = at;
    const item = items[at];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.field.setAttribute("aria-activedescendant", item.id);
  }

  private open(item: HTMLLIElement): void {
    location.assign(here(item.dataset.path ?? "/"));
  }

  private close(): void {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}
