/** The pointer over a map: what is under it is told, a click opens its page. */
import type { Area } from "./layers";
import { page } from "./members";
import type { Place } from "./plane";
import type { Shown, View } from "./view";

export function pathOf(found: Shown | Area): string {
  return "member" in found ? found.member.path : found.path;
}

export function follow(view: View): void {
  const { canvas } = view;
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" && event.buttons === 0) view.point(position(event));
  });
  canvas.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && document.activeElement !== canvas) view.leave();
  });
  canvas.addEventListener("click", (event) => {
    const found = view.point(position(event));
    const touched = (event as PointerEvent).pointerType === "touch";
    if (found && !touched) location.assign(page(pathOf(found)));
  });
}

function position(event: MouseEvent): Place {
  return [event.offsetX, event.offsetY];
}
