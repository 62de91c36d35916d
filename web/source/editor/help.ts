/** What a name in a query means: at the pointer, and by key for whoever uses none. */
import type { Extension } from "@codemirror/state";
import { type EditorView, hoverTooltip } from "@codemirror/view";
import { make } from "../common/building";
import { number, words } from "../common/language";
import { MEANINGS } from "./keywords";
import { declared, type Token, tokens } from "./tokens";
import { compacted, expanded, kinds, type Term, type Vocabulary, vocabulary } from "./vocabulary";

const OURS = "https://w3id.org/klimagraph/";
const told = words({
  de: {
    nothing: "Zu dieser Stelle gibt es keine Erklärung.",
    used: (count: number) => `${number(count)} mal verwendet`,
    things: (count: number) => `${number(count)} Dinge`,
    on: "steht bei", values: "Werte", scheme: "aus der Liste",
  },
  en: {
    nothing: "There is no explanation for this place.",
    used: (count: number) => `used ${number(count)} times`,
    things: (count: number) => `${number(count)} things`,
    on: "found on", values: "values", scheme: "from the list",
  },
}); // biome-ignore format: a table

const labels = new Map<string, Promise<string>>();

/** Return the help at the pointer. */
export function hovering(release: () => string): Extension {
  return hoverTooltip(async (view, at) => {
    const token = tokenAt(view, at);
    const lines = token ? await explained(view, token, release()) : [];
    if (!token || lines.length === 0) return null;
    return { pos: token.from, end: token.to, above: true, create: () => ({ dom: box(lines) }) };
  });
}

/** Return the help at the cursor as sentences. */
export async function helpAtCursor(view: EditorView, release: string): Promise<string> {
  const token = tokenAt(view, view.state.selection.main.head);
  const lines = token ? await explained(view, token, release) : [];
  return lines.length > 0 ? lines.join(". ") : told.nothing;
}

function box(lines: string[]): HTMLElement {
  const [first = "", ...rest] = lines;
  return make(
    "div",
    { class: "help" },
    make("p", {}, make("b", {}, first)),
    ...rest.map((line) => make("p", { class: "facts" }, line)),
  );
}

function tokenAt(view: EditorView, at: number): Token | undefined {
  return tokens(view.state.doc.toString()).find(({ from, to }) => from <= at && at <= to);
}

async function explained(view: EditorView, token: Token, release: string): Promise<string[]> {
  if (token.kind === "word") {
    const meaning = MEANINGS[token.text.toUpperCase()];
    return meaning ? [`${token.text.toUpperCase()}: ${meaning}`] : [];
  }
  if (token.kind !== "iri" && token.kind !== "name") return [];
  const known = await vocabulary(release).catch(() => undefined);
  const prefixes = declared(tokens(view.state.doc.toString()));
  const iri =
    token.kind === "iri"
      ? token.text.slice(1, -1)
      : (expanded(token.text, prefixes) ??
        (known && expanded(token.text, new Map(Object.entries(known.prefixes)))));
  if (!known || !iri) return [];
  const name = compacted(iri, known);
  const term = known.terms.find((one) => one.name === name);
  if (term) return facts(term, known);
  if (MEANINGS[name]) return [`${name}: ${MEANINGS[name]}`];
  const label = iri.startsWith(OURS) ? await labelOf(iri, release) : "";
  return label ? [label, name] : [];
}

function facts(term: Term, known: Vocabulary): string[] {
  const count = term.kind === "class" ? told.things(term.count) : told.used(term.count);
  const list = term.kind === "concept" ? known.schemes[term.schemes?.[0] ?? ""] : undefined;
  return [
    `${term.label ?? term.name} (${term.name})`,
    term.definition ?? "",
    `${kinds[term.kind]}, ${count}`,
    list ? `${told.scheme}: ${list}` : "",
    mostly(told.on, term.subjects, known),
    mostly(told.values, term.objects, known),
  ].filter(Boolean);
}

function mostly(
  title: string,
  counts: Record<string, number> | undefined,
  known: Vocabulary,
): string {
  const names = Object.entries(counts ?? {}).slice(0, 4);
  const shown = names.map(([name, count]) => {
    const label = known.terms.find((one) => one.name === name && one.kind === "class")?.label;
    return `${label ?? name} (${number(count)})`;
  });
  return shown.length > 0 ? `${title}: ${shown.join(", ")}` : "";
}

/** Return what a thing of ours is called, nothing where the graph does not know it. */
function labelOf(iri: string, release: string): Promise<string> {
  const key = `${release} ${iri}`;
  const known = labels.get(key);
  if (known) return known;
  const asked = fetch(
    `/sparql?${new URLSearchParams({ query: question(iri), release, format: "json" })}`,
  )
    .then(async (answer) =>
      answer.ok ? ((await answer.json()).results.bindings[0]?.name?.value ?? "") : "",
    )
    .catch(() => "");
  labels.set(key, asked);
  return asked;
}

function question(iri: string): string {
  return `SELECT ?name { <${encodeURI(decodeURI(iri))}> <http://www.w3.org/2004/02/skos/core#prefLabel>|<http://purl.org/dc/terms/title>|<http://xmlns.com/foaf/0.1/name> ?name } ORDER BY LANG(?name) LIMIT 1`;
}
