/** Days, years and periods as the graph writes them (EDTF, https://www.loc.gov/standards/datetime/), as times and as people read them. */
import { language, words } from "../common/language";

const DAY = 86_400_000;
const MOMENT = /^(-?\d{4})(?:-(\d\d)(?:-(\d\d)(T[\d:.]+)?)?)?(Z|[+-]\d\d:\d\d)?([?~%])?$/;
const told = words({
  de: {
    since: (day: string) => `seit ${day}`,
    from: (day: string) => `ab ${day}, Ende unbekannt`,
    until: (day: string) => `bis ${day}`,
    about: "etwa",
    doubtful: "vermutlich",
  },
  en: {
    since: (day: string) => `since ${day}`,
    from: (day: string) => `from ${day}, end unknown`,
    until: (day: string) => `until ${day}`,
    about: "about",
    doubtful: "presumably",
  },
});
const zone = { timeZone: "UTC" } as const;
const FORMS = [
  new Intl.DateTimeFormat(language, { year: "numeric", ...zone }),
  new Intl.DateTimeFormat(language, { year: "numeric", month: "long", ...zone }),
  new Intl.DateTimeFormat(language, { dateStyle: "medium", ...zone }),
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", ...zone }),
];

const TICKS = [
  new Intl.DateTimeFormat(language, { year: "numeric", ...zone }),
  new Intl.DateTimeFormat(language, { year: "numeric", month: "short", ...zone }),
  new Intl.DateTimeFormat(language, { month: "short", day: "numeric", ...zone }),
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", ...zone }),
];

/** A time that is known to the year, the month, the day or the minute. */
interface Moment {
  start: number;
  end: number;
  depth: number;
  doubt: string;
}

/** From when to when; `undefined` where that is open, and whether the end was said to be open. */
export interface Period {
  start: number | undefined;
  end: number | undefined;
  ongoing: boolean;
}

function moment(text: string): Moment | undefined {
  const found = MOMENT.exec(text);
  if (!found) return undefined;
  const [, year, month, day, time, offset] = found;
  const depth = time ? 3 : day ? 2 : month ? 1 : 0;
  const start = time
    ? Date.parse(`${year}-${month}-${day}${time}${offset ?? "Z"}`)
    : utc(year, month, day);
  if (Number.isNaN(start)) return undefined;
  const one = new Date(start);
  if (depth === 0) one.setUTCFullYear(one.getUTCFullYear() + 1);
  if (depth === 1) one.setUTCMonth(one.getUTCMonth() + 1);
  const end = depth < 2 ? one.getTime() : depth === 2 ? start + DAY : start;
  return { start, end, depth, doubt: found[6] ?? "" };
}

function utc(year = "", month = "01", day = "01"): number {
  const made = new Date(0);
  made.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const right = made.getUTCMonth() === Number(month) - 1 && made.getUTCDate() === Number(day);
  return right ? made.getTime() : Number.NaN;
}

/** Return the period that a day, a year or an interval of EDTF covers; nothing where it is none. */
export function period(text: string): Period | undefined {
  const [first = "", last, more] = text.split("/");
  if (more !== undefined) return undefined;
  const begin = moment(first);
  if (last === undefined) return begin && { start: begin.start, end: begin.end, ongoing: false };
  const end = moment(last);
  if (!(begin || open(first)) || !(end || open(last))) return undefined;
  if (!begin && !end) return undefined;
  return { start: begin?.start, end: end?.end, ongoing: last === ".." };
}

function open(text: string): boolean {
  return text === "" || text === "..";
}

/** Tell whether a text is an interval of EDTF. */
export function isInterval(text: string): boolean {
  return text.includes("/") && text.length < 60 && period(text) !== undefined;
}

/** Tell whether a text is a day, a month with its year, or a moment; a bare year may be any number. */
export function isDay(text: string): boolean {
  return text.length < 40 && text.includes("-", 1) && moment(text) !== undefined;
}

/** Return a day, a year or an interval as people read it, the text itself where it is none. */
export function spoken(text: string): string {
  const [first = "", last] = text.split("/");
  const begin = said(first);
  if (last === undefined) return begin ?? text;
  const end = said(last);
  if (begin && end) return `${begin} – ${end}`;
  if (begin) return last === ".." ? told.since(begin) : told.from(begin);
  return end ? told.until(end) : text;
}

function said(text: string): string | undefined {
  const found = moment(text);
  if (!found) return undefined;
  const day = FORMS[found.depth]?.format(found.start);
  const doubt = { "?": told.doubtful, "~": told.about, "%": told.about }[found.doubt];
  return doubt ? `${doubt} ${day}` : day;
}

/** Return the text of a tick on an axis of time: no more of the moment than tells it from its neighbours. */
export function tick(moment: Date): string {
  const day = moment.getTime() % DAY === 0;
  const month = day && moment.getUTCDate() === 1;
  const depth = month && moment.getUTCMonth() === 0 ? 0 : month ? 1 : day ? 2 : 3;
  return TICKS[depth]?.format(moment) ?? "";
}

/** Return a moment as a short day. */
export function day(time: number): string {
  return FORMS[2]?.format(time) ?? "";
}
