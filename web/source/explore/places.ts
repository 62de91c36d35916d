/** The field of a comparison suggests places while one writes; it sends the key of the one chosen. */
import { sendChosen } from "../common/naming";

const KIND = "klima:Authority";

export function offerPlaces(): void {
  const field = document.querySelector<HTMLInputElement>("input#place");
  if (field) sendChosen(field, KIND, ({ iri }) => iri.split("/").at(-1) ?? "");
}
