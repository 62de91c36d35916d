/** From an IRI to its address here. */
import { address } from "./building";
import { here } from "./language";

export const BASE = "https://w3id.org/klimagraph/";

/** Return where an IRI leads: to its page here, in a release if one is named, or into the web; nothing where it is no address. */
export function target(iri: string, release = ""): string | undefined {
  if (!iri.startsWith(BASE)) return address(iri);
  const path = page(iri.slice(BASE.length).replace(/^\/+/, "")); // two in front would name another host
  if (!release) return here(path);
  const url = new URL(path, location.origin);
  url.searchParams.set("release", release);
  return here(url.pathname + url.search + url.hash);
}

function page(path: string): string {
  if (path.startsWith("ns#")) return `/ontology/${path.slice(3)}`;
  return path.startsWith("id/") ? `/doc/${path.slice(3)}` : `/${path}`;
}
