/** Proposals while typing: names with their labels and counts, variables, words, things by search. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { make } from "../common/building";
import { here, number, words } from "../common/language";
import { CLAUSES, FUNCTIONS, MEANINGS, PATTERNS } from "./keywords";
import { classesOf, type Place, placeAt, variables } from "./place";
import { quoted, tokens } from "./tokens";
import { type Term, type Vocabulary, vocabulary, written } from "./vocabulary";

const MOST = 60;
const told = words({
  de: { variable: "Variable dieser Abfrage", used: "mal" },
  en: { variable: "variable of this query", used: "times" },
});

/** Return the source of everything but things; `release` says whose vocabulary it is. */
export function names(release: () => string) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_:-]*/u);
    if (!word || (word.text.length < 1 && !context.explicit)) return null;
    const text = context.state.doc.toString();
    if (quoted(text, context.pos)) return null;
    const found = tokens(text);
    const place = placeAt(found, word.from);
    const known = await vocabulary(release()).catch(() => undefined);
    const others = tokens(text.slice(0, word.from) + text.slice(context.pos));
    const options = /^[?$]/.test(word.text)
      ? ranked(variables(others).map(variable), word.text)
      : [
          ...(known ? terms(known, place, classesOf(found, place.subject), word.text) : []),
          ...ranked(keywords(place, known), word.text),
          ...(word.text === "" ? variables(others).map(variable) : []),
        ];
    if (options.length === 0) return null;
    return { from: word.from, options: sorted(options).slice(0, MOST), filter: false };
  };
}

/** Propose municipalities, alliances and other things by what people call them. */
export async function things(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\p{L}\p{N}-]{3,}/u);
  const text = context.state.doc.toString();
  if (!word || /[?$:<@"']/.test(text.charAt(word.from - 1)) || quoted(text, context.pos))
    return null;
  const { part, predicate } = placeAt(tokens(text), word.from);
  const proper = part === "object" && predicate !== "a";
  if (!(proper || part === "expression" || (part === "subject" && context.explicit))) return null;
  const asked = new AbortController();
  context.addEventListener("abort", () => asked.abort());
  const path = here(`/search.json?q=${encodeURIComponent(word.text)}&limit=8`);
  const answer = await fetch(path, { signal: asked.signal }).catch(() => undefined);
  if (!answer?.ok) return null;
  const { results } = (await answer.json()) as { results: Found[] };
  const options = results.map((one, at) => thing(one, results.length - at));
  return options.length > 0 ? { from: word.from, options, filter: false } : null;
}

interface Found {
  iri: string;
  label: string;
  classLabel?: string | null;
  stateLabel?: string | null;
}

function thing({ iri, label, classLabel, stateLabel }: Found, boost: number): Completion {
  const detail = [classLabel, stateLabel].filter(Boolean).join(", ");
  const shown = label.length > 80 ? `${label.slice(0, 79)}…` : label;
  return { label: shown, detail, apply: `<${iri}>`, type: "thing", boost };
}

function variable(name: string): Completion {
  return { label: name, type: "variable", detail: told.variable, boost: 20 };
}

function keywords(place: Place, known: Vocabulary | undefined): Completion[] {
  const plain = place.part === "expression" ? [] : place.part === "clause" ? CLAUSES : PATTERNS;
  const modifiers = place.part === "subject" || place.part === "clause" ? CLAUSES : [];
  const callable = [...FUNCTIONS, ...(known?.functions ?? [])];
  const functions = place.part === "expression" || place.part === "clause" ? callable : [];
  return [
    ...[...new Set([...plain, ...modifiers])].map((label) => ({
      label,
      type: "keyword",
      boost: 5,
    })),
    ...functions.map((label) => ({
      label,
      type: "function",
      detail: MEANINGS[label] ?? "",
      apply: `${label}(`,
    })),
  ];
}

/** Return the terms that fit a word and its place, the best with the highest boost. */
function terms(known: Vocabulary, place: Place, classes: string[], word: string): Completion[] {
  const wanted = folded(word);
  const schemes = known.terms.find(
    ({ name, kind }) => kind === "property" && name === place.predicate,
  )?.schemes;
  const most = Math.max(...known.terms.map(({ count }) => count), 2);
  return known.terms.flatMap((term) => {
    const match = matching(term, wanted);
    if (match === 0) return [];
    const boost =
      match +
      fitting(term, place, classes, schemes) +
      (9 * Math.log(term.count + 1)) / Math.log(most);
    return boost > 0 ? [proposal(term, known, boost)] : [];
  });
}

function proposal(term: Term, known: Vocabulary, boost: number): Completion {
  const times = term.count > 0 ? `${number(term.count)} ${told.used}` : "";
  return {
    label: term.name,
    apply: written(term.name, known),
    detail: [term.label, times].filter(Boolean).join(" · "),
    type: term.kind,
    boost,
    info: term.definition ? () => make("div", { class: "help" }, term.definition) : undefined,
  };
}

function matching(term: Term, wanted: string): number {
  const name = folded(term.name);
  const local = name.slice(name.search(/[:/][^:/]*$/) + 1);
  const label = folded(term.label ?? "");
  if (wanted === "") return 1;
  if (name.startsWith(wanted)) return 40;
  if (wanted.includes(":")) return 0;
  if (local.startsWith(wanted)) return 38;
  if (label.startsWith(wanted)) return 36;
  if (wanted.length < 2) return 0;
  return name.includes(wanted) || label.includes(wanted) ? 20 : 0;
}

/** Return how well a term fits its place; far below nothing where it cannot stand there. */
function fitting(term: Term, place: Place, classes: string[], schemes?: string[]): number {
  if (place.part === "declaration") return -1000;
  const typed = place.predicate === "a" || place.predicate === "rdf:type";
  if (place.part === "predicate") {
    if (term.kind !== "property") return -1000;
    return classes.some((one) => term.subjects?.[one]) ? 30 : classes.length > 0 ? -15 : 0;
  }
  if (place.part === "object" && typed) return term.kind === "class" ? 30 : -1000;
  if (place.part === "object") {
    if (term.kind === "concept") return schemes?.includes(term.schemes?.[0] ?? "") ? 30 : 0;
    return -10;
  }
  return place.part === "clause" ? -20 : 0;
}

function ranked(options: Completion[], word: string): Completion[] {
  const wanted = folded(word);
  return options
    .filter(({ label }) => wanted === "" || folded(label).includes(wanted))
    .map((one) => ({
      ...one,
      boost: (one.boost ?? 0) + (folded(one.label).startsWith(wanted) ? 37 : 10),
    }));
}

function sorted(options: Completion[]): Completion[] {
  return options.sort((one, other) => (other.boost ?? 0) - (one.boost ?? 0));
}

function folded(text: string): string {
  return text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
}
