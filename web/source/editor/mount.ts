/** The editor itself: CodeMirror in a root of its own, so that its styles need no `<style>`. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  tooltips,
} from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";
import { words } from "../common/language";
import { names, things } from "./completing";
import { faults } from "./faults";
import { hovering } from "./help";
import { phrases } from "./phrases";
import { declaring } from "./prefixes";
import { replacing } from "./replacing";
import { theme } from "./theme";

export interface Actions {
  release: () => string;
  prefixes: Record<string, string>;
  run: () => void;
  help: (view: EditorView) => void;
  changed: (text: string) => void;
}

const told = words({
  de: "SPARQL-Abfrage. Tab rückt ein; Escape, dann Tab verlässt das Feld.",
  en: "SPARQL query. Tab indents; Escape, then Tab leaves the field.",
});

/** Put an editor with a text into a box and return it. */
export function mount(box: HTMLElement, doc: string, actions: Actions): EditorView {
  const host = document.createElement("div");
  host.className = "editor-host";
  const root = host.attachShadow({ mode: "open" });
  box.append(host);
  const state = EditorState.create({ doc, extensions: extensions(actions) });
  return new EditorView({ state, root, parent: root });
}

function extensions(actions: Actions) {
  const { release, prefixes, run, help, changed } = actions;
  const own = [
    { key: "Mod-Enter", run: done(run), preventDefault: true },
    { key: "F1", run: (view: EditorView) => done(() => help(view))(), preventDefault: true },
  ];
  return [
    keymap.of(own),
    [lineNumbers(), foldGutter(), highlightActiveLineGutter(), highlightActiveLine()],
    [history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets()],
    [sparql(), theme, highlightSelectionMatches(), tooltips({ position: "absolute" })],
    autocompletion({ override: [names(release), things], icons: false, maxRenderedOptions: 60 }),
    [declaring(prefixes), hovering(release), faults(release), phrases, replacing],
    EditorView.contentAttributes.of({ "aria-label": told, spellcheck: "false", tabindex: "0" }),
    EditorView.updateListener.of(({ docChanged, view }) => {
      if (docChanged) changed(view.state.doc.toString());
    }),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
  ];
}

function done(action: () => void): () => boolean {
  return () => {
    action();
    return true;
  };
}
