/** A picture of a map gives way to the map itself when somebody asks for it; until then it is light. */
import "../styles/map_later.css";
import { make } from "./common/building";
import { words } from "./common/language";

const told = words({
  de: "Die Karte konnte nicht geladen werden. Versuchen Sie es noch einmal.",
  en: "The map could not be loaded. Please try again.",
});

for (const button of document.querySelectorAll<HTMLButtonElement>(".map-later button[data-map]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-busy") !== "true") void move(button);
  });
}

/** Put the map in the place of its picture; where it cannot be loaded, the picture stays. */
async function move(button: HTMLButtonElement): Promise<void> {
  const { map = "all", iri = "" } = button.dataset;
  const frame = button.closest(".map-later");
  if (!frame) return;
  frame.querySelector(".notice")?.remove();
  button.setAttribute("aria-busy", "true");
  const picture = [...frame.childNodes];
  try {
    const { mount } = await import("./map/mounting");
    const plane = make("div", { class: "map", "data-map": map, "data-iri": iri });
    frame.replaceChildren(plane);
    frame.classList.add("moving");
    await mount(plane);
    plane.querySelector<HTMLElement>("canvas")?.focus();
  } catch (fault) {
    console.warn(fault);
    frame.classList.remove("moving");
    frame.replaceChildren(...picture, make("p", { class: "notice bad", role: "alert" }, told));
    button.focus();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
