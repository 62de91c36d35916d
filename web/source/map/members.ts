/** The members as the service tells them, where they lie, and the groups that colours stand for. */
import { here, language } from "../common/language";
import { type Place, placed } from "./plane";
import { told } from "./words";

export type Colouring = "alliance" | "year";

export interface Part {
  alliance: string;
  kind: string;
  status: string;
  period: string | null;
}

export interface Member {
  path: string;
  name: string;
  point: Place | null;
  in: Part[];
  years: { year: number; of: string }[];
  /** Where it lies on the plane. */
  place?: Place;
}

type Terms = Record<string, Record<"de" | "en", string>>;

export interface Known {
  alliances: Record<string, string>;
  kinds: Terms;
  statuses: Terms;
  members: Member[];
}

/** What one colour stands for. */
export interface Group {
  key: string;
  name: string;
  count: number;
  /** Number of the colour, from 1. */
  colour: number;
}

const COLOURS = 10;
const NONE = "";

/** Return the members of an alliance, or all. */
export async function readMembers(alliance: string): Promise<Known> {
  const query = alliance ? `?alliance=${encodeURIComponent(alliance)}` : "";
  const answer = await fetch(`/map/members.json${query}`);
  if (!answer.ok) throw new Error(`members: ${answer.status}`);
  const known: Known = await answer.json();
  for (const member of known.members) if (member.point) member.place = placed(member.point);
  return known;
}

/** Return the keys of the groups that a member belongs to, each once. */
export function groupsOf(member: Member, colouring: Colouring): string[] {
  if (colouring === "alliance") return [...new Set(member.in.map((part) => part.alliance))];
  const own = member.years.filter(({ of }) => of === member.path);
  const year = (own[0] ?? member.years[0])?.year;
  return [year === undefined ? NONE : String(year)];
}

/** Return the groups, the largest first, and years in their order; the unknown comes last. */
export function groups(known: Known, colouring: Colouring): Group[] {
  const counts = new Map<string, number>();
  for (const member of known.members)
    for (const key of groupsOf(member, colouring)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const byCount = (a: string, b: string) =>
    (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1);
  const byYear = (a: string, b: string) => (a || "9999").localeCompare(b || "9999");
  const keys = [...counts.keys()].sort(colouring === "alliance" ? byCount : byYear);
  return keys.map((key, at) => ({
    key,
    name: key === NONE ? told.noYear : (known.alliances[key] ?? key),
    count: counts.get(key) ?? 0,
    colour: key === NONE ? COLOURS : Math.min(at + 1, COLOURS),
  }));
}

/** Tell whether a member takes part in nothing any more. */
export function ended(member: Member): boolean {
  return member.in.every(({ status }) => status.endsWith("/ended"));
}

/** Return how a member belongs to alliances, one line for each. */
export function lines(member: Member, known: Known): string[] {
  const said = member.in.map((part) => line(part, known));
  for (const { year, of } of member.years.slice(0, 3)) {
    const whose = known.alliances[of];
    said.push(told.targetYear(year) + (whose ? ` (${whose})` : ""));
  }
  return [...new Set(said)];
}

function line(part: Part, known: Known): string {
  const name = known.alliances[part.alliance] ?? part.alliance;
  const status = part.status.endsWith("/active") ? undefined : known.statuses[part.status];
  const about = [known.kinds[part.kind]?.[language], status?.[language], since(part.period)];
  return `${name}: ${about.filter(Boolean).join(", ")}`;
}

const DAY = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });

/** Return the beginning of a period in EDTF in words, nothing where it is not known. */
export function since(period: string | null): string | undefined {
  const [start = "", end] = (period ?? "").split("/");
  if (!/^\d{4}(-\d\d){0,2}$/.test(start)) return undefined;
  const day = /^\d{4}-\d\d-\d\d$/.test(start) ? DAY.format(new Date(start)) : start;
  return end === undefined ? day : told.since(day);
}

/** Return the address of the page of a thing. */
export function page(path: string): string {
  return here(`/doc/${path}`);
}
