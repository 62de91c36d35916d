/** Words and functions of SPARQL that the endpoint knows (SPARQL 1.1, section 19.8 and 17.4). */
import { words } from "../common/language";

export const CLAUSES = [
  ..."SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE PREFIX BASE".split(" "),
  ...["ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC", "AS"],
];

export const PATTERNS = [
  ..."OPTIONAL FILTER UNION MINUS BIND VALUES GRAPH UNDEF".split(" "),
  ...["FILTER NOT EXISTS", "FILTER EXISTS", "SELECT"],
];

const told = words({
  de: {
    count: "zählt Werte", sum: "Summe", avg: "Mittel", min: "kleinster Wert", max: "größter Wert",
    sample: "irgendein Wert", concat: "reiht Texte einer Gruppe aneinander", lang: "Sprache eines Textes",
    str: "Text eines Terms oder einer IRI", type: "Datentyp eines Literals", bound: "ob die Variable einen Wert hat",
    coalesce: "der erste Wert, der keiner Störung entspringt", either: "je nach Bedingung der eine oder andere Wert",
    contains: "ob ein Text einen anderen enthält", starts: "ob ein Text so beginnt", ends: "ob ein Text so endet",
    regex: "ob ein Muster passt", replace: "ersetzt, was auf ein Muster passt", lower: "Kleinbuchstaben",
    year: "Jahr eines Datums", search: "wie gut ein Text ein Ding findet", folded: "Text ohne Groß und Klein, Umlaute und Akzente",
  },
  en: {
    count: "counts values", sum: "sum", avg: "mean", min: "smallest value", max: "largest value",
    sample: "any one value", concat: "joins the texts of a group", lang: "language of a text",
    str: "text of a term or IRI", type: "datatype of a literal", bound: "whether the variable has a value",
    coalesce: "the first value that is no error", either: "one value or the other by a condition",
    contains: "whether a text holds another", starts: "whether a text begins so", ends: "whether a text ends so",
    regex: "whether a pattern fits", replace: "replaces what fits a pattern", lower: "small letters",
    year: "year of a date", search: "how well a text finds a thing", folded: "text without case, umlauts and accents",
  },
}); // biome-ignore format: a table

export const MEANINGS: Record<string, string> = {
  COUNT: told.count,
  SUM: told.sum,
  AVG: told.avg,
  MIN: told.min,
  MAX: told.max,
  SAMPLE: told.sample,
  GROUP_CONCAT: told.concat,
  LANG: told.lang,
  STR: told.str,
  DATATYPE: told.type,
  BOUND: told.bound,
  COALESCE: told.coalesce,
  IF: told.either,
  CONTAINS: told.contains,
  STRSTARTS: told.starts,
  STRENDS: told.ends,
  REGEX: told.regex,
  REPLACE: told.replace,
  LCASE: told.lower,
  YEAR: told.year,
  "kfunction:searchScore": told.search,
  "kfunction:folded": told.folded,
};

export const FUNCTIONS = [
  ...Object.keys(MEANINGS).filter((name) => !name.includes(":")),
  ..."LANGMATCHES IRI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE ENCODE_FOR_URI".split(
    " ",
  ),
  ..."STRBEFORE STRAFTER MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID".split(" "),
  ..."MD5 SHA1 SHA256 SHA384 SHA512 STRLANG STRDT SAMETERM ISIRI ISBLANK ISLITERAL".split(" "),
  ..."ISNUMERIC SUBSTR EXISTS".split(" "),
];
