/**
 * A map of the members of alliances. In a page:
 *
 *     <div class="map" data-map="all" data-colour="alliance">
 *
 * - `data-map`: `all` (all members, with legend and filter), `alliance` (the members of one),
 *   `place` (an authority and what is around it).
 * - `data-iri`: the IRI (or address, or path such as `alliance/klikks`) of the alliance or authority.
 * - `data-colour`: `alliance` or `year` (of the target), how members are coloured at first.
 *
 * What stands in the element is there for those without scripts and goes away.
 * `data-ready` is set as soon as the map answers.
 */
import { make } from "./common/building";
import { mount } from "./map/mounting";
import { told } from "./map/words";

for (const element of document.querySelectorAll<HTMLElement>("div.map[data-map]"))
  mount(element).catch((fault: unknown) => {
    console.warn(fault);
    element.append(make("p", { class: "notice bad" }, told.failed));
  });
