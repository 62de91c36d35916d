/** A page about a submission that is being checked shows the result as soon as it is there. */

const WAITING = ["received", "checking"];
const PAUSE = 5000;

export async function awaitCheck(): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-waiting]")?.dataset.waiting;
  if (!address) return;
  while (await waits(address)) await pause();
  location.reload();
}

/** Tell whether the check still goes on after half a minute. */
async function waits(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}?wait=25`, { headers: { Accept: "application/json" } });
    return answer.ok && WAITING.includes((await answer.json()).state);
  } catch {
    return true;
  }
}

function pause(): Promise<void> {
  return new Promise((done) => setTimeout(done, PAUSE));
}
