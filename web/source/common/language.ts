/** The language of the page, and words in it. */

export type Language = "de" | "en";

export const language: Language = document.documentElement.lang === "en" ? "en" : "de";

/** Return the words for this page. */
export function words<Words>(table: Record<Language, Words>): Words {
  return table[language];
}

/** Return a path of ours that keeps the language which the address of this page asks for. */
export function here(path: string): string {
  const wanted = new URLSearchParams(location.search).get("lang");
  if (wanted !== "de" && wanted !== "en") return path;
  const url = new URL(path, location.origin);
  url.searchParams.set("lang", wanted);
  return url.pathname + url.search + url.hash;
}

const numbers = new Intl.NumberFormat(language);

/** Return a number as people here write it. */
export function number(value: number): string {
  return numbers.format(value);
}
