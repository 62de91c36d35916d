/** The legend of a map: what its colours mean, and how often. */
import { make } from "../common/building";
import { number } from "../common/language";
import type { Class, Colouring } from "./colouring";
import type { Shape } from "./shapes";

/** Return the entries of a legend for what is on the map. */
export function legend(by: Colouring, shapes: Shape[]): HTMLElement[] {
  const counts = new Map<Class, number>();
  const rows = new Set(shapes.map(({ row }) => row));
  for (const row of rows) counts.set(by.of(row), (counts.get(by.of(row)) ?? 0) + 1);
  return by.legend.flatMap((one) => {
    const count = counts.get(one);
    return count ? entry(one, count) : [];
  });
}

function entry({ title, colour, shade }: Class, count: number): HTMLElement {
  const swatch = make("span", { class: "swatch" });
  swatch.style.background = `var(--series-${colour})`;
  swatch.style.opacity = String(shade);
  return make(
    "li",
    {},
    swatch,
    make("bdi", {}, title),
    make("span", { class: "soft" }, number(count)),
  );
}
