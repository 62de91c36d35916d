/** Names of places to choose from while one writes; the server understands the key behind each. */
import { make } from "../common/building";
import { here } from "../common/language";

interface Found {
  iri: string;
  label: string;
  classLabel?: string | null;
  districtLabel?: string | null;
  stateLabel?: string | null;
}

const PAUSE = 150;
const PLACES = /\/id\/(municipality|district|association|state)\/(\d+)$/;

/** Fill the list of names below the field of a comparison. */
export function offerPlaces(): void {
  const field = document.querySelector<HTMLInputElement>("input#place[list]");
  if (!field) return;
  const list = make("datalist", { id: field.getAttribute("list") ?? "" });
  field.after(list);
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void fill(field, list), PAUSE);
  });
}

async function fill(field: HTMLInputElement, list: HTMLDataListElement): Promise<void> {
  const text = field.value.trim();
  if (text.length < 2 || /^\d+$/.test(text)) return;
  try {
    const answer = await fetch(here(`/search.json?q=${encodeURIComponent(text)}&limit=20`));
    if (!answer.ok) return;
    const found: Found[] = (await answer.json()).results;
    list.replaceChildren(...found.flatMap(option));
  } catch {
    list.replaceChildren();
  }
}

function option(one: Found): HTMLOptionElement[] {
  const key = PLACES.exec(one.iri)?.[2];
  if (!key) return [];
  const where = [one.label, one.classLabel, one.districtLabel, one.stateLabel].filter(Boolean);
  return [make("option", { value: key, label: where.join(", ") })];
}
