/** What things of a release are called and where they lead; labels are asked for in batches. */
import { target } from "../common/addresses";
import { language } from "../common/language";
import { compact } from "./terms";

const BATCH = 50;
const PAUSE = 30;
/** Longer IRIs are nobody's thing, and too many of them no address. */
const LONGEST = 300;

type Found = Record<string, Record<string, string>>;

export class Labels {
  private readonly known = new Map<string, string>();
  private readonly waiting = new Map<string, Set<HTMLElement>>();
  private timer = 0;

  constructor(
    private readonly release = "",
    private readonly older = "",
  ) {}

  /** Return where a thing leads, in the release that it is from. */
  address(iri: string): string | undefined {
    return target(iri, this.older);
  }

  /** Return the label of a thing if it is known, else its IRI in short. */
  name(iri: string): string {
    return this.known.get(iri) || compact(iri);
  }

  /** Write the label of a thing into an element, as soon as it is there. */
  write(element: HTMLElement, iri: string): void {
    element.textContent = cut(this.name(iri));
    if (this.known.has(iri) || !asked(iri)) return;
    const elements = this.waiting.get(iri) ?? new Set();
    this.waiting.set(iri, elements.add(element));
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), PAUSE);
  }

  /** Ask for the labels of things; those that have none stay without. Tell whether all were answered. */
  async learn(iris: Iterable<string>): Promise<boolean> {
    const wanted = [...new Set(iris)].filter((iri) => asked(iri) && !this.known.has(iri));
    for (let at = 0; at < wanted.length; at += BATCH) {
      if (!(await this.ask(wanted.slice(at, at + BATCH)))) return false;
    }
    return true;
  }

  private async flush(): Promise<void> {
    const elements = new Map(this.waiting);
    this.waiting.clear();
    const shown = [...elements].filter(([, each]) => [...each].some((one) => one.isConnected));
    await this.learn(shown.map(([iri]) => iri));
    for (const [iri, each] of shown) {
      for (const element of each) element.textContent = cut(this.name(iri));
    }
  }

  private async ask(iris: string[]): Promise<boolean> {
    const wanted = new URLSearchParams(iris.map((iri) => ["iri", iri]));
    if (this.release) wanted.set("release", this.release);
    let labels: Found = {};
    try {
      const answer = await fetch(`/labels.json?${wanted}`);
      if (!answer.ok) return false;
      labels = (await answer.json()).labels;
    } catch (error) {
      // Without a connection the short IRIs stay; a fault of ours must be seen.
      if (!(error instanceof TypeError)) throw error;
      return false;
    }
    for (const iri of iris) this.known.set(iri, labels[iri]?.[language] ?? "");
    return true;
  }
}

function asked(iri: string): boolean {
  return iri.length <= LONGEST && /^https?:\/\/[^\s<>"{}|\\^`]+$/.test(iri);
}

const SHORT = 160;

/** Return a text that is short enough for one line. */
export function cut(text: string, length = SHORT): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
