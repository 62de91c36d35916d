/** Areas of the register by their IRIs. */
import { BASE } from "../common/addresses";

export type Level = "state" | "district" | "municipality";

const AREA = /^(state|district|municipality)\/([0-9]{2,8})$/;

/** Return the level of an area that has a boundary, nothing for anything else. */
export function areaLevel(iri: string): Level | undefined {
  const start = `${BASE}id/`;
  return iri.startsWith(start) ? (AREA.exec(iri.slice(start.length))?.[1] as Level) : undefined;
}

/** Return the key of an area in the register. */
export function areaKey(iri: string): string {
  return iri.slice(iri.lastIndexOf("/") + 1);
}
