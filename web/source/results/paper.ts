/** What paper gets of a table of which a screen holds only the rows in sight. */
import { make } from "../common/building";
import { number, words } from "../common/language";
import { plain } from "./plain";
import type { Shown } from "./table";

/** Rows on paper; more are for files. */
const MOST = 500;
const told = words({
  de: (n: number, all: number) =>
    `${number(n)} von ${number(all)} Zeilen; alle stehen in der Datei.`,
  en: (n: number, all: number) => `${number(n)} of ${number(all)} rows; the file has all of them.`,
});

/** Put the first rows beside a grid as a table of HTML, for as long as the page is being printed. */
export function onPaper(screen: HTMLElement, shown: () => Shown): void {
  let paper: HTMLElement | undefined;
  const begin = () => {
    paper?.remove();
    if (!screen.isConnected) {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
      return;
    }
    paper = sheet(shown());
    screen.after(paper);
  };
  const end = () => paper?.remove();
  addEventListener("beforeprint", begin);
  addEventListener("afterprint", end);
}

function sheet(shown: Shown): HTMLElement {
  const all = shown.numbers.length;
  const note = all > MOST ? make("p", {}, told(MOST, all)) : null;
  const { element } = plain({ ...shown, numbers: shown.numbers.slice(0, MOST) });
  return make("div", { class: "result-paper" }, note, element);
}
