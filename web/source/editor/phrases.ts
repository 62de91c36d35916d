/** What the parts of the editor say, in the language of the page. */
import { EditorState } from "@codemirror/state";
import { words } from "../common/language";

export const phrases = EditorState.phrases.of(
  words<Record<string, string>>({
    de: {
      Find: "Suchen",
      Replace: "Ersetzen",
      next: "weiter",
      previous: "zurück",
      all: "alle",
      "match case": "Groß und klein",
      regexp: "Muster",
      "by word": "ganze Wörter",
      replace: "ersetzen",
      "replace all": "alle ersetzen",
      close: "schließen",
      Completions: "Vorschläge",
      Diagnostics: "Fehler",
      "No diagnostics": "Keine Fehler",
      "Fold line": "Zuklappen",
      "Unfold line": "Aufklappen",
      "folded code": "zugeklappt",
      unfold: "aufklappen",
      "current match": "Fundstelle",
      "replaced $ matches": "$ Stellen ersetzt",
      "replaced match on line $": "Stelle in Zeile $ ersetzt",
      "on line": "in Zeile",
    },
    en: {},
  }),
);
