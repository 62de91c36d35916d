/** Fields in which people write a name while the form sends what identifies the thing. */
import { make } from "./building";
import { combobox, type Found } from "./combobox";

/** Let a field send a value of what was chosen for its name, and the text where nothing was chosen. */
export function sendChosen(
  field: HTMLInputElement,
  kind: string,
  value: (found: Found) => string,
): void {
  const sent = make("input", { type: "hidden", name: field.name, value: field.value });
  field.removeAttribute("name");
  field.addEventListener("input", () => {
    sent.value = field.value.trim();
  });
  field.after(sent);
  combobox(field, {
    kind,
    take: (found) => {
      field.value = found.label;
      sent.value = value(found);
    },
  });
}
