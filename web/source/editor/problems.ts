/** Why a query has no answer, in words; the kinds are those of the service (RFC 9457). */
import { number, words } from "../common/language";
import { type Refusal, read } from "../common/problems";

export interface Problem extends Partial<Omit<Refusal, "kind">> {
  text: string;
  detail: string;
}

const texts = words<Record<string, string>>({
  de: {
    "query-refused": "Der Server nimmt diese Abfrage nicht an.",
    "query-too-long": "Die Abfrage ist zu lang.",
    "query-stopped": "Die Abfrage stieß an eine Grenze und wurde beendet. Schränken Sie sie ein, oder setzen Sie ein LIMIT.",
    "query-failed": "Die Abfrage ließ sich lesen, aber nicht ausführen.",
    overloaded: "Gerade laufen zu viele Abfragen.",
    "not-acceptable": "Für dieses Ergebnis gibt es kein passendes Format.",
    "release-unknown": "Diese Version gibt es nicht.",
    "release-gone": "Diese Version wird nicht mehr vorgehalten.",
    "release-not-queryable": "Diese Version lässt sich nicht abfragen.",
    "internal-error": "Das ist ein Fehler des Dienstes; er ist vermerkt.",
    stopping: "Der Dienst wird gerade neu gestartet.",
    syntax: "Hier stimmt die Schreibweise der Abfrage nicht.",
    unreachable: "Der Dienst ist nicht erreichbar. Besteht eine Verbindung zum Netz?",
    broken: "Die Übertragung brach ab. Was schon da war, ist unvollständig und wird nicht gezeigt.",
    large: "Das Ergebnis ist zu groß, um es hier zu zeigen. Als Datei herunterladen können Sie es ganz.",
    other: "Die Abfrage hat keine Antwort bekommen.",
  },
  en: {
    "query-refused": "The server does not accept this query.",
    "query-too-long": "The query is too long.",
    "query-stopped": "The query ran into a limit and was ended. Narrow it down, or set a LIMIT.",
    "query-failed": "The query could be read, but not evaluated.",
    overloaded: "Too many queries are running just now.",
    "not-acceptable": "There is no format that fits this result.",
    "release-unknown": "There is no such release.",
    "release-gone": "This release is no longer kept.",
    "release-not-queryable": "This release cannot be queried.",
    "internal-error": "This is a fault of the service; it has been noted.",
    stopping: "The service is being restarted.",
    syntax: "The query is not well formed here.",
    unreachable: "The service cannot be reached. Are you online?",
    broken: "The transfer broke off. What had arrived is incomplete and is not shown.",
    large: "The result is too large to be shown here. You can download it whole, as a file.",
    other: "The query got no answer.",
  },
}); // biome-ignore format: one text a line

const told = words({
  de: { expected: "Erwartet wird", one: "eins von" },
  en: { expected: "Expected is", one: "one of" },
});

/** Return the problem that an answer of the service tells. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = await response.text().catch(() => "");
  const { kind, detail, ...place } = read(
    response.status,
    body,
    response.headers.get("retry-after"),
  );
  const key = kind === "query-refused" && place.line ? "syntax" : kind;
  return { text: texts[key] ?? texts.other ?? "", detail: worded(detail), ...place };
}

/** Return a problem that the page itself notices. */
export function refusal(kind: "broken" | "unreachable" | "large"): Problem {
  return { text: texts[kind] ?? "", detail: "" };
}

/** Return what the engine expects in the language of the page; other details as they are. */
function worded(detail: string): string {
  const list = /^expected (one of )?(.*)$/.exec(detail);
  return list ? `${told.expected} ${list[1] ? `${told.one} ` : ""}${list[2]}.` : detail;
}

const sizes = ["Byte", "KB", "MB", "GB"];

/** Return a number of bytes as people write it. */
export function size(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount >= 1000 && unit < sizes.length - 1) [amount, unit] = [amount / 1000, unit + 1];
  return `${number(unit ? Math.round(amount * 10) / 10 : amount)}\u00a0${sizes[unit]}`;
}
