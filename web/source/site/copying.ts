/** Buttons that copy what stands beside them: `<button data-copy="id" hidden>`. */
import { words } from "../common/language";

const told = words({ de: "Kopiert", en: "Copied" });

export function offerCopies(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy ?? "");
    if (!source || !navigator.clipboard) continue;
    const name = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = source instanceof HTMLTextAreaElement ? source.value : source.textContent;
      await navigator.clipboard.writeText(text ?? "");
      button.textContent = told;
      setTimeout(() => {
        button.textContent = name;
      }, 2000);
    });
  }
}
