/** Pictures to take away: the SVG as it is seen, or as PNG. */
import { make } from "../common/building";
import { words } from "../common/language";

const told = words({
  de: { svg: "Als SVG speichern", png: "Als PNG speichern" },
  en: { svg: "Save as SVG", png: "Save as PNG" },
});
const SHARP = 2;
const LOOKS = [
  "fill",
  "stroke",
  "stroke-width",
  "font-family",
  "font-size",
  "font-weight",
  "opacity",
  "stop-color",
  "stop-opacity",
];

/** Return buttons that save the picture which is shown when they are pressed. */
export function taking(name: string, shown: () => SVGSVGElement | null): HTMLElement {
  const button = (title: string, act: (svg: SVGSVGElement) => void) => {
    const made = make("button", { type: "button", class: "quiet" }, title);
    made.addEventListener("click", () => {
      const svg = shown();
      if (svg) act(svg);
    });
    return made;
  };
  return make(
    "p",
    { class: "row result-taking" },
    button(told.svg, (svg) => save(written(svg), `${name}.svg`)),
    button(told.png, (svg) => {
      painted(svg).then((blob) => blob && save(blob, `${name}.png`));
    }),
  );
}

/** Return the picture as a file of its own: the styles of the page go into its attributes. */
function written(svg: SVGSVGElement): Blob {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const copies = [copy, ...copy.querySelectorAll("*")];
  [svg, ...svg.querySelectorAll("*")].forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const look of LOOKS) copies[at]?.setAttribute(look, style.getPropertyValue(look));
  });
  const text = new XMLSerializer().serializeToString(copy);
  return new Blob([text], { type: "image/svg+xml" });
}

async function painted(svg: SVGSVGElement): Promise<Blob | null> {
  const url = URL.createObjectURL(written(svg));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = make("canvas");
  canvas.width = svg.width.baseVal.value * SHARP;
  canvas.height = svg.height.baseVal.value * SHARP;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function save(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
