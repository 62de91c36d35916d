/** Buttons over the map, and its keys. */
import { make } from "../common/building";
import type { Place } from "./plane";
import { told } from "./words";

export interface Commands {
  scale: (factor: number) => void;
  whole: () => void;
  /** Choose the next member in a direction. */
  step: (direction: Place) => void;
  open: () => void;
  leave: () => void;
}

const STEPS: Record<string, Place> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const FACTOR = 1.7;

export function buttons(commands: Commands): HTMLElement {
  const button = (sign: string, name: string, act: () => void) => {
    const made = make(
      "button",
      { type: "button", class: "quiet", "aria-label": name, title: name },
      sign,
    );
    made.addEventListener("click", act);
    return made;
  };
  return make(
    "div",
    { class: "map-buttons" },
    button("+", told.larger, () => commands.scale(FACTOR)),
    button("−", told.smaller, () => commands.scale(1 / FACTOR)),
    button("⤢", told.whole, commands.whole),
  );
}

/** Take the keys of a map that has the focus. */
export function listen(canvas: HTMLCanvasElement, commands: Commands): void {
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = action(event.key, commands);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function action(key: string, commands: Commands): (() => void) | undefined {
  const step = STEPS[key];
  if (step) return () => commands.step(step);
  if (key === "+") return () => commands.scale(FACTOR);
  if (key === "-") return () => commands.scale(1 / FACTOR);
  if (key === "0" || key === "Home") return commands.whole;
  if (key === "Enter") return commands.open;
  if (key === "Escape") return commands.leave;
  return undefined;
}
