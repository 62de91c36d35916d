/** Prefixes that a query uses are declared by themselves: typed, pasted or completed. */
import type { ChangeSpec, Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { declared, type Token, tokens } from "./tokens";

const LONGEST = 100_000;

/** Return what adds the missing declarations after each entry, of the prefixes that are known. */
export function declaring(prefixes: Record<string, string>): Extension {
  return EditorView.updateListener.of(({ docChanged, transactions, view }) => {
    const entered = transactions.some(
      (one) => one.isUserEvent("input") && !one.isUserEvent("input.prefix"),
    );
    if (!docChanged || !entered || view.composing || view.state.doc.length > LONGEST) return;
    declare(view, prefixes);
  });
}

/** Declare the known prefixes that the text of an editor uses and does not declare. */
function declare(view: EditorView, prefixes: Record<string, string>): void {
  const changes = missing(view.state.doc.toString(), prefixes);
  if (changes) view.dispatch({ changes, userEvent: "input.prefix", scrollIntoView: true });
}

/** Return the change that declares what is missing, none where nothing is. */
export function missing(text: string, prefixes: Record<string, string>): ChangeSpec | undefined {
  const found = tokens(text);
  const there = declared(found);
  const used = found.filter((token, at) => token.kind === "name" && !declares(found[at - 1]));
  const names = [...new Set(used.map(({ text: name }) => name.slice(0, name.indexOf(":"))))];
  const lacking = names.filter((name) => name && !there.has(name) && prefixes[name]);
  if (lacking.length === 0) return undefined;
  const lines = lacking.map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join("");
  return { from: beginning(text, found), insert: lines };
}

function declares(before: Token | undefined): boolean {
  return before?.kind === "word" && /^prefix$/i.test(before.text);
}

/** Return where another declaration goes: behind the last, else before the first token. */
function beginning(text: string, found: Token[]): number {
  const last = found.findLastIndex((token, at) => token.kind === "iri" && declares(found[at - 2]));
  const token = found[last];
  if (!token) return found[0]?.from ?? text.length;
  const line = text.indexOf("\n", token.to);
  return line < 0 ? text.length : line + 1;
}
