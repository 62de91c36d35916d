/** A field that keeps those entries of a list which hold every word of it. */

export function offerFilter(
  field: HTMLInputElement,
  entries: HTMLElement[],
  told: (left: number) => void,
): void {
  field.addEventListener("input", () => {
    const wanted = folded(field.value).split(/\s+/).filter(Boolean);
    for (const entry of entries) {
      const text = folded(entry.dataset.words ?? "");
      entry.hidden = !wanted.every((word) => text.includes(word));
    }
    for (const group of document.querySelectorAll<HTMLElement>(".topic")) {
      group.hidden = !group.querySelector("li:not([hidden])");
    }
    told(entries.filter(({ hidden }) => !hidden).length);
  });
}

function folded(text: string): string {
  return text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
}
