/** Pages of the vocabulary: what does not contain what was typed is put out of sight. */
import "../styles/vocabulary.css";
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

const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

/** Show only the rows that contain a text, and the parts that have such rows. */
function narrow(text: string, rows: [HTMLElement, string][], status: HTMLElement): void {
  const wanted = plain(text);
  let count = 0;
  for (const [row, content] of rows) {
    const fits = content.includes(wanted);
    row.hidden = !fits;
    if (fits) count += 1;
  }
  for (const part of document.querySelectorAll<HTMLElement>("[data-part]:not([data-find])"))
    part.hidden = wanted !== "" && !part.querySelector("[data-find]:not([hidden])");
  document.body.classList.toggle("narrowed", wanted !== "");
  status.textContent = wanted === "" ? "" : count ? told.found(count) : told.none;
}

const line = document.querySelector<HTMLElement>("[data-within]");
const field = line?.querySelector("input");
const status = line?.querySelector<HTMLElement>("[role=status]");
if (line && field && status) {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-find]")].map(
    (row): [HTMLElement, string] => [row, plain(row.textContent ?? "")],
  );
  line.hidden = false;
  field.addEventListener("input", () => narrow(field.value, rows, status));
}
