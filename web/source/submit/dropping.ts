/** A file that is dropped anywhere on the page is the file of the form. */
import { words } from "../common/language";
import { say } from "./sizes";

const told = words({
  de: (name: string) => `Es geht nur eine Datei auf einmal; genommen wurde „${name}“.`,
  en: (name: string) => `Only one file can be taken at a time; “${name}” was taken.`,
});

export function offerDropping(): void {
  const area = document.querySelector<HTMLElement>("[data-drop]");
  const field = area?.querySelector<HTMLInputElement>("input[type=file]");
  if (!area || !field) return;
  const hint = area.querySelector<HTMLElement>("[data-drop-hint]");
  if (hint) hint.hidden = false;
  const over = (event: DragEvent) => {
    if (!dropped(event)) return;
    event.preventDefault();
    area.classList.add("over");
  };
  document.addEventListener("dragenter", over);
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) area.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    area.classList.remove("over");
    const files = dropped(event);
    if (!files) return;
    event.preventDefault();
    take(field, files);
  });
}

/** Return the files that are dragged, nothing where it is something else or another field is meant. */
function dropped({ dataTransfer, target }: DragEvent): FileList | undefined {
  const own = target instanceof HTMLInputElement && !target.closest("[data-drop]");
  return own || !dataTransfer?.types.includes("Files") ? undefined : dataTransfer.files;
}

function take(field: HTMLInputElement, files: FileList): void {
  const [first] = files;
  if (!first) return;
  const one = new DataTransfer();
  one.items.add(first);
  field.files = one.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  if (files.length > 1 && field.ariaInvalid !== "true") say(field.form, told(first.name));
}
