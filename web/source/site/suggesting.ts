/** Search fields lead straight to the page of what was chosen. */
import { target } from "../common/addresses";
import { combobox } from "../common/combobox";

export function offerSuggestions(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-suggest]"))
    combobox(field, { take: ({ iri }) => location.assign(target(iri) ?? "/") });
}
