/** Views to choose from (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/); the chosen one stands in the address. */
import { make } from "../common/building";
import { words } from "../common/language";

export interface Tab {
  id: string;
  title: string;
  /** Fill the panel; called once, when the tab is chosen for the first time. */
  fill: (panel: HTMLElement) => Promise<void>;
}

const PARAMETER = "view";
const told = words({
  de: {
    views: "Ansichten",
    wait: "Wird gezeichnet …",
    failed: "Diese Ansicht ließ sich nicht laden.",
    again: "Noch einmal versuchen",
  },
  en: {
    views: "Views",
    wait: "Drawing …",
    failed: "This view could not be loaded.",
    again: "Try again",
  },
});
let groups = 0;

/** Show tabs and the panel of the one that the address names, else of the first. */
export function tabs(container: HTMLElement, all: Tab[]): void {
  new Tabs(container, all);
}

class Tabs {
  private readonly group = `views-${++groups}`;
  private readonly buttons: HTMLButtonElement[];
  private readonly panels: HTMLElement[];
  private readonly filled = new Set<number>();

  constructor(
    container: HTMLElement,
    private readonly all: Tab[],
  ) {
    this.buttons = all.map((tab, at) => this.button(tab, at));
    this.panels = all.map((tab) => this.panel(tab));
    const list = make("div", { role: "tablist", class: "result-tabs", "aria-label": told.views });
    list.append(...this.buttons);
    list.addEventListener("keydown", (event) => this.key(event));
    list.hidden = all.length < 2;
    container.replaceChildren(list, ...this.panels);
    const wanted = all.findIndex(({ id }) => id === inAddress());
    this.choose(Math.max(wanted, 0));
  }

  private button(tab: Tab, at: number): HTMLButtonElement {
    const button = make(
      "button",
      {
        type: "button",
        role: "tab",
        id: `${this.group}-tab-${tab.id}`,
        "aria-controls": `${this.group}-${tab.id}`,
      },
      tab.title,
    );
    button.addEventListener("click", () => {
      this.choose(at);
      intoAddress(tab.id);
    });
    return button;
  }

  private panel(tab: Tab): HTMLElement {
    return make("div", {
      role: "tabpanel",
      class: `result-panel result-${tab.id}`,
      id: `${this.group}-${tab.id}`,
      "aria-labelledby": `${this.group}-tab-${tab.id}`,
    });
  }

  private key(event: KeyboardEvent): void {
    const now = this.buttons.indexOf(document.activeElement as HTMLButtonElement);
    const last = this.buttons.length - 1;
    const places: Record<string, number> = {
      ArrowRight: now === last ? 0 : now + 1,
      ArrowLeft: now === 0 ? last : now - 1,
      Home: 0,
      End: last,
    };
    const next = places[event.key];
    if (next === undefined || now < 0) return;
    event.preventDefault();
    this.buttons[next]?.focus();
    this.buttons[next]?.click();
  }

  private choose(chosen: number): void {
    this.buttons.forEach((button, at) => {
      button.setAttribute("aria-selected", String(at === chosen));
      button.tabIndex = at === chosen ? 0 : -1;
      (this.panels[at] as HTMLElement).hidden = at !== chosen;
    });
    if (this.filled.has(chosen)) return;
    this.filled.add(chosen);
    this.fill(chosen);
  }

  private async fill(chosen: number): Promise<void> {
    const panel = this.panels[chosen] as HTMLElement;
    panel.replaceChildren(make("p", { class: "soft", role: "status" }, told.wait));
    try {
      await this.all[chosen]?.fill(panel);
    } catch (error) {
      this.filled.delete(chosen);
      panel.replaceChildren(this.failed(chosen));
      throw error;
    }
  }

  private failed(chosen: number): HTMLElement {
    const again = make("button", { type: "button", class: "quiet small" }, told.again);
    again.addEventListener("click", () => {
      this.buttons[chosen]?.focus();
      this.choose(chosen);
    });
    const said = make("p", {}, told.failed);
    return make("div", { class: "notice bad", role: "alert" }, said, make("p", {}, again));
  }
}

function parameters(): URLSearchParams {
  const hash = location.hash.slice(1);
  return new URLSearchParams(hash.includes("=") ? hash : "");
}

function inAddress(): string | null {
  return parameters().get(PARAMETER);
}

function intoAddress(id: string): void {
  const all = parameters();
  all.set(PARAMETER, id);
  history.replaceState(history.state, "", `#${all}`);
}
