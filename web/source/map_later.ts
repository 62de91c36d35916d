/** A picture of a map gives way to the map itself when somebody asks for it; until then it is light. */
import "../styles/map_later.css";
import { make } from "./common/building";

for (const button of document.querySelectorAll<HTMLButtonElement>(".map-later button[data-map]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    const { map = "all", iri = "" } = button.dataset;
    const plane = make("div", { class: "map", "data-map": map, "data-iri": iri });
    const frame = button.closest(".map-later");
    frame?.replaceChildren(plane);
    frame?.classList.add("moving");
    await import("./map");
    plane.querySelector<HTMLElement>("canvas")?.focus();
  });
}
