/** Copying a text that stands on the page, and saying whether it worked. */
import { make } from "./building";
import { words } from "./language";

const told = words({
  de: { copy: "Kopieren", copied: "Kopiert", refused: "Der Browser erlaubt das nicht. Der Text ist ausgewählt: Strg+C." },
  en: { copy: "Copy", copied: "Copied", refused: "The browser does not allow it. The text is selected: Ctrl+C." },
}); // biome-ignore format: a table
const SHOWN = 2000;

/** Return a button that copies what stands in an element, with its notice; nothing where no page can copy. */
export function copyButton(shown: HTMLElement, look = "", about = ""): HTMLElement[] {
  const button = make("button", { type: "button", class: look }, told.copy);
  if (about) button.append(make("span", { class: "unseen" }, `: ${about}`));
  const notice = copies(button, shown);
  return notice ? [button, notice] : [];
}

/** Let a button copy what stands in an element; return its notice, nothing where no page can copy. */
export function copies(button: HTMLButtonElement, shown: HTMLElement): HTMLElement | undefined {
  if (!navigator.clipboard) return undefined;
  const notice = make("span", { role: "status", class: "unseen" });
  button.addEventListener("click", async () => {
    const copied = await copy(shown);
    notice.className = copied ? "unseen" : "soft small";
    notice.textContent = copied ? told.copied : told.refused;
    if (copied) rename(button);
  });
  return notice;
}

/** Copy, or select what stands there, so that a key copies it; tell which. */
async function copy(shown: HTMLElement): Promise<boolean> {
  const area = shown instanceof HTMLTextAreaElement;
  try {
    await navigator.clipboard.writeText((area ? shown.value : shown.textContent) ?? "");
    return true;
  } catch {
    if (area) shown.select();
    else getSelection()?.selectAllChildren(shown);
    return false;
  }
}

/** Call a button for a moment what it has done, also for those who hear its name. */
function rename(button: HTMLButtonElement): void {
  if ("done" in button.dataset) return;
  const [content, label] = [[...button.childNodes], button.getAttribute("aria-label")];
  button.dataset.done = "";
  button.replaceChildren(told.copied);
  button.removeAttribute("aria-label");
  setTimeout(() => {
    button.replaceChildren(...content);
    if (label) button.setAttribute("aria-label", label);
    delete button.dataset.done;
  }, SHOWN);
}
