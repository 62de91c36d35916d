/** The page of the state keeps itself up to date: parts marked `data-live` are taken from it anew. */
import "../styles/status.css";
import { make } from "./common/building";
import { language, words } from "./common/language";

const PAUSE = 15_000;
const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const told = words({
  de: (time: string) => `Stand von ${time} Uhr. Seitdem antwortet der Dienst nicht.`,
  en: (time: string) => `As of ${time}. Since then the service has not answered.`,
});

/** When the page was last what the service said. */
let known = new Date();

/** Put the parts of a page that is newer in the place of those that are shown. */
function renew(newer: Document): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const other = newer.getElementById(part.id);
    if (!other || part.contains(document.activeElement)) continue;
    if (part.textContent !== other.textContent) part.replaceWith(document.importNode(other, true));
  }
}

async function look(): Promise<void> {
  if (document.hidden || document.querySelector("details[open] form")) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return doubt();
    const newer = new DOMParser().parseFromString(await answer.text(), "text/html");
    trust();
    renew(newer);
  } catch {
    doubt();
  }
}

/** Take the verdict back until the service answers: it restarts, perhaps. */
function doubt(): void {
  if (document.querySelector(".unanswered")) return;
  const verdict = document.querySelector<HTMLElement>("#live-verdict .verdict");
  const text = make("p", { class: "large" }, make("strong", {}, told(clock.format(known))));
  verdict?.before(make("div", { class: "verdict notice bad unanswered", role: "alert" }, text));
  if (verdict) verdict.hidden = true;
}

function trust(): void {
  known = new Date();
  document.querySelector(".unanswered")?.remove();
  const verdict = document.querySelector<HTMLElement>("#live-verdict .verdict");
  if (verdict) verdict.hidden = false;
}

const wanted = document.querySelector<HTMLInputElement>("#refresh");
if (wanted) {
  wanted.parentElement?.removeAttribute("hidden");
  setInterval(() => wanted.checked && look(), PAUSE);
}
