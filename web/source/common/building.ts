/** Elements made without markup, so that no text from data can become any. */

type Child = Node | string | null | undefined;

/** Return a new element with attributes and children; texts stay texts. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (typeof value === "string") element.setAttribute(key, value);
  }
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/** Return the address behind an IRI from data, or nothing where it is no address of the web. */
export function address(iri: string): string | undefined {
  return /^https?:\/\//i.test(iri) ? iri : undefined;
}
