/** A field that keeps those entries of a list which hold its words: together where some do, else each of them. */
import { folded } from "./folding";

/** What stands around entries, and goes with the last of them. */
const GROUPS = ".topic, [data-part]:not([data-find])";
const LEFT = ":is([data-words], [data-find]):not([hidden])";

/** Filter entries by `data-words`, or else their text. */
export function offerFilter(
  field: HTMLInputElement,
  entries: HTMLElement[],
  told: (left: number, wanted: boolean) => void,
): void {
  const texts = entries.map((entry) => folded(entry.dataset.words ?? entry.textContent ?? ""));
  field.addEventListener("input", () => {
    const whole = folded(field.value);
    const together = texts.some((text) => text.includes(whole));
    const wanted = together ? [whole] : whole.split(" ");
    for (const [at, entry] of entries.entries())
      entry.hidden = !wanted.every((word) => texts[at]?.includes(word));
    for (const group of document.querySelectorAll<HTMLElement>(GROUPS))
      group.hidden = whole !== "" && !group.querySelector(LEFT);
    told(entries.filter(({ hidden }) => !hidden).length, whole !== "");
  });
}
