/** The vocabulary of a release, fetched once when it is first needed. */
import { here, words } from "../common/language";

export interface Term {
  name: string;
  kind: "class" | "property" | "concept";
  label?: string;
  definition?: string;
  count: number;
  subjects?: Record<string, number>;
  objects?: Record<string, number>;
  schemes?: string[];
}

export interface Vocabulary {
  release: string;
  prefixes: Record<string, string>;
  schemes: Record<string, string>;
  functions: string[];
  terms: Term[];
}

const loaded = new Map<string, Promise<Vocabulary>>();

/** Return the vocabulary of a release; the current one has no name. */
export function vocabulary(release: string): Promise<Vocabulary> {
  const known = loaded.get(release);
  if (known) return known;
  const behind = release ? `?release=${encodeURIComponent(release)}` : "";
  const promise = fetch(here(`/query/completion.json${behind}`)).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json() as Promise<Vocabulary>;
  });
  promise.catch(() => loaded.delete(release));
  loaded.set(release, promise);
  return promise;
}

/** Return the IRI behind a name with its prefix, or nothing where the prefix is not known. */
export function expanded(name: string, prefixes: ReadonlyMap<string, string>): string | undefined {
  const [prefix = "", ...rest] = name.split(":");
  const space = prefixes.get(prefix);
  return space === undefined ? undefined : space + rest.join(":").replaceAll("\\", "");
}

/** Return an IRI as the vocabulary writes it. */
export function compacted(iri: string, found: Vocabulary): string {
  const fits = Object.entries(found.prefixes).filter(([, space]) => iri.startsWith(space));
  const best = fits.sort((one, other) => other[1].length - one[1].length)[0];
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
}

/** Return how a query writes a name: with its prefix where it needs no escapes, else in full. */
export function written(name: string, found: Vocabulary): string {
  const [prefix = "", ...rest] = name.split(":");
  const local = rest.join(":");
  const space = found.prefixes[prefix];
  if (space === undefined) return `<${name}>`;
  return /^[\p{L}\p{N}_-]+$/u.test(local) ? name : `<${space}${local}>`;
}

export const kinds = words({
  de: { class: "Klasse", property: "Eigenschaft", concept: "Begriff" },
  en: { class: "Class", property: "Property", concept: "Concept" },
});
