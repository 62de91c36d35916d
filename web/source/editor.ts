/** The editor for queries: write, run, cancel, see, take away, cite. */
import "../styles/editor.css";
import type { EditorView } from "@codemirror/view";
import { here, words } from "./common/language";
import { fill, offerBeside } from "./editor/beside";
import { goTo, mark } from "./editor/faults";
import { helpAtCursor } from "./editor/help";
import { offerHistory, remember } from "./editor/history";
import { mount } from "./editor/mount";
import type { Problem } from "./editor/problems";
import { type Answer, Failed, run } from "./editor/running";
import { offerSharing, pathOf, type Shared } from "./editor/sharing";
import { showCancelled, showDone, showProblem, showProgress } from "./editor/state";
import { show } from "./results/show";

const LONGEST_FORM = 6000;
const told = words({
  de: "Tab rückt ein; Escape, dann Tab verlässt das Feld. F1 erklärt den Namen unter der Schreibmarke.",
  en: "Tab indents; Escape, then Tab leaves the field. F1 explains the name at the cursor.",
});

const form = document.getElementById("ask") as HTMLFormElement;
const field = document.getElementById("query") as HTMLTextAreaElement;
const release = document.getElementById("release") as HTMLSelectElement;
const begin = document.getElementById("run") as HTMLButtonElement;
const end = document.getElementById("cancel") as HTMLButtonElement;
const help = document.getElementById("editor-help") as HTMLElement;
const asked = document.getElementById("asked") as HTMLElement;
const state = document.getElementById("state") as HTMLElement;
const results = document.getElementById("results") as HTMLElement;
let running: AbortController | undefined;

const view = mount(document.getElementById("editor-box") as HTMLElement, field.value.trim(), {
  release: () => release.value,
  prefixes: JSON.parse(form.dataset.prefixes ?? "{}"),
  run: start,
  help: explain,
  changed: (text) => {
    field.value = text;
  },
});
field.hidden = true;
field.value = view.state.doc.toString();
begin.hidden = false;
help.textContent = told;
begin.addEventListener("click", start);
end.addEventListener("click", () => running?.abort());
form.addEventListener("submit", () => {
  form.method = field.value.length > LONGEST_FORM ? "post" : "get";
});
const chosen = (text: string) => fill(view, text);
offerBeside(view);
offerHistory(chosen);
offerSharing(() => ({ query: field.value, release: release.value }));

async function start(): Promise<void> {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const shared = { query: field.value, release: release.value };
  busy(true);
  results.replaceChildren();
  asked.textContent = shared.query;
  try {
    const answer = await run(shared.query, shared.release, mine.signal, (progress) => {
      if (running === mine) showProgress(progress);
    });
    if (running !== mine) return;
    present(answer, shared);
  } catch (error) {
    if (running !== mine) return;
    if (mine.signal.aborted) showCancelled();
    else if (error instanceof Failed) failed(error.problem);
    else throw error;
  } finally {
    if (running === mine) busy(false);
  }
}

function present(answer: Answer, shared: Shared): void {
  const { query, release: older } = shared;
  showDone(answer);
  show(results, answer.results, {
    release: answer.release,
    older,
    address: `/sparql?${new URLSearchParams({ query, release: answer.release })}`,
  });
  remember(query, answer.release, chosen);
  keepAddress(shared);
}

/** While a query runs, the button that ends it stands where the one that began it stood. */
function busy(now: boolean): void {
  const [shown, gone] = now ? [end, begin] : [begin, end];
  const focus = document.activeElement;
  const focused = focus === gone || state.contains(focus);
  shown.hidden = false;
  gone.hidden = true;
  if (focused) shown.focus();
  results.setAttribute("aria-busy", String(now));
}

function failed(problem: Problem): void {
  const { line, column } = problem;
  if (line) mark(view, line, column ?? 1, [problem.text, problem.detail].join(" "));
  showProblem(problem, (to, at) => goTo(view, to, at), start);
}

/** Put the query into the address of the page, so that reloading keeps it; one that is too long leaves no other there. */
function keepAddress(shared: Shared): void {
  const plain = shared.release ? `/query?release=${shared.release}` : "/query";
  history.replaceState(history.state, "", here(pathOf(shared) ?? plain) + location.hash);
}

async function explain(at: EditorView): Promise<void> {
  help.textContent = await helpAtCursor(at, release.value);
}
