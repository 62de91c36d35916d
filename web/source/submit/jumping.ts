/** A link to a finding opens the cause that it stands under. */

export function followLinks(): void {
  addEventListener("hashchange", openTarget);
  openTarget();
}

function openTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const cause = target?.closest("details");
  if (!target || !cause || cause.open) return;
  cause.open = true;
  target.scrollIntoView();
}
