/** (chart) */
import type { Context } from "./views";

export function draw(panel: HTMLElement, context: Context): void {
  panel.textContent = String(context.columns.length);
}
