/** Typing over a selection, done by the editor: a browser would keep its looks in inline styles. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export const replacing: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to } = view.state.selection.main;
    const text = event.data;
    if (event.inputType !== "insertText" || !text || from === to || view.composing) return false;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(text), typed);
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
    return true;
  },
});

const typed = { userEvent: "input.type", scrollIntoView: true };
