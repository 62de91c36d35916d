/** A form that changes something is sent once, however often its button is pressed. */

/** How long an answer may take; after that, or on Escape, the form can be sent again. */
const PATIENCE = 30_000;

export function sendOnce(): void {
  for (const form of forms()) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      for (const button of form.querySelectorAll("button"))
        button.setAttribute("aria-busy", "true");
      setTimeout(ready, PATIENCE);
    });
  }
  addEventListener("pageshow", ready);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") ready();
  });
}

function forms(): NodeListOf<HTMLFormElement> {
  return document.querySelectorAll<HTMLFormElement>("form[data-once]");
}

/** Let forms be sent again: on a page to which somebody went back, and after sending was stopped. */
function ready(): void {
  for (const form of forms()) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
  }
}
