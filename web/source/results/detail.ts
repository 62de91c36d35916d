/** A single value in full, with what RDF says of it, and a button that copies it. */
import { make } from "../common/building";
import { copyButton } from "../common/copying";
import { words } from "../common/language";
import type { Labels } from "./labels";
import { text } from "./terms";
import type { Term } from "./types";

const told = words({
  de: {
    close: "Schließen",
    open: "Öffnen",
    language: "Sprache",
    datatype: "Datentyp",
  },
  en: {
    close: "Close",
    open: "Open",
    language: "Language",
    datatype: "Datatype",
  },
});

/** Show a value in a dialog; where it was opened from gets the focus back. */
export function detail(value: Term, title: string, labels: Labels): void {
  const dialog = make("dialog", { class: "result-detail", "aria-label": title });
  const raw = text(value);
  const close = make("button", { type: "button", class: "quiet" }, told.close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  const whole = { tabindex: "0", role: "region", "aria-label": title };
  const shown = make("pre", whole, make("bdi", {}, raw));
  const actions = make("p", { class: "row" }, ...copyButton(shown), opening(value, labels), close);
  dialog.append(make("h2", {}, title), shown, make("div", {}, facts(value), actions));
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

function facts(value: Term): HTMLElement | null {
  if (value.type !== "literal") return null;
  const [name, what] = value["xml:lang"]
    ? [told.language, value["xml:lang"]]
    : [told.datatype, value.datatype];
  return what ? make("p", { class: "soft small" }, `${name}: ${what}`) : null;
}

function opening(value: Term, labels: Labels): HTMLElement | null {
  const href = value.type === "uri" ? labels.address(value.value) : undefined;
  return href ? make("a", { href, class: "button quiet" }, told.open) : null;
}
