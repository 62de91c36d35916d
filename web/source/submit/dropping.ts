/** A file that is dropped anywhere on the field is the file of the form. */

export function offerDropping(): void {
  for (const area of document.querySelectorAll<HTMLElement>("[data-drop]")) {
    const field = area.querySelector<HTMLInputElement>("input[type=file]");
    if (field) accept(area, field);
  }
}

function accept(area: HTMLElement, field: HTMLInputElement): void {
  const hint = area.querySelector<HTMLElement>("[data-drop-hint]");
  if (hint) hint.hidden = false;
  for (const name of ["dragenter", "dragover"])
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("over");
    });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("over");
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    field.files = files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
