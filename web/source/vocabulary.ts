/** Pages of the vocabulary: what does not contain what was typed is put out of sight. */
import "../styles/vocabulary.css";
import { offerFilter } from "./common/filtering";
import { number, words } from "./common/language";

const told = words({
  de: {
    found: (n: number) => (n === 1 ? "ein Treffer" : `${number(n)} Treffer`),
    none: "nichts gefunden",
  },
  en: {
    found: (n: number) => (n === 1 ? "one match" : `${number(n)} matches`),
    none: "nothing found",
  },
});

const line = document.querySelector<HTMLElement>("[data-within]");
const field = line?.querySelector("input");
const status = line?.querySelector<HTMLElement>("[role=status]");
if (line && field && status) {
  line.hidden = false;
  const rows = [...document.querySelectorAll<HTMLElement>("[data-find]")];
  offerFilter(field, rows, (left, wanted) => {
    document.body.classList.toggle("narrowed", wanted);
    status.textContent = wanted ? (left ? told.found(left) : told.none) : "";
  });
}
