/** The members in view as a list of links: what a canvas does not say to a screen reader. */
import { make } from "../common/building";
import { type Known, lines, type Member, page } from "./members";
import { told } from "./words";

export class List {
  readonly element: HTMLDetailsElement;
  private readonly summary = make("summary", {}, "");
  private readonly items = make("ul");
  private shown: Member[] = [];

  /** `chosen` is called with the member whose link has the focus. */
  constructor(
    private readonly known: Known,
    private readonly chosen: (member: Member) => void,
  ) {
    this.element = make("details", { class: "map-list" }, this.summary, this.items);
    this.element.addEventListener("toggle", () => this.fill());
  }

  show(members: Member[]): void {
    this.shown = members;
    this.summary.textContent = told.list(members.length);
    this.fill();
  }

  /** Make the links only where somebody sees them. */
  private fill(): void {
    const members = this.element.open ? this.shown : [];
    this.items.replaceChildren(...members.map((member) => this.item(member)));
  }

  private item(member: Member): HTMLLIElement {
    const link = make("a", { href: page(member.path) }, make("bdi", {}, member.name));
    link.addEventListener("focus", () => this.chosen(member));
    const about = make("span", { class: "small soft" }, lines(member, this.known).join(" · "));
    return make("li", {}, link, " ", about);
  }
}
