/** Buttons that copy what stands beside them: `<button data-copy="id" hidden>`. */
import { copies } from "../common/copying";

export function offerCopies(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy ?? "");
    const notice = source && copies(button, source);
    if (!notice) continue;
    button.hidden = false;
    button.after(notice);
  }
}
