/** What stands over the map: the name of what is chosen and what it belongs to. */
import { make } from "../common/building";
import { page } from "./members";
import { told } from "./words";

export class Notice {
  readonly element = make("div", { class: "map-notice", role: "status" });
  private said = "";

  show(path: string, name: string, lines: string[]): void {
    if (this.said === path) return;
    this.said = path;
    const link = make("a", { href: page(path) }, make("bdi", {}, name));
    const about = lines.length ? lines : [told.none];
    this.element.replaceChildren(
      make("b", {}, link),
      make("ul", {}, ...about.map((text) => make("li", {}, text))),
    );
    this.element.classList.add("told");
  }

  clear(): void {
    this.said = "";
    this.element.replaceChildren();
    this.element.classList.remove("told");
  }
}
