/** Charts as SVG: bars that lie, columns that stand, lines over time. */
import { max, min } from "d3-array";
import { axisBottom, axisLeft } from "d3-axis";
import { scaleBand, scaleLinear, scaleUtc } from "d3-scale";
import { select } from "d3-selection";
import { line as path } from "d3-shape";
import { number } from "../common/language";
import { tick } from "./dates";
import { draw, picture } from "./drawing";
import { cut } from "./labels";
import type { Form, Point } from "./series";

const BAR = 26;
const HEIGHT = 380;
const EDGE = { top: 12, right: 24, bottom: 36, left: 64 };
const LETTER = 7.8;

/** Return the picture of some points. */
export function chart(form: Form, points: Point[], width: number, name: string): SVGSVGElement {
  if (form === "bars") return bars(points, width, name);
  return form === "line" ? line(points, width, name) : columns(points, width, name);
}

function bars(points: Point[], width: number, name: string): SVGSVGElement {
  const longest = Math.min(width * 0.4, 260);
  const letters = Math.floor(longest / LETTER);
  const left = Math.min(longest, 12 + LETTER * (max(points, (one) => one.label.length) ?? 0));
  const svg = picture(width, points.length * BAR + 8, name);
  const least = Math.min(0, min(points, ({ value }) => value) ?? 0);
  const x = scaleLinear(
    [least, Math.max(0, max(points, ({ value }) => value) ?? 1)],
    [left, width - 72],
  );
  points.forEach(({ label, value }, at) => {
    const middle = at * BAR + BAR / 2 + 4;
    const start = Math.min(x(0), x(value));
    const bar = {
      x: start,
      y: middle - 9,
      width: Math.max(1, Math.abs(x(value) - x(0))),
      height: 18,
    };
    svg.append(
      draw(
        "text",
        { x: left - 8, y: middle, dy: "0.35em", "text-anchor": "end" },
        cut(label, letters - 3),
      ),
      draw(
        "rect",
        { ...bar, class: "result-mark" },
        draw("title", {}, `${cut(label)}: ${number(value)}`),
      ),
      draw(
        "text",
        { x: start + bar.width + 6, y: middle, dy: "0.35em", class: "figure" },
        number(value),
      ),
    );
  });
  return svg;
}

function upright(points: Point[], width: number, name: string) {
  const svg = picture(width, HEIGHT, name);
  const least = Math.min(0, min(points, ({ value }) => value) ?? 0);
  const y = scaleLinear(
    [least, max(points, ({ value }) => value) ?? 1],
    [HEIGHT - EDGE.bottom, EDGE.top],
  ).nice();
  const axis = draw("g", { class: "axis", transform: `translate(${EDGE.left},0)` });
  select(axis).call(
    axisLeft(y)
      .ticks(steps(points))
      .tickSize(-(width - EDGE.left - EDGE.right))
      .tickFormat((value) => number(Number(value))),
  );
  svg.append(axis);
  return { svg, y };
}

/** Return how many lines help to read the values; halves of whole numbers do not. */
function steps(points: Point[]): number {
  const highest = max(points, ({ value }) => value) ?? 1;
  const whole = points.every(({ value }) => Number.isInteger(value));
  return whole ? Math.max(1, Math.min(6, highest)) : 6;
}

function below(): SVGGElement {
  return draw("g", { class: "axis below", transform: `translate(0,${HEIGHT - EDGE.bottom})` });
}

function line(points: Point[], width: number, name: string): SVGSVGElement {
  const { svg, y } = upright(points, width, name);
  const places = points.map(({ place }) => place);
  const x = scaleUtc([min(places) ?? 0, max(places) ?? 1], [EDGE.left + 8, width - EDGE.right]);
  const axis = below();
  select(axis).call(
    axisBottom<Date>(x)
      .ticks(Math.max(3, Math.floor(width / 110)))
      .tickFormat(tick)
      .tickSizeOuter(0),
  );
  const course = path<Point>(
    (one) => x(one.place),
    (one) => y(one.value),
  );
  svg.append(axis, draw("path", { d: course(points) ?? "", class: "course" }));
  for (const { label, place, value } of points) {
    const told = draw("title", {}, `${label}: ${number(value)}`);
    svg.append(
      draw(
        "circle",
        { cx: x(place), cy: y(value), r: points.length > 80 ? 2 : 4, class: "result-mark" },
        told,
      ),
    );
  }
  return svg;
}

function columns(points: Point[], width: number, name: string): SVGSVGElement {
  const { svg, y } = upright(points, width, name);
  const x = scaleBand(
    points.map(({ label }) => label),
    [EDGE.left, width - EDGE.right],
  ).padding(0.06);
  const every = Math.ceil((points.length * 120) / width);
  const axis = below();
  points.forEach(({ label, place, value }, at) => {
    const left = x(label) ?? 0;
    const bar = {
      x: left,
      y: y(value),
      width: x.bandwidth(),
      height: y(0) - y(value),
      class: "result-mark",
    };
    svg.append(draw("rect", bar, draw("title", {}, `${label}: ${number(value)}`)));
    if (at % every === 0)
      axis.append(draw("text", { x: left, y: 20, "text-anchor": "start" }, number(place)));
  });
  svg.append(axis);
  return svg;
}
