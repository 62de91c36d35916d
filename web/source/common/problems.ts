/** What a refusal of the service says (RFC 9457), whichever way it was fetched. */
import { words } from "./language";

export interface Refusal {
  /** The last part of its type; `http-413` where somebody else refused, such as a proxy. */
  kind: string;
  detail: string;
  line?: number;
  column?: number;
  /** Seconds after which another try makes sense. */
  wait?: number;
}

/** Return what an answer with a status, a body and a Retry-After refuses. */
export function read(status: number, body: string, retry: string | null): Refusal {
  const { type, detail, line, column } = parsed(body);
  return {
    kind: type?.split("/").at(-1) ?? `http-${status}`,
    detail: detail ? spoken(detail) : `HTTP ${status}`,
    line,
    column,
    wait: Number(retry) || undefined,
  };
}

function parsed(body: string): Partial<Record<"type" | "detail", string> & Record<"line" | "column", number>> {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
} // biome-ignore format: a type

/** Return the half of a detail for this page where the service says it as "German / english"; other details as they are. */
function spoken(detail: string): string {
  const [german = "", english, ...more] = detail.split(" / ");
  return english && !more.length && /^[a-z]/.test(english)
    ? words({ de: german, en: english })
    : detail;
}
