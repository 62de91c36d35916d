/** Elements of SVG. */

const SVG = "http://www.w3.org/2000/svg";

/** Return a new element of SVG with attributes and children; texts stay texts. */
export function draw<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Return a picture of this size whose name is read aloud. */
export function picture(width: number, height: number, name: string): SVGSVGElement {
  return draw("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-label": name,
    class: "result-picture",
  });
}
