/** The last report about a file stays in this window, so that the next one can be compared with it. */
import { here } from "../common/language";

const PREFIX = "klimagraph-report:";
const LONGEST = 2_000_000;
const PASTED = "text";

/** Keep the report of the page as JSON, under the name of the file. */
export async function rememberReport(): Promise<void> {
  const page = document.querySelector<HTMLElement>("[data-report]");
  const address = page?.dataset.report;
  const name = page?.dataset.source;
  if (!address || !name) return;
  const answer = await fetch(`${here(address).split("?")[0]}?format=json`);
  const text = answer.ok ? await answer.text() : "";
  if (text && text.length <= LONGEST) keep(PREFIX + name, text);
}

function keep(name: string, text: string): void {
  try {
    sessionStorage.setItem(name, text);
  } catch {
    sessionStorage.clear();
  }
}

/** Return the last report about the file of a form, where there is one and none was chosen. */
export function earlier(data: FormData): Blob | undefined {
  const chosen = data.get("before");
  if (data.has("compare") || (chosen instanceof File && chosen.name)) return undefined;
  const text = sessionStorage.getItem(nameFor(data));
  return text ? new Blob([text], { type: "application/json" }) : undefined;
}

/** Forget the last report about the file of a form: what was refused may be the fault of it. */
export function forget(data: FormData): void {
  sessionStorage.removeItem(nameFor(data));
}

function nameFor(data: FormData): string {
  const file = data.get("file");
  return PREFIX + (file instanceof File && file.name ? file.name : pasted(data));
}

function pasted(data: FormData): string {
  const ending: Record<string, string> = {
    csv: "csv",
    turtle: "ttl",
    jsonld: "jsonld",
    rdfxml: "rdf",
    ntriples: "nt",
  };
  return `${PASTED}.${ending[String(data.get("text_format"))] ?? "csv"}`;
}
