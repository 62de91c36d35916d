/** Fields above a view, by which columns are chosen. */
import { make } from "../common/building";

export interface Choice {
  value: string;
  title: string;
}

/** Return a labelled field to choose from; `changed` is called with what was chosen. */
export function field(
  title: string,
  choices: Choice[],
  chosen: string,
  changed: (value: string) => void,
): HTMLElement {
  const select = make("select");
  for (const choice of choices) {
    const option = make("option", { value: choice.value }, choice.title);
    option.selected = choice.value === chosen;
    select.append(option);
  }
  select.addEventListener("change", () => changed(select.value));
  return make("label", {}, title, select);
}

/** Return columns as choices. */
export function choices(columns: { name: string; title: string }[]): Choice[] {
  return columns.map(({ name, title }) => ({ value: name, title }));
}

/** Draw a view anew; the field that was used keeps the focus. */
export async function again(panel: HTMLElement, draw: () => Promise<void>): Promise<void> {
  const place = [...panel.querySelectorAll("select")].indexOf(
    document.activeElement as HTMLSelectElement,
  );
  await draw();
  panel.querySelectorAll("select")[place]?.focus();
}
