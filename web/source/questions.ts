/** Finished questions: a list to filter, and fields with suggestions. */
import "../styles/editor.css";
import { offerFilter } from "./common/filtering";
import { words } from "./common/language";
import { offerThings } from "./questions/things";

const told = words({
  de: { left: (count: number) => (count === 1 ? "eine Frage" : `${count} Fragen`) },
  en: { left: (count: number) => (count === 1 ? "one question" : `${count} questions`) },
}); // biome-ignore format: a table

const filter = document.getElementById("questions-filter");
if (filter) list(filter);
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
