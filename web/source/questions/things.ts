/** Fields that take a thing: people write its name, the form sends its IRI. */
import { words } from "../common/language";
import { sendChosen } from "../common/naming";

const hinted = words({
  de: "Namen oder Schlüssel schreiben und aus den Vorschlägen wählen.",
  en: "Write a name or key and choose from the suggestions.",
});

/** Turn every field for things into one with suggestions. */
export function offerThings(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-things]")) {
    const hint = document.getElementById(field.getAttribute("aria-describedby") ?? "");
    if (hint) hint.textContent = hinted;
    sendChosen(field, field.dataset.things ?? "", ({ iri }) => iri);
    if (field.dataset.label) field.value = field.dataset.label;
  }
}
