/** The colours of the page, as a canvas needs them. */

export interface Colours {
  land: string;
  line: string;
  state: string;
  paper: string;
  ink: string;
  chosen: string;
  /** Colours of the groups; the first stands for the number 1. */
  series: string[];
}

/** Return the colours as they are now, light or dark. */
export function readColours(within: HTMLElement): Colours {
  const probe = document.createElement("span");
  within.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found: Colours = {
    land: colour("map-land"),
    line: colour("map-line"),
    state: colour("map-state"),
    paper: colour("paper"),
    ink: colour("ink"),
    chosen: colour("focus"),
    series: Array.from({ length: 10 }, (_, at) => colour(`series-${at + 1}`)),
  };
  probe.remove();
  return found;
}
