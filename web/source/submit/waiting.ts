/** A page about a submission that is being checked shows the result as soon as it is there. */

const WAITING = ["received", "checking"];
/** Refused to whoever is signed in no more, or unknown: the page itself says which. */
const ENDED = [401, 403, 404, 410];
const PAUSE = 5;
const LONGEST = 60;

export async function awaitCheck(): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-waiting]")?.dataset.waiting;
  if (!address) return;
  for (;;) {
    const seconds = await waits(address);
    if (!seconds) break;
    await new Promise((done) => setTimeout(done, seconds * 1000));
  }
  location.reload();
}

/** Return in how many seconds to look again; 0 where the page has something else to show. */
async function waits(address: string): Promise<number> {
  try {
    const answer = await fetch(`${address}?wait=25`, { headers: { Accept: "application/json" } });
    if (ENDED.includes(answer.status)) return 0;
    if (!answer.ok) return Math.min(Number(answer.headers.get("Retry-After")) || PAUSE, LONGEST);
    return WAITING.includes((await answer.json()).state) ? PAUSE : 0;
  } catch {
    return PAUSE;
  }
}
