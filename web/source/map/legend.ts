/** The legend: what colours stand for; each line is a button that shows or leaves out a group. */
import { make } from "../common/building";
import { number } from "../common/language";
import type { Colouring, Group } from "./members";
import { told } from "./words";

export interface Wishes {
  colour: (colouring: Colouring) => void;
  /** The groups to be shown, all where there is none. */
  show: (keys: Set<string>) => void;
}

export class Legend {
  readonly element: HTMLDetailsElement;
  private readonly list = make("ul", { class: "map-legend" });
  private readonly switches = new Map<Colouring, HTMLButtonElement>();
  private readonly all = make("button", { type: "button", class: "quiet" }, told.all);
  private chosen = new Set<string>();

  constructor(
    private readonly wishes: Wishes,
    both: boolean,
  ) {
    this.element = make("details", { class: "map-side" }, make("summary", {}, told.legend));
    this.element.open = matchMedia("(min-width: 52rem)").matches;
    if (both) this.element.append(this.switch());
    this.all.disabled = true;
    this.all.addEventListener("click", () => this.choose(new Set()));
    this.element.append(this.list, this.all, make("p", { class: "small soft" }, told.hollow));
  }

  private switch(): HTMLElement {
    const buttons = (["alliance", "year"] as const).map((colouring) => {
      const button = make("button", { type: "button", class: "chip" }, told[colouring]);
      button.addEventListener("click", () => this.wishes.colour(colouring));
      this.switches.set(colouring, button);
      return button;
    });
    const name = make("span", { id: "map-colouring" }, told.colour);
    return make(
      "div",
      { class: "map-switch", role: "group", "aria-labelledby": "map-colouring" },
      name,
      ...buttons,
    );
  }

  /** Show the groups of a colouring, none of them chosen. */
  show(colouring: Colouring, groups: Group[]): void {
    for (const [name, button] of this.switches)
      button.setAttribute("aria-pressed", String(name === colouring));
    this.chosen = new Set();
    this.all.disabled = true;
    this.list.replaceChildren(...groups.map((group) => make("li", {}, this.button(group))));
  }

  private button(group: Group): HTMLButtonElement {
    const button = make(
      "button",
      { type: "button", class: "map-group", "aria-pressed": "false" },
      make("span", { class: `map-colour map-colour-${group.colour}`, "aria-hidden": "true" }),
      make("bdi", {}, group.name),
      make("span", { class: "number" }, number(group.count)),
    );
    button.dataset.key = group.key;
    button.addEventListener("click", () => this.toggle(group.key));
    return button;
  }

  private toggle(key: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(key)) chosen.add(key);
    this.choose(chosen);
  }

  private choose(chosen: Set<string>): void {
    this.chosen = chosen;
    this.all.disabled = chosen.size === 0;
    for (const button of this.list.querySelectorAll<HTMLButtonElement>("button"))
      button.setAttribute("aria-pressed", String(chosen.has(button.dataset.key ?? "")));
    this.wishes.show(chosen);
  }
}
