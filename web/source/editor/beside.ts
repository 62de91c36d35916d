/** What stands beside the editor: patterns and finished questions go into it with a click. */
import type { EditorView } from "@codemirror/view";
import { offerFilter } from "../common/filtering";

/** Let the buttons insert, the links fill, and the field filter. */
export function offerBeside(view: EditorView): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-insert]")) {
    const source = document.getElementById(button.dataset.insert ?? "");
    const text = source?.textContent ?? "";
    button.hidden = false;
    button.title = text;
    (source?.parentElement as HTMLElement).hidden = true;
    button.addEventListener("click", () => insert(view, text));
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-named]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(view, link);
    });
  }
  const field = document.getElementById("filter") as HTMLInputElement;
  const entries = [...document.querySelectorAll<HTMLElement>("#library li[data-words]")];
  (document.getElementById("library-filter") as HTMLElement).hidden = false;
  offerFilter(field, entries, () => {});
}

/** Replace the text of the editor; it can be undone. */
export function fill(view: EditorView, text: string): void {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: 0 },
    userEvent: "input.paste",
    scrollIntoView: true,
  });
  view.focus();
}

/** Put lines below the line of the cursor; where that is before the first group, into that. */
function insert(view: EditorView, text: string): void {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.head);
  const brace = state.doc.toString().indexOf("{");
  const outside = brace >= 0 && state.selection.main.head <= brace;
  const from = outside ? state.doc.lineAt(brace).to : line.to;
  const depth = outside ? "  " : (/^\s*/.exec(line.text)?.[0] ?? "");
  const lines = text.trim().split("\n");
  const block = `\n${lines.map((one) => depth + one).join("\n")}`;
  const anchor = from + block.length;
  const changes = { from, insert: block };
  view.dispatch({ changes, selection: { anchor }, userEvent: "input.paste", scrollIntoView: true });
  view.focus();
}

async function open(view: EditorView, link: HTMLAnchorElement): Promise<void> {
  const answer = await fetch(
    `/query/text?named=${encodeURIComponent(link.dataset.named ?? "")}`,
  ).catch(() => undefined);
  if (answer?.ok) fill(view, await answer.text());
  else location.assign(link.href);
}
