/** Checking a file while something moves: how much is sent, how long the check takes. */
import { number, words } from "../common/language";
import { read } from "../common/problems";
import { earlier, forget } from "./remembering";
import { say } from "./sizes";

const told = words({
  de: {
    nothing: "Bitte wählen Sie eine Datei aus oder fügen Sie Text ein.",
    sending: (share: number) => `Die Datei wird gesendet: ${number(share)} %`,
    checking: (seconds: number) => `Die Datei wird geprüft … ${number(seconds)} s`,
    broken: "Die Verbindung ist abgebrochen. Versuchen Sie es noch einmal.",
    large:
      "Die Datei ist größer, als angenommen wird. Teilen Sie sie auf, oder nehmen Sie Bilder und weitere Blätter heraus.",
    busy: (seconds: number) =>
      `Gerade wird zu viel geprüft. Versuchen Sie es in ${number(seconds)} Sekunden noch einmal.`,
    failed: (status: number) =>
      `Der Dienst konnte die Datei nicht prüfen (Status ${status}). Versuchen Sie es später noch einmal.`,
    place: (line: number, column?: number) =>
      column ? `Zeile ${line}, Spalte ${column}: ` : `Zeile ${line}: `,
  },
  en: {
    nothing: "Please choose a file or paste text.",
    sending: (share: number) => `Sending the file: ${number(share)} %`,
    checking: (seconds: number) => `Checking the file … ${number(seconds)} s`,
    broken: "The connection broke. Please try again.",
    large:
      "The file is larger than what is taken. Split it, or take out pictures and further sheets.",
    busy: (seconds: number) =>
      `Too much is being checked just now. Please try again in ${number(seconds)} seconds.`,
    failed: (status: number) =>
      `The service could not check the file (status ${status}). Please try again later.`,
    place: (line: number, column?: number) =>
      column ? `Line ${line}, column ${column}: ` : `Line ${line}: `,
  },
});

export function checkWithProgress(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-check]"))
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      new Sending(form).start();
    });
}

class Sending {
  private readonly area: HTMLElement | null;
  private readonly button: HTMLButtonElement | null;
  private clock = 0;

  constructor(private readonly form: HTMLFormElement) {
    this.area = form.querySelector("[data-checking]");
    this.button = form.querySelector("button:not([type=button])");
  }

  start(): void {
    if (this.button?.ariaBusy) return;
    const data = new FormData(this.form);
    if (!given(data)) {
      say(this.form, told.nothing);
      return;
    }
    const before = earlier(data);
    if (before) data.set("before", before, "before.json");
    this.busy(true);
    const request = new XMLHttpRequest();
    request.open(
      "POST",
      `${this.form.action}${this.form.action.includes("?") ? "&" : "?"}format=html`,
    );
    request.setRequestHeader("Accept", "application/problem+json, text/html;q=0.5");
    request.upload.addEventListener("progress", (event) => this.sent(event));
    request.upload.addEventListener("load", () => this.count());
    request.addEventListener("load", () => this.answered(request, data));
    request.addEventListener("error", () => this.failed(told.broken));
    request.send(data);
  }

  private sent(event: ProgressEvent): void {
    if (event.lengthComputable)
      this.status(told.sending(Math.round((event.loaded / event.total) * 100)));
  }

  private count(): void {
    const begin = Date.now();
    clearInterval(this.clock);
    this.status(told.checking(0));
    this.clock = window.setInterval(
      () => this.status(told.checking(Math.round((Date.now() - begin) / 1000))),
      1000,
    );
  }

  private answered(request: XMLHttpRequest, data: FormData): void {
    if (request.status === 200) {
      location.assign(request.responseURL);
      return;
    }
    forget(data);
    this.failed(reason(request));
  }

  private failed(text: string): void {
    this.busy(false);
    say(this.form, text);
    this.form.querySelector("[data-problem]")?.scrollIntoView({ block: "center" });
  }

  private busy(yes: boolean): void {
    clearInterval(this.clock);
    say(this.form, "");
    if (this.area) this.area.hidden = !yes;
    if (yes) this.button?.setAttribute("aria-busy", "true");
    else this.button?.removeAttribute("aria-busy");
  }

  private status(text: string): void {
    const place = this.area?.querySelector("[data-status]");
    if (place) place.textContent = text;
  }
}

/** Tell whether a form has something to check. */
function given(data: FormData): boolean {
  const file = data.get("file");
  const text = data.get("text");
  return (
    (file instanceof File && file.name !== "") || (typeof text === "string" && text.trim() !== "")
  );
}

/** Return why something was refused. */
function reason(request: XMLHttpRequest): string {
  const retry = request.getResponseHeader("Retry-After");
  const { kind, detail, line, column, wait } = read(request.status, request.responseText, retry);
  if (request.status === 413) return told.large;
  if (wait) return told.busy(wait);
  if (kind.startsWith("http-")) return told.failed(request.status);
  return (line ? told.place(line, column) : "") + detail;
}
