/** The tokens of a query, also of an unfinished one (SPARQL 1.1, section 19.8). */

export type Kind = "comment" | "iri" | "text" | "variable" | "language" | "name" | "word" | "sign";

export interface Token {
  kind: Kind;
  text: string;
  from: number;
  to: number;
}

const PATTERN = new RegExp(
  [
    /(?<comment>#[^\n]*)/u,
    /(?<iri><[^\s<>"{}|^`\\]*>)/u,
    /(?<text>"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*(?:"|$)|'(?:[^'\\\n]|\\.)*(?:'|$))/u,
    /(?<variable>[?$][\p{L}\p{N}_]+)/u,
    /(?<language>@[A-Za-z0-9-]+)/u,
    /(?<name>(?:\p{L}[\p{L}\p{N}_.-]*)?:(?:[\p{L}\p{N}_:%-]|\\.|\.(?=[\p{L}\p{N}_]))*)/u,
    /(?<word>[\p{L}\p{N}_][\p{L}\p{N}_.-]*)/u,
    /(?<sign>\^\^|&&|\|\||[<>!]=|\S)/u,
  ]
    .map((part) => part.source)
    .join("|"),
  "gu",
);

/** Return the tokens of a text in their order, without comments. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0];
    if (!kind || kind === "comment") continue;
    const from = match.index;
    found.push({ kind: kind as Kind, text: match[0], from, to: from + match[0].length });
  }
  return found;
}

/** Tell whether a place lies in a comment or in a string, where nothing is proposed. */
export function quoted(text: string, at: number): boolean {
  for (const match of text.matchAll(PATTERN)) {
    if (match.index >= at) return false;
    const end = match.index + match[0].length;
    const open = match.groups?.comment !== undefined ? end >= at : end > at;
    if (open && (match.groups?.comment ?? match.groups?.text) !== undefined) return true;
  }
  return false;
}

/** Return the prefixes that a query declares. */
export function declared(found: Token[]): Map<string, string> {
  const prefixes = new Map<string, string>();
  found.forEach((token, at) => {
    const [name, iri] = [found[at + 1], found[at + 2]];
    if (token.kind === "word" && /^prefix$/i.test(token.text) && name?.kind === "name") {
      prefixes.set(name.text.slice(0, -1), iri?.kind === "iri" ? iri.text.slice(1, -1) : "");
    }
  });
  return prefixes;
}
