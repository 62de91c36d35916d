/** Finished questions: a list to filter, fields with suggestions, answers with their views. */
import "../styles/editor.css";
import { words } from "./common/language";
import { offerFilter } from "./editor/filtering";
import { offerThings } from "./questions/things";
import { load, show, WANTED } from "./results/show";

const told = words({
  de: { left: (count: number) => (count === 1 ? "eine Frage" : `${count} Fragen`), rows: "Zeilen", row: "eine Zeile" },
  en: { left: (count: number) => (count === 1 ? "one question" : `${count} questions`), rows: "rows", row: "one row" },
}); // biome-ignore format: a table

const filter = document.getElementById("questions-filter");
const results = document.getElementById("results");
if (filter) list(filter);
if (results) views(results);
offerThings();

function list(row: HTMLElement): void {
  const none = document.getElementById("none") as HTMLElement;
  const count = document.getElementById("filtered") as HTMLElement;
  const entries = [...document.querySelectorAll<HTMLElement>(".questions li")];
  row.hidden = false;
  offerFilter(document.getElementById("filter") as HTMLInputElement, entries, (left) => {
    none.hidden = left > 0;
    count.textContent = told.left(left);
  });
}

/** Put the whole answer with its views in place of the rows that the page came with. */
async function views(box: HTMLElement): Promise<void> {
  const address = box.dataset.address ?? "";
  const answer = await fetch(address, { headers: { Accept: WANTED } }).catch(() => undefined);
  if (!answer?.ok) return;
  const heads = [...box.querySelectorAll<HTMLElement>("th[scope=col]")];
  const titles = Object.fromEntries(heads.map((head) => [head.title, head.textContent ?? ""]));
  const found = await load(answer).catch(() => undefined);
  if (!found) return;
  show(box, found, { release: box.dataset.release, address, titles });
  const count = document.getElementById("counted");
  if (count)
    count.textContent =
      found.rows.length === 1
        ? told.row
        : `${found.rows.length.toLocaleString(document.documentElement.lang)} ${told.rows}`;
}
