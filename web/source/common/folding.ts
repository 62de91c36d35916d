/** Text as people may type it, brought to one form. */

/** Return a text without the differences that nobody types: case, accents, kinds of blanks. */
export function folded(text: string): string {
  const bare = text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
  return bare.replaceAll("ß", "ss").replaceAll(/\s+/g, " ").trim();
}
