/** The looks of the editor, from the tokens of the pages. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const panel = {
  backgroundColor: "var(--raised)",
  color: "var(--ink)",
  border: "1px solid var(--line)",
  borderRadius: "var(--corner)",
};

const looks = EditorView.theme({
  "&": { height: "100%", fontSize: "0.9rem", color: "var(--ink)", backgroundColor: "var(--raised)" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--fixed)", lineHeight: "1.55" },
  ".cm-content": { padding: "0.6rem 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--soft)", border: "0" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sunk) 55%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--line)", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "color-mix(in srgb, var(--blue) 30%, transparent) !important" },
  ".cm-selectionMatch": { backgroundColor: "var(--amber-sunk)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--blue-sunk)", outline: "1px solid var(--blue)" },
  ".cm-tooltip": { ...panel, boxShadow: "0 6px 20px rgb(0 0 0 / 20%)", maxWidth: "min(30rem, 90vw)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--fixed)", maxHeight: "17rem !important" },
  ".cm-tooltip-autocomplete > ul > li": {
    display: "flex", gap: "1rem", justifyContent: "space-between", padding: "0.2rem 0.6rem !important",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--green) !important", color: "var(--on-green) !important",
  },
  ".cm-completionDetail": {
    fontFamily: "var(--text)", fontStyle: "normal", color: "var(--soft)",
    overflow: "hidden", textOverflow: "ellipsis", margin: "0",
  },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { ...panel, padding: "0.5rem 0.75rem", fontFamily: "var(--text)", fontSize: "0.875rem" },
  ".help": { padding: "0.5rem 0.75rem", fontFamily: "var(--text)", fontSize: "0.875rem", overflowWrap: "anywhere" },
  ".help p": { margin: "0 0 0.3rem" },
  ".help .facts": { color: "var(--soft)" },
  ".cm-panels": { backgroundColor: "var(--sunk)", color: "var(--ink)" },
  ".cm-panel input, .cm-panel button": { font: "inherit", color: "inherit", backgroundColor: "var(--raised)", backgroundImage: "none", border: "1px solid var(--soft)", borderRadius: "var(--corner)" },
  ".cm-diagnostic": { padding: "0.4rem 0.7rem", fontFamily: "var(--text)", fontSize: "0.875rem", borderLeftColor: "var(--red)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--red)", backgroundColor: "var(--red-sunk)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--amber)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--red)" },
  ".cm-lint-marker": { width: "0.8em", height: "0.8em" },
}); // biome-ignore format: one rule a line

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--green)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--blue)" },
  { tag: [tags.string, tags.annotation], color: "var(--amber)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "var(--series-4)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--ink)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

export const theme = [looks, syntaxHighlighting(colours)];
