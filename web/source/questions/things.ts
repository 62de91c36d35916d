/** Fields that take a thing: people write its name, the form sends its IRI. */
import { make } from "../common/building";
import { here, words } from "../common/language";

interface Found {
  iri: string;
  label: string;
  classLabel?: string | null;
  districtLabel?: string | null;
  stateLabel?: string | null;
}

const PAUSE = 120;
const told = words({
  de: { hint: "Namen oder Schlüssel schreiben und aus den Vorschlägen wählen.", list: "Vorschläge", count: (n: number) => `${n} Vorschläge` },
  en: { hint: "Write a name or key and choose from the suggestions.", list: "Suggestions", count: (n: number) => `${n} suggestions` },
}); // biome-ignore format: a table

/** Turn every field for things into one with suggestions. */
export function offerThings(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-things]")) {
    new ThingField(field);
  }
}

class ThingField {
  private readonly sent: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private readonly status = make("span", { class: "unseen", role: "status" });
  private asked: AbortController | undefined;
  private timer = 0;
  private chosen = -1;

  constructor(private readonly field: HTMLInputElement) {
    const id = `${field.id}-things`;
    this.sent = make("input", { type: "hidden", name: field.name, value: field.value });
    this.list = make("ul", { id, role: "listbox", class: "suggestions", "aria-label": told.list });
    this.list.hidden = true;
    this.prepare(id);
    field.addEventListener("input", () => this.written());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  private prepare(id: string): void {
    const { field } = this;
    const hint = document.getElementById(field.getAttribute("aria-describedby") ?? "");
    if (hint) hint.textContent = told.hint;
    if (field.dataset.label) field.value = field.dataset.label;
    field.removeAttribute("name");
    field.after(this.sent, this.list, this.status);
    field.parentElement?.classList.add("suggesting");
    const roles = { role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
  } // biome-ignore format: a table

  private written(): void {
    this.sent.value = this.field.value.trim();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    this.asked?.abort();
    const q = this.field.value.trim();
    if (q.length < 2) return this.close();
    this.asked = new AbortController();
    const kind = this.field.dataset.things ?? "";
    const path = here(`/search.json?${new URLSearchParams({ q, limit: "8", class: kind })}`);
    const answer = await fetch(path, { signal: this.asked.signal }).catch(() => undefined);
    if (answer?.ok) this.show(((await answer.json()) as { results: Found[] }).results);
  }

  private show(found: Found[]): void {
    this.chosen = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...found.map((one, at) => this.option(one, at)));
    this.list.hidden = found.length === 0;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    this.status.textContent = told.count(found.length);
  }

  private option(one: Found, at: number): HTMLLIElement {
    const more = [one.classLabel, one.districtLabel, one.stateLabel].filter(Boolean).join(", ");
    const item = make("li", { id: `${this.list.id}-${at}`, role: "option", "aria-selected": "false" },
      make("b", {}, one.label), make("span", {}, more));
    item.dataset.iri = one.iri;
    item.dataset.label = one.label;
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.take(item);
    });
    return item;
  } // biome-ignore format: one entry

  private key(event: KeyboardEvent): void {
    const items = [...this.list.children] as HTMLLIElement[];
    if (event.key === "Escape") this.close();
    if (this.list.hidden || items.length === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(
        items,
        this.chosen < 0 && step < 0
          ? items.length - 1
          : (this.chosen + step + items.length) % items.length,
      );
    }
    const item = items[this.chosen];
    if (event.key === "Enter" && item) {
      event.preventDefault();
      this.take(item);
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

  private take(item: HTMLLIElement): void {
    this.field.value = item.dataset.label ?? "";
    this.sent.value = item.dataset.iri ?? "";
    this.close();
  }

  private close(): void {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}
