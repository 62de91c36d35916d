/** Which member is meant: the nearest to the pointer, or the next in a direction. */
import type { Place } from "./plane";

interface Placed {
  place: Place;
}

/** Return what lies nearest to a place, within a distance. */
export function nearest<Item extends Placed>(items: Item[], to: Place, within: number) {
  let best: Item | undefined;
  let least = within;
  for (const item of items) {
    const distance = Math.hypot(item.place[0] - to[0], item.place[1] - to[1]);
    if (distance <= least) {
      best = item;
      least = distance;
    }
  }
  return best;
}

/** Return the next in a direction: what lies far to the side counts as farther away. */
export function next<Item extends Placed>(items: Item[], from: Place, [dx, dy]: Place) {
  let best: Item | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const x = item.place[0] - from[0];
    const y = item.place[1] - from[1];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 0.01 || ahead + 2 * aside >= least) continue;
    best = item;
    least = ahead + 2 * aside;
  }
  return best;
}
