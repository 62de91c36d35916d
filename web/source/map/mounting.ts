/** A map comes into an element of the page. */
import "../../styles/map.css";
import { MemberMap } from "./members_map";

/** Show the map that the attributes of an element ask for (see `map.ts`); fails where it cannot. */
export function mount(element: HTMLElement): Promise<void> {
  return new MemberMap(element).start();
}
