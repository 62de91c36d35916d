/** Files that are larger than what is taken are refused before they are sent. */
import { number, words } from "../common/language";

const told = words({
  de: (size: string, limit: string) =>
    `Die Datei hat ${size} MiB; höchstens ${limit} MiB sind erlaubt. Sie wurde nicht gesendet. Teilen Sie sie auf, oder nehmen Sie Bilder und weitere Blätter heraus.`,
  en: (size: string, limit: string) =>
    `The file has ${size} MiB; at most ${limit} MiB are allowed. It was not sent. Split it, or take out pictures and further sheets.`,
});
const MEBIBYTE = 1024 * 1024;

export function refuseLargeFiles(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-limit]")) {
    field.addEventListener("change", () => look(field));
    field.form?.addEventListener("submit", (event) => {
      if (!look(field)) event.preventDefault();
    });
  }
}

/** Say what is wrong with the size of the chosen file; tell whether nothing is. */
function look(field: HTMLInputElement): boolean {
  const limit = Number(field.dataset.limit);
  const size = field.files?.[0]?.size ?? 0;
  const fits = size <= limit;
  const rounded = Math.ceil((size / MEBIBYTE) * 10) / 10;
  say(field.form, fits ? "" : told(number(rounded), number(limit / MEBIBYTE)));
  field.setAttribute("aria-invalid", String(!fits));
  return fits;
}

/** Show what is wrong with a form, or nothing. */
export function say(form: HTMLFormElement | null, text: string): void {
  const problem = form?.querySelector("[data-problem]");
  if (problem) problem.textContent = text;
}
