/** A page that is loaded again after a while, unless somebody says no: `<button data-reload="30" hidden>`. */
import { words } from "../common/language";

const told = words({
  de: { stays: "Diese Seite lädt sich nicht mehr selbst neu.", now: "Jetzt neu laden" },
  en: { stays: "This page no longer reloads itself.", now: "Reload now" },
});

export function offerWaiting(): void {
  const button = document.querySelector<HTMLButtonElement>("button[data-reload]");
  const seconds = Number(button?.dataset.reload);
  if (!button || !(seconds > 0)) return;
  const waiting = setTimeout(() => location.reload(), seconds * 1000);
  button.hidden = false;
  button.addEventListener("click", () => stay(button, waiting), { once: true });
}

/** Leave the page as it is; the button that had the focus then loads it. */
function stay(button: HTMLButtonElement, waiting: number): void {
  clearTimeout(waiting);
  button.previousSibling?.replaceWith(`${told.stays} `);
  button.textContent = told.now;
  button.addEventListener("click", () => location.reload());
}
