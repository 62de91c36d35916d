/** The line below the editor that says how a run stands, and what went wrong. */
import { make } from "../common/building";
import { number, words } from "../common/language";
import { type Problem, size } from "./problems";
import type { Answer, Progress } from "./running";

const told = words({
  de: {
    running: "läuft", seconds: "s", rows: "Zeilen", row: "Zeile", triples: "Tripel", yes: "Ja", no: "Nein", release: "Version",
    cancelled: "Abgebrochen. Der Server hat die Abfrage beendet; es gibt kein Ergebnis.",
    place: (line: number, column: number) => `Zur Stelle: Zeile ${line}, Spalte ${column}`,
    again: "Noch einmal versuchen", wait: (count: number) => `Noch einmal versuchen in ${count} s`,
    answer: "Antwort",
  },
  en: {
    running: "running", seconds: "s", rows: "rows", row: "row", triples: "triples", yes: "Yes", no: "No", release: "release",
    cancelled: "Cancelled. The server ended the query; there is no result.",
    place: (line: number, column: number) => `Go to line ${line}, column ${column}`,
    again: "Try again", wait: (count: number) => `Try again in ${count} s`,
    answer: "Answer",
  },
}); // biome-ignore format: a table

const state = document.getElementById("state") as HTMLElement;
let waiting = 0;

/** Say how far a run is; a screen reader hears it once. */
export function showProgress({ seconds, bytes, rows }: Progress): void {
  let bar = state.querySelector<HTMLElement>(".running");
  if (!bar) {
    bar = make(
      "p",
      { class: "running" },
      make("span", {}, told.running),
      make("span", { "aria-hidden": "true" }),
    );
    clear();
    state.append(bar);
  }
  const parts = [`${seconds.toFixed(1)} ${told.seconds}`];
  if (rows > 0) parts.push(`${number(rows)} ${told.rows}`);
  if (bytes > 0) parts.push(size(bytes));
  if (bar.lastChild) bar.lastChild.textContent = ` · ${parts.join(" · ")}`;
}

/** Say what came: how many rows, how fast, from which release. */
export function showDone({ results, seconds, bytes, release }: Answer): void {
  const count = results.rows.length;
  const [first, others] =
    results.kind === "graph" ? [told.triples, told.triples] : [told.row, told.rows];
  const amount =
    results.kind === "boolean"
      ? results.truth
        ? told.yes
        : told.no
      : `${number(count)} ${count === 1 ? first : others}`;
  clear();
  state.append(
    make("p", { class: "done" }, make("b", {}, amount),
      ` · ${number(Math.round(seconds * 100) / 100)} ${told.seconds} · ${size(bytes)} · ${told.release} ${release}`),
  ); // biome-ignore format: one line of the page
}

export function showCancelled(): void {
  clear();
  state.append(make("p", { class: "notice doubt" }, told.cancelled));
}

/** Say what went wrong; `goTo` leads to its place, `again` is offered where waiting helps. */
export function showProblem(problem: Problem, goTo: (line: number, column: number) => void, again: () => void): void {
  clear();
  const box = make("div", { class: "notice bad" }, make("p", {}, make("b", {}, problem.text)));
  if (problem.detail) box.append(make("p", { class: "small" }, problem.detail));
  const { line, column, wait } = problem;
  if (line) {
    const to = make("button", { type: "button", class: "quiet small" }, told.place(line, column ?? 1));
    to.addEventListener("click", () => goTo(line, column ?? 1));
    box.append(to);
  }
  if (wait) box.append(patient(wait, again));
  state.append(box);
} // biome-ignore format: short enough

function patient(wait: number, again: () => void): HTMLElement {
  const button = make("button", { type: "button", class: "small" }, told.wait(wait));
  let left = wait;
  button.disabled = true;
  waiting = window.setInterval(() => {
    left -= 1;
    button.textContent = left > 0 ? told.wait(left) : told.again;
    button.disabled = left > 0;
    if (left <= 0) clearInterval(waiting);
  }, 1000);
  button.addEventListener("click", again);
  return button;
}

function clear(): void {
  clearInterval(waiting);
  state.replaceChildren();
}
