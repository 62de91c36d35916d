/** The page of the state keeps itself up to date: parts marked `data-live` are taken from it anew. */
import "../styles/status.css";

const PAUSE = 15_000;

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
    if (answer.ok) renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The service restarts, perhaps: what is shown stays, the next look tells.
  }
}

const wanted = document.querySelector<HTMLInputElement>("#refresh");
if (wanted) {
  wanted.parentElement?.removeAttribute("hidden");
  setInterval(() => wanted.checked && look(), PAUSE);
}
