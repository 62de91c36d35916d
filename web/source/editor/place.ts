/** What a query says around a place in it: which part of a triple stands there, and of what kind. */
import type { Token } from "./tokens";

export type Part = "subject" | "predicate" | "object" | "expression" | "clause" | "declaration";

export interface Place {
  part: Part;
  /** The subject of the triple, as it is written. */
  subject: string;
  /** The last name of the path before an object. */
  predicate: string;
}

interface Triple {
  subject: string;
  predicate: string;
  object: string;
}

interface Level extends Triple {
  part: Part;
}

const PATTERNS = /^(where|optional|union|minus|graph|exists|not|service)$/i;
const EXPRESSIONS = /^(filter|bind|having|values|order|group|limit|offset|by|as)$/i;
const CLAUSES = /^(select|construct|describe|ask|from|distinct|reduced)$/i;

/** Reads tokens one after the other and keeps which part of a triple comes next. */
export class Reader {
  readonly triples: Triple[] = [];
  private levels: Level[] = [level("clause")];

  get place(): Place {
    const { part, subject, predicate } = this.top;
    return { part, subject, predicate };
  }

  private get top(): Level {
    return this.levels.at(-1) ?? level("clause");
  }

  read(token: Token): void {
    if (token.kind === "sign") this.sign(token.text);
    else if (token.kind === "word" && token.text !== "a") this.word(token.text);
    else this.term(token.text);
  }

  private sign(sign: string): void {
    const { top } = this;
    if (sign === "{") this.levels.push(level("subject"));
    else if (sign === "(")
      this.levels.push(level(top.part === "predicate" ? "predicate" : "expression"));
    else if (sign === "[") this.levels.push({ ...level("predicate"), subject: "[]" });
    else if (sign === "}" || sign === ")" || sign === "]") this.leave(sign);
    else if (top.part === "expression") return;
    else if (sign === ".") Object.assign(top, level(this.levels.length > 1 ? "subject" : "clause"));
    else if (sign === ";") top.part = "predicate";
    else if (sign === ",") top.part = "object";
    else if ((sign === "/" || sign === "|" || sign === "^") && top.part === "object") {
      top.part = "predicate";
    }
  }

  private leave(sign: string): void {
    if (this.levels.length > 1) this.levels.pop();
    const { top } = this;
    if (sign === "}") Object.assign(top, level(this.levels.length > 1 ? "subject" : "clause"));
    else if (sign === "]") this.term("[]");
    else if (top.part === "predicate") top.part = "object";
    else if (top.part === "object") this.term("()");
  }

  private word(word: string): void {
    const { top } = this;
    if (CLAUSES.test(word)) Object.assign(top, level("clause"));
    else if (PATTERNS.test(word))
      Object.assign(top, level(this.levels.length > 1 ? "subject" : "clause"));
    else if (EXPRESSIONS.test(word) && top.part !== "expression") {
      Object.assign(top, level(this.levels.length > 1 ? "subject" : "clause"));
    } else if (/^(prefix|base)$/i.test(word)) Object.assign(top, level("declaration"));
    else if (/^[\d.]/.test(word) && top.part === "object") this.term(word);
  }

  private term(text: string): void {
    const { top } = this;
    if (top.part === "subject") Object.assign(top, { subject: text, part: "predicate" });
    else if (top.part === "predicate") Object.assign(top, { predicate: text, part: "object" });
    else if (top.part === "object") {
      this.triples.push({ subject: top.subject, predicate: top.predicate, object: text });
      top.object = text;
    } else if (top.part === "declaration" && text.startsWith("<")) top.part = "clause";
  }
}

function level(part: Part): Level {
  return { part, subject: "", predicate: "", object: "" };
}

/** Return what comes at a place, given the tokens before it. */
export function placeAt(found: Token[], at: number): Place {
  const reader = new Reader();
  for (const token of found) if (token.to <= at) reader.read(token);
  return reader.place;
}

/** Return the classes that a query says its variables are of. */
export function classesOf(found: Token[], subject: string): string[] {
  const reader = new Reader();
  for (const token of found) reader.read(token);
  return reader.triples
    .filter(
      (one) => one.subject === subject && (one.predicate === "a" || one.predicate === "rdf:type"),
    )
    .map((one) => one.object);
}

/** Return the names of the variables of a query. */
export function variables(found: Token[]): string[] {
  const names = found
    .filter(({ kind }) => kind === "variable")
    .map(({ text }) => `?${text.slice(1)}`);
  return [...new Set(names)];
}
