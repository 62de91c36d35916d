/** A whole map in its element: canvas, buttons, legend, list; what each of them does to the others. */
import { make } from "../common/building";
import { buttons, listen } from "./controls";
import type { Area } from "./layers";
import { Legend } from "./legend";
import { List } from "./list";
import {
  type Colouring,
  ended,
  type Group,
  groups,
  groupsOf,
  type Known,
  lines,
  type Member,
  page,
  readMembers,
} from "./members";
import { Notice } from "./notice";
import { around } from "./plane";
import { follow, pathOf } from "./pointing";
import { type Shown, View } from "./view";
import { told } from "./words";

/** Room around members and places, in steps of the plane. */
const ROOM = 25;
const LICENCE = "https://www.govdata.de/dl-de/by-2-0";

export class MemberMap {
  private readonly kind: string;
  private readonly path: string;
  private readonly notice = new Notice();
  private colouring: Colouring;
  private known: Known = { alliances: {}, kinds: {}, statuses: {}, members: [] };
  private found: Group[] = [];
  private wanted = new Set<string>();
  private view!: View;
  private legend: Legend | undefined;
  private list!: List;

  constructor(private readonly element: HTMLElement) {
    this.kind = element.dataset.map ?? "all";
    this.path = (element.dataset.iri ?? "").replace(/^.*\/(?:id|doc)\//, "");
    this.colouring = element.dataset.colour === "year" ? "year" : "alliance";
  }

  /** Load what is needed first, then build and show. */
  async start(): Promise<void> {
    const plane = this.build();
    const alliance = this.kind === "alliance" ? this.path.replace("alliance/", "") : "";
    const [known] = await Promise.all([readMembers(alliance), this.view.layers.load("states")]);
    this.known = known;
    this.complete(plane);
    this.recolour(this.colouring);
    await this.settle();
    this.element.dataset.ready = "";
    performance.mark("map-ready");
    this.view.prepare("districts");
  }

  private build(): HTMLElement {
    const canvas = make("canvas", {
      tabindex: "0",
      role: "application",
      "aria-roledescription": told.role,
      "aria-label": `${told.map}. ${told.help}`,
    });
    const plane = make("div", { class: "map-plane" }, canvas);
    this.element.replaceChildren(plane);
    this.view = new View(canvas, {
      chosen: (found) => this.tell(found),
      seen: (members) => this.list?.show([...members, ...this.nowhere]),
    });
    return plane;
  }

  private complete(plane: HTMLElement): void {
    const commands = {
      scale: (factor: number) => this.view.camera.by(factor, this.view.current?.place),
      whole: () => this.view.camera.whole(),
      step: this.view.step.bind(this.view),
      open: () => this.open(),
      leave: () => this.view.leave(),
    };
    listen(this.view.canvas, commands);
    follow(this.view);
    plane.append(buttons(commands), this.notice.element);
    this.list = new List(this.known, (member) => this.view.chooseMember(member));
    if (this.kind === "all") this.element.append(this.newLegend().element);
    this.element.append(this.list.element, this.source());
  }

  private newLegend(): Legend {
    const wishes = {
      colour: (colouring: Colouring) => this.recolour(colouring),
      show: (keys: Set<string>) => this.filter(keys),
    };
    this.legend = new Legend(wishes, true);
    return this.legend;
  }

  private source(): HTMLElement {
    const licence = make("a", { href: LICENCE, rel: "license" }, "dl-de/by-2-0");
    const nowhere = this.nowhere.length ? `${told.nowhere(this.nowhere.length)} ` : "";
    return make("p", { class: "map-source" }, nowhere, `${told.source} `, licence);
  }

  /** Return the members that are shown and have no place. */
  private get nowhere(): Member[] {
    if (this.kind === "place") return [];
    return this.known.members.filter((member) => !member.place && this.shows(member));
  }

  private recolour(colouring: Colouring): void {
    this.colouring = colouring;
    this.found = groups(this.known, colouring);
    this.legend?.show(colouring, this.found);
    this.filter(new Set());
  }

  private filter(keys: Set<string>): void {
    this.wanted = keys;
    const members = this.known.members.filter((member) => this.shows(member));
    this.view.show(members.flatMap((member) => this.shown(member)));
  }

  private shows(member: Member): boolean {
    return !this.wanted.size || this.keys(member).length > 0;
  }

  /** Return the groups of a member that are wanted. */
  private keys(member: Member): string[] {
    const keys = groupsOf(member, this.colouring);
    return this.wanted.size ? keys.filter((key) => this.wanted.has(key)) : keys;
  }

  private shown(member: Member): Shown[] {
    if (!member.place) return [];
    const numbers = new Map(this.found.map(({ key, colour }) => [key, colour]));
    const colours = this.keys(member).map((key) => numbers.get(key) ?? 10);
    return [{ member, place: member.place, colours, hollow: ended(member) }];
  }

  /** Go to what the map is about. */
  private async settle(): Promise<void> {
    const places = this.known.members.flatMap(({ place }) => (place ? [place] : []));
    if (this.kind === "alliance" && places.length) this.view.camera.settle(around(places, ROOM));
    if (this.kind !== "place") return;
    const [level, key = ""] = this.path.split("/");
    if (level === "municipality" || level === "association")
      await this.view.layers.load(
        level === "municipality" ? "municipalities" : "associations",
        key.slice(0, 2),
      );
    if (level === "district") await this.view.layers.load("districts");
    const area = this.view.layers.area(this.path);
    if (!area) return;
    this.view.mark(area);
    const [left, top, right, bottom] = area.box;
    const room = Math.max(right - left, bottom - top) * 0.8;
    this.view.camera.settle([left - room, top - room, right + room, bottom + room]);
  }

  private tell(found: Shown | Area | undefined): void {
    this.view.canvas.classList.toggle("pointing", !!found);
    if (!found) {
      this.notice.clear();
      return;
    }
    const path = pathOf(found);
    const member =
      "member" in found ? found.member : this.known.members.find((one) => one.path === path);
    const name = "member" in found ? found.member.name : found.name;
    this.notice.show(path, name, member ? lines(member, this.known) : []);
  }

  private open(): void {
    const chosen = this.view.current;
    if (chosen) location.assign(page(chosen.member.path));
  }
}
