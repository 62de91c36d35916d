/** Faults at their place: what the grammar is certain of, and what the server answered. */
import { ensureSyntaxTree } from "@codemirror/language";
import { type Diagnostic, forceLinting, linter, lintGutter } from "@codemirror/lint";
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { words } from "../common/language";
import { declared, tokens } from "./tokens";
import { vocabulary } from "./vocabulary";

/** Parts of SPARQL 1.2 that the endpoint reads and the grammar of the editor does not. */
const BEYOND =
  /\b(LATERAL|TRIPLE|ISTRIPLE|SUBJECT|PREDICATE|OBJECT|ADJUST|VERSION|HASLANG|HASLANGDIR|LANGDIR|STRLANGDIR)\b|<<|>>|\{\||~/i;

const told = words({
  de: {
    end: "Hier hört die Abfrage zu früh auf; es fehlt etwas, zum Beispiel eine schließende Klammer.",
    here: (text: string) => `Hier passt „${text}“ nicht.`,
    prefix: (name: string) => `Das Präfix „${name}:“ ist nicht erklärt und hier nicht bekannt.`,
    service: "SERVICE ist hier nicht erlaubt: Der Server öffnet für Abfragen keine Verbindungen.",
    update: "Hier werden Abfragen beantwortet; Änderungen gehen an /update.",
  },
  en: {
    end: "The query ends too early; something is missing, such as a closing brace.",
    here: (text: string) => `“${text}” does not fit here.`,
    prefix: (name: string) => `The prefix “${name}:” is not declared and not known here.`,
    service: "SERVICE is not allowed here: the server opens no connections for queries.",
    update: "Queries are answered here; changes go to /update.",
  },
});

const answered = StateEffect.define<Diagnostic | null>();

/** What the server said of the text as it is; gone with the first change. */
const fault = StateField.define<Diagnostic | null>({
  create: () => null,
  update(value, { docChanged, effects }) {
    const effect = effects.find((one) => one.is(answered));
    return effect ? (effect.value as Diagnostic | null) : docChanged ? null : value;
  },
});

/** Return what marks faults while somebody types. */
export function faults(release: () => string): Extension {
  const check = linter((view) => found(view.state, release()), {
    delay: 600,
    needsRefresh: (update) => update.startState.field(fault) !== update.state.field(fault),
  });
  return [fault, check, lintGutter()];
}

/** Mark a place that the server named, by line and column from 1, and go there. */
export function mark(view: EditorView, line: number, column: number, message: string): void {
  const from = offset(view.state, line, column);
  const word = tokens(view.state.doc.toString()).find(
    (token) => token.from <= from && from < token.to,
  );
  const to = word?.to ?? Math.min(from + 1, view.state.doc.length);
  view.dispatch({ effects: answered.of({ from, to, severity: "error", message }) });
  forceLinting(view);
}

/** Put the cursor to a place. */
export function goTo(view: EditorView, line: number, column: number): void {
  const anchor = offset(view.state, line, column);
  view.dispatch({
    selection: { anchor },
    effects: EditorView.scrollIntoView(anchor, { y: "center" }),
  });
  view.focus();
}

function offset(state: EditorState, line: number, column: number): number {
  const at = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  return Math.min(at.from + Math.max(column, 1) - 1, at.to);
}

async function found(state: EditorState, release: string): Promise<Diagnostic[]> {
  const said = state.field(fault);
  if (said) return [said];
  const known = await vocabulary(release).catch(() => undefined);
  const named = known ? undeclared(state.doc.toString(), known.prefixes) : [];
  return [...grammatical(state), ...named];
}

function grammatical(state: EditorState): Diagnostic[] {
  const text = state.doc.toString();
  const tree = ensureSyntaxTree(state, text.length, 200);
  if (!tree || text.trim() === "" || BEYOND.test(text)) return [];
  let first: Diagnostic | undefined;
  tree.iterate({
    enter: ({ name, type, from, to }) => {
      const message =
        name === "ServiceGraphPattern" ? told.service
        : name === "Update" ? told.update
        : type.isError ? unexpected(text, from, to) : "";
      if (message && !first) first = marked(text, from, to, message);
      return !first;
    },
  }); // biome-ignore format: a table
  return first ? [first] : [];
}

function unexpected(text: string, from: number, to: number): string {
  const word = text.slice(from, to).trim() || (tokens(text.slice(from))[0]?.text ?? "");
  return word && text.slice(from).trim() ? told.here(word.slice(0, 40)) : told.end;
}

/** Return a mark that can be seen: over the token that the place is at, else the last one. */
function marked(text: string, from: number, to: number, message: string): Diagnostic {
  const all = tokens(text);
  const token = all.find((one) => one.to > from) ?? all.at(-1);
  const [start, stop] = to > from ? [from, to] : [token?.from ?? from, token?.to ?? to];
  return { from: start, to: Math.min(stop, start + 200), severity: "error", message };
}

function undeclared(text: string, known: Record<string, string>): Diagnostic[] {
  const all = tokens(text);
  const there = declared(all);
  return all
    .filter(({ kind, text: name }) => {
      const prefix = name.slice(0, name.indexOf(":"));
      return kind === "name" && !there.has(prefix) && !known[prefix];
    })
    .map(({ from, to, text: name }) => ({
      from, to, severity: "error" as const, message: told.prefix(name.slice(0, name.indexOf(":"))),
    })); // biome-ignore format: one mark
}
