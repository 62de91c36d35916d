/** A form that changes something is sent once, however often its button is pressed. */

export function sendOnce(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
      for (const button of form.querySelectorAll("button"))
        button.setAttribute("aria-busy", "true");
    });
  }
  addEventListener("pageshow", ready);
}

/** Let forms be sent again on a page to which somebody went back. */
function ready(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-once]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
  }
}
