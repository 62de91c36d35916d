/** Rows as a chart: bars by category, a line over time, a histogram. */
import { make } from "../common/building";
import { number, words } from "../common/language";
import type { Column } from "./columns";
import { again, choices, field } from "./fields";
import { chart } from "./marks";
import { type Form, type Point, points } from "./series";
import { taking } from "./taking";
import { text } from "./terms";
import { values } from "./values";
import type { Context } from "./views";

const COUNT = "";
const MOST_BARS = 40;
const MOST_LABELS = 1000;
const told = words({
  de: {
    form: "Form",
    forms: { bars: "Balken", line: "Linie", histogram: "Verteilung" },
    by: "nach",
    of: "Wert",
    count: "Zahl der Zeilen",
    name: (form: string, of: string, by: string) => `${form}: ${of}${by ? ` nach ${by}` : ""}`,
    more: (n: number) =>
      `${number(n)} weitere Balken sind nicht gezeigt; alle stehen in der Tabelle.`,
    summed: "Mehrere Zeilen zur selben Stelle sind zusammengezählt.",
    none: "Mit diesen Spalten gibt es nichts zu zeichnen.",
    rows: "Zeilen",
  },
  en: {
    form: "Form",
    forms: { bars: "Bars", line: "Line", histogram: "Distribution" },
    by: "by",
    of: "Value",
    count: "Number of rows",
    name: (form: string, of: string, by: string) => `${form}: ${of}${by ? ` by ${by}` : ""}`,
    more: (n: number) => `${number(n)} more bars are not shown; the table has them all.`,
    summed: "Several rows at the same place are added up.",
    none: "There is nothing to draw with these columns.",
    rows: "rows",
  },
});

/** Draw a chart of the results, with fields that choose its columns. */
export async function draw(panel: HTMLElement, context: Context): Promise<void> {
  new Chart(panel, context).show();
}

class Chart {
  private readonly numbers: Column[];
  private readonly times: Column[];
  private readonly categories: Column[];
  private readonly width: number;
  private form: Form;
  private by = "";
  private of = COUNT;

  constructor(
    private readonly panel: HTMLElement,
    private readonly context: Context,
  ) {
    const filled = context.columns.filter((column) => column.filled);
    this.numbers = filled.filter(({ kind }) => kind === "number");
    this.times = filled.filter(({ kind }) => ["year", "date", "interval"].includes(kind));
    this.categories = filled.filter(({ kind }) => !["number", "geometry"].includes(kind));
    this.width = Math.max(320, panel.clientWidth);
    this.of = this.numbers[this.numbers.length - 1]?.name ?? COUNT;
    this.form = this.guess();
    this.settle();
  }

  private guess(): Form {
    const line = this.times.find((column) => this.distinct(column) > 2);
    if (line && (this.numbers.length === 0 || line.kind === "year")) return "line";
    return this.categories.length > 0 ? "bars" : "histogram";
  }

  private distinct({ name }: Column): number {
    return new Set(this.context.results.rows.map((row) => text(row[name]))).size;
  }

  /** Choose the column that tells the rows apart best, where the one chosen does not suit. */
  private settle(): void {
    const suited = this.form === "line" ? this.times : this.categories;
    if (suited.some(({ name }) => name === this.by)) return;
    const rank = (column: Column) => {
      const plain = column.kind === "text" || column.kind === "boolean" ? 0.5 : 0;
      return this.distinct(column) + plain;
    };
    this.by = [...suited].sort((one, other) => rank(other) - rank(one))[0]?.name ?? "";
  }

  private get chosen() {
    const find = (name: string) => this.context.columns.find((column) => column.name === name);
    return {
      form: this.form,
      by: this.form === "histogram" ? undefined : find(this.by),
      of: find(this.of),
    };
  }

  async show(): Promise<void> {
    const wish = this.chosen;
    if (wish.by?.kind === "iri") await this.learn(wish.by.name);
    const found = points(this.context.results, wish, this.context.labels);
    const name = this.name();
    this.panel.replaceChildren(this.fields(), ...this.drawn(found, name));
  }

  private async learn(name: string): Promise<void> {
    const iris = this.context.results.rows.flatMap((row) => {
      const value = row[name];
      return value?.type === "uri" ? value.value : [];
    });
    await this.context.labels.learn([...new Set(iris)].slice(0, MOST_LABELS));
  }

  private name(): string {
    const { by, of } = this.chosen;
    return told.name(told.forms[this.form], of?.title ?? told.count, by?.title ?? "");
  }

  private drawn(found: Point[], name: string): HTMLElement[] {
    if (found.length === 0) return [make("p", { class: "empty" }, told.none)];
    const seen = this.form === "bars" ? found.slice(0, MOST_BARS) : found;
    const svg = chart(this.form, seen, this.width, name);
    const { by, of } = this.chosen;
    const heads = [
      by?.title ?? of?.title ?? "",
      this.form === "histogram" ? told.rows : (of?.title ?? told.count),
    ];
    const rows = found.map(({ label, value }) => [label, number(value)]);
    const box = { class: "result-drawing wide", tabindex: "0", role: "region", "aria-label": name };
    const frame = make("div", box);
    frame.append(svg);
    return [frame, this.notes(found), taking(this.form, () => svg), values(heads, rows)];
  }

  private notes(found: Point[]): HTMLElement {
    const left = this.form === "bars" ? found.length - MOST_BARS : 0;
    const summed = this.of !== COUNT && found.length < this.context.results.rows.length;
    const said = [
      left > 0 ? told.more(left) : "",
      summed && this.form !== "histogram" ? told.summed : "",
    ];
    return make("p", { class: "soft small", role: "status" }, said.filter(Boolean).join(" "));
  }

  /** Return what sets a field of this chart and draws it anew. */
  private change(set: (value: string) => void): (value: string) => Promise<void> {
    return async (value) => {
      set(value);
      this.settle();
      await again(this.panel, () => this.show());
    };
  }

  private fields(): HTMLElement {
    const bar = make("div", { class: "result-bar" });
    bar.append(this.formField(), this.valueField());
    if (this.form === "histogram") return bar;
    const suited = this.form === "line" ? this.times : this.categories;
    const set = this.change((value) => {
      this.by = value;
    });
    bar.append(field(told.by, choices(suited), this.by, set));
    return bar;
  }

  private formField(): HTMLElement {
    const forms = this.forms().map((form) => ({ value: form, title: told.forms[form] }));
    const set = this.change((value) => {
      this.form = value as Form;
      const uncounted = this.form === "histogram" && this.of === COUNT;
      if (uncounted) this.of = this.numbers[0]?.name ?? COUNT;
    });
    return field(told.form, forms, this.form, set);
  }

  private valueField(): HTMLElement {
    const counted = this.form === "histogram" ? [] : [{ value: COUNT, title: told.count }];
    const set = this.change((value) => {
      this.of = value;
    });
    return field(told.of, [...choices(this.numbers), ...counted], this.of, set);
  }

  private forms(): Form[] {
    const all: [Form, boolean][] = [
      ["bars", this.categories.length > 0],
      ["line", this.times.length > 0],
      ["histogram", this.numbers.length > 0],
    ];
    return all.flatMap(([form, possible]) => (possible ? form : []));
  }
}
