/** A page that is loaded again after a while, unless somebody says no: `<button data-reload="30" hidden>`. */

export function offerWaiting(): void {
  const button = document.querySelector<HTMLButtonElement>("button[data-reload]");
  const seconds = Number(button?.dataset.reload);
  if (!button || !(seconds > 0)) return;
  const waiting = setTimeout(() => location.reload(), seconds * 1000);
  button.hidden = false;
  button.addEventListener("click", () => {
    clearTimeout(waiting);
    button.disabled = true;
  });
}
